"""The indexes that a page of every order is one range of, built while others write."""

from django.db import migrations, models

from perspectives.migrations._gently import AddIndexGently, RemoveIndexGently


class Migration(migrations.Migration):
    """Not atomic: PostgreSQL builds indexes concurrently outside of transactions only."""

    atomic = False
    dependencies = [("perspectives", "0003_thread_engine_data")]

    operations = [
        AddIndexGently(
            "comment", models.Index(fields=["discussion", "shown", "conversation", "path"], name="px_comment_thread")
        ),
        AddIndexGently(
            "comment", models.Index(fields=["discussion", "shown", "depth", "number"], name="px_comment_roots")
        ),
        AddIndexGently(
            "comment",
            models.Index(
                fields=["discussion", "shown", "depth", "-public_below", "number"], name="px_comment_discussed"
            ),
        ),
        RemoveIndexGently("comment", "px_comment_newest"),
    ]
