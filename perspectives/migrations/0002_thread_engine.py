"""Columns and tables that a page of a thread is read from; nothing that is there is changed."""

from django.db import migrations, models
from django.db.models.deletion import CASCADE

from perspectives.migrations._gently import AddColumn

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """`shown` has a default in the database, so that a site which still runs the old code can go on writing."""

    dependencies = [("perspectives", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DiscussionTag",
            fields=[
                ("id", KEY.clone()),
                ("uses", models.PositiveIntegerField(default=0, verbose_name="public comments")),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=CASCADE,
                        related_name="tag_counts",
                        to="perspectives.discussion",
                        verbose_name="discussion",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=CASCADE,
                        related_name="discussion_counts",
                        to="perspectives.tag",
                        verbose_name="tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag of a discussion",
                "verbose_name_plural": "tags of discussions",
                "ordering": ["-uses", "pk"],
                "indexes": [models.Index(fields=["discussion", "-uses"], name="px_discussion_tag_uses")],
                "constraints": [models.UniqueConstraint(fields=("discussion", "tag"), name="px_discussion_tag")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", KEY.clone()),
                ("seen_at", models.DateTimeField(verbose_name="seen")),
                ("public_count", models.PositiveIntegerField(default=0, verbose_name="public comments then")),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=CASCADE,
                        related_name="visits",
                        to="perspectives.discussion",
                        verbose_name="discussion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="visits", to="perspectives.member", verbose_name="member"
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("member", "discussion"), name="px_visit")],
            },
        ),
        AddColumn(
            model_name="comment",
            name="shown",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="has a row in the thread"
            ),
        ),
        migrations.AddField(
            model_name="discussion",
            name="last_public_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last public comment"),
        ),
    ]
