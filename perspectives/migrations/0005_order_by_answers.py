"""The index by which the page of the most discussed is one range from whichever conversation it starts."""

from django.db import migrations, models

from perspectives.migrations._gently import AddIndexGently, RemoveIndexGently


class Migration(migrations.Migration):
    """Not atomic: PostgreSQL builds indexes concurrently outside of transactions only."""

    atomic = False
    dependencies = [("perspectives", "0004_thread_engine_indexes")]

    operations = [
        AddIndexGently(
            "comment",
            models.Index(fields=["discussion", "shown", "depth", "public_below", "number"], name="px_comment_answered"),
        ),
        RemoveIndexGently("comment", "px_comment_discussed"),
    ]
