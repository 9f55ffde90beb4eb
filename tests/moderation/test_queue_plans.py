"""Each part of the queue begins at its index, however many wait, and sorts nothing that the index has in order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from perspectives.discussion.rules import viewer_for
from perspectives.moderation import queue
from perspectives.moderation.queue import Asked
from perspectives.moderation.stretch import HEAVIEST, OLDEST, beyond
from tests.moderation.stage import held


@pytest.mark.parametrize(
    ("part", "order", "index", "sorts"),
    [
        (queue.held, OLDEST, "px_comment_queue", False),
        (queue.held, HEAVIEST, "px_comment_weight", False),
        (queue.reported, OLDEST, "px_comment_reports", True),
        (queue.suspected, HEAVIEST, "px_comment_weight", False),
    ],
)
@pytest.mark.parametrize("deep", [False, True])
def test_a_part_is_a_range_of_its_index(
    part: Any, order: Any, index: str, sorts: bool, deep: bool, discussion: Any, ann: Any, mod: Any
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite chooses its plan without looking at the rows.")
    place = held(discussion, ann)
    rows = part(queue.scope_of(viewer_for(mod.user), Asked(forum=discussion.forum.slug)))
    if deep:
        rows = rows.filter(beyond(order, tuple(getattr(place, name.removeprefix("-")) for name in order)))
    plan = rows.order_by(*order).values_list("pk")[:25].explain()
    first = next(line for line in plan.splitlines() if " perspectives_comment" in line)
    assert f"INDEX {index} (" in first, plan
    last = plan.splitlines()[-1]
    assert ("B-TREE FOR ORDER BY" in last) is sorts, plan
