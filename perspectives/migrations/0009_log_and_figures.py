"""An index of what checks found, built while others write; refusals behind the log's managers; daily mails as rows."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from perspectives.migrations._gently import AddIndexGently


class Migration(migrations.Migration):
    """Not atomic: PostgreSQL builds indexes concurrently outside of transactions only.

    The index comes first: a run that is broken off while it is built finds it and goes on.
    """

    atomic = False
    dependencies = [("perspectives", "0008_desk_index")]

    operations = [
        AddIndexGently(
            "finding",
            models.Index(
                fields=["answer", "created_at"], name="px_finding_hit", condition=~models.Q(answer="pass")
            ),
        ),
        migrations.AlterModelOptions(
            name="decision",
            options={
                "base_manager_name": "objects",
                "ordering": ["pk"],
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
            },
        ),
        migrations.AlterModelOptions(
            name="logentry",
            options={
                "base_manager_name": "objects",
                "ordering": ["position"],
                "verbose_name": "link of the log",
                "verbose_name_plural": "links of the log",
            },
        ),
        migrations.CreateModel(
            name="DeskLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="being sent since")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("dropped", models.CharField(blank=True, max_length=60, verbose_name="not sent because")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "next_attempt_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="next attempt"),
                ),
                ("message_id", models.CharField(max_length=120, verbose_name="message id")),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="last error")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_letters",
                        to="perspectives.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "daily mail to a moderator",
                "verbose_name_plural": "daily mails to moderators",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["sent_at", "next_attempt_at"], name="px_desk_letter_due")],
                "constraints": [models.UniqueConstraint(fields=("member", "day"), name="px_desk_letter")],
            },
        ),
    ]
