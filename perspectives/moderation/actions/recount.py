"""Recount the open reports of comments from the reports themselves: tell it, and mend it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, F, Q

from perspectives.discussion.actions import lock_discussion_row
from perspectives.discussion.actions.recount import BATCH, Difference
from perspectives.discussion.models import Comment, Discussion


def report_differences(discussion: Discussion) -> list[Difference]:
    """Return the comments of `discussion` whose `open_reports` is not the number of reports that wait; one query."""
    counted = Comment.objects.filter(discussion=discussion).annotate(
        right=Count("reports", filter=Q(reports__decision__isnull=True))
    )
    wrong = counted.exclude(open_reports=F("right")).order_by("number")
    return [
        Difference(discussion.slug, number, "open_reports", stored, right, key)
        for key, number, stored, right in wrong.values_list("pk", "number", "open_reports", "right").iterator(BATCH)
    ]


def mend_reports(*, discussion_id: int) -> list[Difference]:
    """Put right what `report_differences` finds in a discussion, and return it."""
    with transaction.atomic():
        differences = report_differences(lock_discussion_row(discussion_id))
        for one in differences:
            Comment.objects.filter(pk=one.pk).update(open_reports=one.right)
    return differences
