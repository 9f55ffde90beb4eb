"""Kinds of events and notices for what moderators and members say to each other: choices alone, no column changes."""

from django.db import migrations, models

EVENTS = [
    ("posted", "Comment posted"),
    ("held", "Comment waits"),
    ("edited", "Comment edited"),
    ("withdrawn", "Comment withdrawn"),
    ("decided", "Comment decided on"),
    ("reported", "Comment reported"),
    ("notified", "Notice of illegal content"),
    ("appealed", "Appeal made"),
    ("judged", "Appeal judged"),
    ("noted", "Note written"),
    ("messaged", "Message written"),
]
NOTICES = [
    ("answer", "Your comment was answered"),
    ("decision", "Your comment was decided on"),
    ("waiting", "Something waits for moderation"),
    ("appeal", "An appeal waits"),
    ("outcome", "Your appeal was judged"),
    ("judged", "An appeal against a decision of yours was judged"),
    ("sanction", "A decision about your taking part"),
    ("message", "The moderators wrote to you"),
    ("to-team", "A member wrote to the moderators"),
    ("mention", "You were mentioned in a note"),
]


class Migration(migrations.Migration):
    """Nothing for a database to do."""

    dependencies = [("perspectives", "0010_chain")]

    operations = [
        migrations.AlterField("event", "kind", models.CharField("kind", max_length=12, choices=EVENTS)),
        migrations.AlterField("notice", "kind", models.CharField("kind", max_length=10, choices=NOTICES)),
    ]
