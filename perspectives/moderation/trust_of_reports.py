"""How much a report weighs: by how often moderators agreed with those the same reader made before."""

from __future__ import annotations

from django.db.models import Count, Q

from perspectives.discussion.models import Status
from perspectives.members.models import Member
from perspectives.moderation.models import Act, Report

# In hundredths of the report of a reader nobody knows anything of.
UNKNOWN, LEAST, MOST = 100, 25, 300
REMOVED = (Status.REJECTED, Status.SPAM)


def weight_of_reporter(reporter: Member) -> int:
    """Return the weight, in hundredths, of a report that `reporter` makes now. One query.

    Upheld is a report whose decision removed the comment, unfounded one whose decision approved it; a decision that an
    appeal has overturned says nothing about the reader any more, and what was undone has answered nothing.
    """
    answered = Report.objects.filter(member=reporter).exclude(decision__appeal__outcome__act=Act.OVERTURN)
    record = answered.aggregate(
        upheld=Count("pk", filter=Q(decision__status_after__in=REMOVED)),
        unfounded=Count("pk", filter=Q(decision__act=Act.APPROVE)),
    )
    return weight_by_record(record["upheld"], record["unfounded"])


def weight_by_record(upheld: int, unfounded: int) -> int:
    """Return the weight of a reader with so many reports upheld and so many unfounded, from LEAST to MOST.

    Share is how likely the next one is upheld by Laplace's rule of succession, (upheld + 1) / (all + 2): 1/2 of
    somebody unknown, and never wholly 0 or 1 by a few lucky or unlucky ones. From 1/2 the weight rises to MOST and
    falls to LEAST in straight lines: 1 of 1 upheld is 167, 8 of 8 are 260, 1 of 1 unfounded is 75, 8 of 8 are 40.
    """
    share = (upheld + 1) / (upheld + unfounded + 2)
    reach = MOST - UNKNOWN if share >= 0.5 else UNKNOWN - LEAST
    return round(UNKNOWN + (2 * share - 1) * reach)
