"""The index by which a page finds what is featured in its discussion: of featured comments alone, so it is small."""

from django.db import migrations, models

from perspectives.migrations._gently import AddIndexGently


class Migration(migrations.Migration):
    """Not atomic: PostgreSQL builds indexes concurrently outside of transactions only."""

    atomic = False
    dependencies = [("perspectives", "0013_offices_in_the_log")]

    operations = [
        AddIndexGently(
            "comment",
            models.Index(
                fields=["discussion", "status", "featured_at", "number"],
                name="px_comment_featured",
                condition=models.Q(featured_at__isnull=False),
            ),
        ),
    ]
