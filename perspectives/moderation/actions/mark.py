"""Feature a comment, or mark its question as answered: by authors of what is discussed, its moderators and editors."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import lock_discussion_row
from perspectives.discussion.authors import is_author
from perspectives.discussion.errors import Conflict, Unacceptable
from perspectives.discussion.models import Comment, Discussion, Status
from perspectives.discussion.rules import is_staff
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.decide import tell
from perspectives.moderation.errors import DecidedMeanwhile, NotFound
from perspectives.moderation.impartial import must_be_impartial
from perspectives.moderation.models import Act, Decision

# The column each act sets, and whether it sets or clears it.
MARKS: dict[Act, tuple[str, bool]] = {
    Act.FEATURE: ("featured_at", True),
    Act.UNFEATURE: ("featured_at", False),
    Act.ANSWERED: ("answered_at", True),
    Act.UNANSWERED: ("answered_at", False),
}


def may_mark(member: Member | None, discussion: Discussion) -> bool:
    """Whether `member` may feature comments here: an author of what is discussed, a moderator or an editor."""
    return member is not None and (is_author(member, discussion) or is_staff(member, discussion.forum_id))


def mark_comment(
    *,
    comment: Comment,
    by: Member,
    act: Act,
    note: str = "",
    undoes: Decision | None = None,
    now: datetime | None = None,
) -> Decision | None:
    """Do `act`, one of MARKS, to a public comment and return the decision, or None where it is so already.

    Raises NotFound for who may not, Unacceptable for another act, Conflict where the comment is not public any more,
    DecidedMeanwhile where the mark that it `undoes` is not the last word, OwnComment (403) for who features what is
    one's own; that one's question is answered, everybody may say.
    """
    if act not in MARKS:
        raise Unacceptable(_("Choose what to do with the comment."), code="act")
    if not may_mark(by, comment.discussion):
        raise NotFound
    now, note = now or timezone.now(), rules.cleaned_words(note)
    column, sets = MARKS[act]
    with transaction.atomic():
        discussion = lock_discussion_row(comment.discussion_id)
        present = Comment.objects.select_related("author").get(pk=comment.pk)
        if act is Act.FEATURE:
            must_be_impartial(by, comment)
        if sets and present.status != Status.PUBLIC:
            raise Conflict(_("This comment is no longer public."))
        rows = Comment.objects.filter(pk=comment.pk, **{f"{column}__isnull": sets})
        if not rows.update(**{column: now if sets else None}):
            return None
        _must_be_the_last_word(undoes, column)
        # A mark is part of every reader's page.
        Discussion.objects.filter(pk=discussion.pk).update(version=F("version") + 1)
        return _record(Decision(act=act, note=note, by=by, undoes=undoes, created_at=now), present, discussion)


def _must_be_the_last_word(undone: Decision | None, column: str) -> None:
    """Raise DecidedMeanwhile, which takes the mark back, where the decision to be undone is not the last one on it."""
    if undone is None:
        return
    alike = [act for act, (other, _sets) in MARKS.items() if other == column]
    newest = Decision.objects.filter(comment=undone.comment_id, act__in=alike).order_by("-pk").first()
    if newest is not None and newest.pk != undone.pk:
        raise DecidedMeanwhile(newest)


def _record(decision: Decision, comment: Comment, discussion: Discussion) -> Decision:
    """Complete and write the decision; the writer is told of an honour, and of nothing else."""
    decision.comment, decision.discussion, decision.member = comment, discussion, comment.author
    decision.revision = comment.revision
    decision.save()
    if decision.act == Act.FEATURE:
        tell(decision)
    return decision
