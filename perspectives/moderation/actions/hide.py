"""Hide the earlier comments of a sanctioned member, each by a decision of its own, and bring them back together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from perspectives.discussion.actions import change_status, lock_discussion_row
from perspectives.discussion.models import Comment, Forum, Status
from perspectives.discussion.queries import CommentQuerySet
from perspectives.discussion.rules import Move
from perspectives.members.models import Member
from perspectives.moderation.actions.answer import reopen_reports
from perspectives.moderation.actions.decide import newest_judgement, record
from perspectives.moderation.actions.settle import unsettle
from perspectives.moderation.models import Act, Decision, Rule, Sanction
from perspectives.moderation.sanction_rules import Hide, written_since

# Hidden at once: one transaction keeps the discussions locked, and nobody waits for longer than some seconds.
MOST = 200


def lock_earlier(
    member: Member, forum: Forum | None, hide: Hide, now: datetime, *, beside: int | None
) -> list[Comment]:
    """Lock the discussions of the comments to be hidden and return these, the newest first, at most MOST.

    To be called first in the transaction: discussions are locked in one order, before any member and any decision.
    `beside` is the primary key of the discussion that the decision on the sanction itself stands in.
    """
    if not hide or forum is None:
        _lock([beside])
        return []
    rows = _earlier(member, forum, hide, now).values_list("pk", "discussion_id")[:MOST]
    found = dict(rows)
    _lock([beside, *found.values()])
    return list(_earlier(member, forum, hide, now).filter(pk__in=list(found)))


def left_to_hide(member: Member, forum: Forum | None, hide: Hide, now: datetime) -> int:
    """Return how many comments that `hide` means are still to be seen or waiting."""
    return _earlier(member, forum, hide, now).count() if hide and forum is not None else 0


def hide_each(comments: Iterable[Comment], sanction: Sanction, rule: Rule | None, by: Member, now: datetime) -> int:
    """Reject comments that `lock_earlier` returned, each with a decision tied to `sanction`; return how many."""
    hidden = 0
    for comment in comments:
        change = change_status(comment_id=comment.pk, move=Move.REJECT, now=now)
        record(Decision(act=Act.REJECT, rule=rule, words=sanction.words, by=by, sanction=sanction), change, now)
        hidden += 1
    return hidden


def lock_hidden(sanction: Sanction, *, beside: int | None) -> list[Decision]:
    """Lock the discussions of what was hidden with `sanction`, and return the decisions that stand; as above."""
    rows = Decision.objects.standing().filter(sanction=sanction, act=Act.REJECT).order_by("pk")
    _lock([beside, *rows.order_by().values_list("discussion_id", flat=True)])
    return list(rows.select_related("comment"))


def bring_back(decisions: Iterable[Decision], by: Member, note: str, now: datetime) -> int:
    """Undo each of `decisions` that is the last word on its comment; return how many. Others were settled since."""
    restored = 0
    for decision in decisions:
        comment = decision.comment
        if comment is None or not _is_last_word(decision, comment):
            continue
        change = change_status(comment_id=comment.pk, move=Move.UNDO, to=decision.status_before, now=now)
        undoing = record(Decision(act=Act.UNDO, undoes=decision, note=note, by=by), change, now)
        reopen_reports(decision)
        unsettle(decision, undoing)
        restored += 1
    return restored


def _earlier(member: Member, forum: Forum, hide: Hide, now: datetime) -> CommentQuerySet:
    """Return the comments that `hide` means, the newest first."""
    since = written_since(hide, now)
    written = Q() if since is None else Q(created_at__gt=since)
    seen = Comment.objects.filter(written, author=member, discussion__forum=forum)
    return seen.filter(status__in=(Status.PUBLIC, Status.PENDING)).order_by("-created_at", "-pk")


def _lock(discussions: Iterable[int | None]) -> None:
    for key in sorted({key for key in discussions if key is not None}):
        lock_discussion_row(key)


def _is_last_word(decision: Decision, comment: Comment) -> bool:
    """Whether nothing came after a decision: no other one, no appeal turned down, no edit, no withdrawal."""
    if Decision.objects.filter(ends_appeal__decision=decision, act=Act.UPHOLD).exists():
        return False
    newest = newest_judgement(comment)
    stands = Comment.objects.filter(pk=comment.pk).values_list("status", "revision").get()
    return newest is not None and newest.pk == decision.pk and stands == (decision.status_after, decision.revision)
