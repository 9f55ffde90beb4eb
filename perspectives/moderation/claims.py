"""Who is looking at what: claims that have not expired, for cards and for pages that stay open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from perspectives.discussion.queries import Viewer
from perspectives.moderation.cards import Card
from perspectives.moderation.models import Claim
from perspectives.web.paging import LONGEST_LIST


def put_claims(cards: Iterable[Card], viewer: Viewer, now: datetime) -> None:
    """Put on each card who else is looking at its comment; one query."""
    by_key = {card.comment.pk: card for card in cards}
    others = Claim.objects.filter(comment__in=by_key, until__gt=now).exclude(member=viewer.member)
    for claim in others.select_related("member"):
        by_key[claim.comment_id].claimed_by = claim.member


def claims_of_others(viewer: Viewer, now: datetime) -> dict[int, str]:
    """Return who else looks at which comment (by primary key) in the forums of `viewer`, a hundred at most."""
    others = Claim.objects.filter(viewer.moderated("comment__discussion__forum"), until__gt=now)
    rows = others.exclude(member=viewer.member).select_related("member").order_by("pk")[:LONGEST_LIST]
    return {claim.comment_id: claim.member.display_name for claim in rows}
