"""A decision may give or take an office, and says which and where."""

import django.db.models.deletion
from django.db import migrations, models

from perspectives.migrations._gently import AddColumn

ACTS = [
    ("approve", "Approved"),
    ("reject", "Rejected"),
    ("spam", "Marked as spam"),
    ("hold", "Held until a moderator has looked"),
    ("undo", "Undone"),
    ("warn", "Member warned"),
    ("watch", "Member's comments are always held"),
    ("suspend", "Member suspended"),
    ("ban", "Member banned"),
    ("lift", "Sanction lifted"),
    ("lock", "Discussion locked"),
    ("unlock", "Discussion reopened"),
    ("feature", "Featured"),
    ("unfeature", "Featured no more"),
    ("answered", "Marked as answered"),
    ("unanswered", "Marked as not answered"),
    ("uphold", "Appeal turned down"),
    ("overturn", "Appeal granted"),
    ("dismiss", "Notice answered without action"),
    ("give", "Office given"),
    ("take", "Office taken away"),
]
OFFICES = [("moderator", "Moderator"), ("senior", "Senior moderator"), ("editor", "Editor")]


class Migration(migrations.Migration):

    dependencies = [("perspectives", "0012_checks")]

    operations = [
        migrations.AlterField("decision", "act", models.CharField("act", max_length=10, choices=ACTS)),
        migrations.AddField(
            "decision",
            "forum",
            models.ForeignKey(
                "perspectives.forum",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="decisions",
                verbose_name="forum",
            ),
        ),
        AddColumn(
            "decision",
            "office",
            models.CharField("office", max_length=10, choices=OFFICES, blank=True, default="", db_default=""),
        ),
    ]
