"""Fill the new columns from the comments, in batches that can be broken off and started again."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, transaction
from django.db.models import Count, Max, Q

# Rows written at once: short enough for a writer to wait for.
BATCH = 2000


def fill(apps: Any, schema_editor: Any) -> None:
    """Say which comments have a row in the thread, and per discussion when it grew last and which tags it has."""
    alias = schema_editor.connection.alias
    _fill_shown(apps.get_model("perspectives", "Comment").objects.using(alias))
    discussions = apps.get_model("perspectives", "Discussion").objects.using(alias)
    for discussion in discussions.order_by("pk").values_list("pk", flat=True).iterator(BATCH):
        _fill_discussion(apps, alias, discussion)


def _ranges(rows: Any) -> Iterator[Any]:
    """Yield `rows` in batches by primary key, each found from the end of the one before."""
    last = 0
    while keys := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield rows.filter(pk__gt=last, pk__lte=keys[-1])
        last = keys[-1]


def _fill_shown(comments: Any) -> None:
    """Mark what is public, and what was public and keeps the place of public answers."""
    for batch in _ranges(comments):
        kept = Q(public_at__isnull=False, public_below__gt=0)
        batch.filter(Q(status="public") | kept, shown=False).update(shown=True)


def _fill_discussion(apps: Any, alias: str, key: int) -> None:
    """Count the tags of one discussion and note when it grew last, under its lock."""
    rows = apps.get_model("perspectives", "Discussion").objects.using(alias).filter(pk=key)
    comments = apps.get_model("perspectives", "Comment").objects.using(alias).filter(discussion=key)
    items = apps.get_model("perspectives", "TaggedComment").objects.using(alias)
    model = apps.get_model("perspectives", "DiscussionTag")
    carried = items.filter(content_object__discussion=key, content_object__status="public")
    with transaction.atomic(using=alias):
        rows.update(last_public_at=comments.aggregate(newest=Max("public_at"))["newest"])
        counts = carried.order_by("tag").values_list("tag").annotate(Count("pk"))
        model.objects.using(alias).filter(discussion=key).delete()
        made = [model(discussion_id=key, tag_id=tag, uses=uses) for tag, uses in counts]
        model.objects.using(alias).bulk_create(made, batch_size=BATCH)


class Migration(migrations.Migration):
    """Not atomic: no writer waits for more than one batch."""

    atomic = False
    dependencies = [("perspectives", "0002_thread_engine")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
