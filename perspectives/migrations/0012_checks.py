"""An event says that slow mode was set; a forum may keep own tags for trusted members."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("perspectives", "0011_people")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("posted", "Comment posted"),
                    ("held", "Comment waits"),
                    ("edited", "Comment edited"),
                    ("withdrawn", "Comment withdrawn"),
                    ("decided", "Comment decided on"),
                    ("slowed", "Slow mode set"),
                    ("reported", "Comment reported"),
                    ("notified", "Notice of illegal content"),
                    ("appealed", "Appeal made"),
                    ("judged", "Appeal judged"),
                    ("noted", "Note written"),
                    ("messaged", "Message written"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="trusted_tags",
            field=models.BooleanField(
                default=False,
                help_text="Others choose from the suggested tags.",
                verbose_name="own tags for trusted members alone",
            ),
        ),
    ]
