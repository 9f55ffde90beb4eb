"""The index by which the most pressing comments come first on the desk, built while others write."""

from django.db import migrations, models

from perspectives.migrations._gently import AddIndexGently


class Migration(migrations.Migration):
    """Not atomic: PostgreSQL builds indexes concurrently outside of transactions only."""

    atomic = False
    dependencies = [("perspectives", "0007_desk_data")]

    operations = [
        AddIndexGently(
            "comment", models.Index(fields=["status", "-weight", "created_at"], name="px_comment_weight")
        ),
    ]
