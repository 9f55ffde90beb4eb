"""What a card keeps from who looks: deciding on one's own comment, and lifting what somebody else is to lift."""

from __future__ import annotations

from collections.abc import Iterable

from perspectives.discussion.queries import Viewer
from perspectives.moderation.cards import Card
from perspectives.moderation.errors import OwnComment
from perspectives.moderation.impartial import is_impartial
from perspectives.moderation.seniors import liftable


def put_withheld(cards: Iterable[Card], viewer: Viewer) -> None:
    """Say on each card why the viewer may not decide on it, and which of the sanctions on it the viewer may lift.

    No query where the viewer wrote none of the comments and no sanction of another moderator's binds there.
    """
    shown = list(cards)
    why: dict[int, str] = {}
    for card in shown:
        forum = card.comment.discussion.forum_id
        if viewer.member is not None and card.comment.author_id == viewer.member.pk:
            if forum not in why:
                why[forum] = "" if is_impartial(viewer.member, card.comment) else OwnComment().message
            card.withheld = why[forum]
    may_lift = liftable([sanction for card in shown for sanction in card.record.sanctions], viewer)
    for card in shown:
        card.liftable = may_lift
