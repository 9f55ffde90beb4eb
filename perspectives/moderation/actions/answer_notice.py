"""Answer a notice of illegal content: take the comment down under a rule or a law, or dismiss the notice with words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import lock_discussion_row
from perspectives.discussion.errors import Conflict, Refused, Unacceptable
from perspectives.discussion.models import Comment
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.decide import decide
from perspectives.moderation.actions.settle import answer_notices, unsettle
from perspectives.moderation.errors import name_of, what_of
from perspectives.moderation.impartial import must_be_impartial
from perspectives.moderation.models import Act, Decision, LegalNotice, Rule
from perspectives.moderation.moments import moment
from perspectives.moderation.statement import statement_decision_of


class AnsweredMeanwhile(Conflict):
    """Another moderator has answered the notice; `decision` is the answer."""

    code = "answered-meanwhile"

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(
            _("%(name)s has answered this notice meanwhile: %(what)s, %(when)s. Nothing of yours was saved.")
            % {"name": name_of(decision), "what": what_of(decision), "when": moment(decision.created_at)}
        )


def must_answer(notice: LegalNotice, moderator: Member) -> None:
    """Raise NotFound for who does not moderate there, Refused for the writer of the comment: nobody judges oneself."""
    rules.must_moderate(moderator, notice.forum_id)
    if notice.comment.author_id == moderator.pk:
        raise Refused(_("The notice is about a comment of yours: somebody else answers it."), code="own")


def act_on_notice(
    *,
    notice: LegalNotice,
    moderator: Member,
    rule: Rule | None,
    law: str,
    revision: int,
    **judged: Any,
) -> Decision | None:
    """Reject the comment of `notice` under a rule of its forum or a law, and return the decision, None for a repeat.

    `revision` and `judged` (words, note, seen, now) are those of `decide`. The decision answers every notice about the
    comment. Raises what `decide` raises, and AnsweredMeanwhile where somebody has answered the notice otherwise.
    """
    must_answer(notice, moderator)
    with transaction.atomic():
        lock_discussion_row(notice.comment.discussion_id)
        earlier = answer_of(notice)
        if earlier is None:
            said = {"moderator": moderator, "revision": revision, "rule": rule, "law": law, **judged}
            decision = decide(comment=notice.comment, act=Act.REJECT, **said)
            return decision or _answer_with_what_stands(notice)
        if (earlier.act, earlier.rule_id, earlier.law) == (Act.REJECT, rule.pk if rule else None, law):
            return None
        raise AnsweredMeanwhile(earlier)


def _answer_with_what_stands(notice: LegalNotice) -> Decision | None:
    """Answer `notice` with the decision by which its comment is down already, for the same reason; return it."""
    standing = statement_decision_of(Comment.objects.get(pk=notice.comment_id))
    if standing is not None:
        answer_notices(LegalNotice.objects.open().filter(pk=notice.pk), standing)
    return standing


def dismiss_notice(
    *, notice: LegalNotice, moderator: Member, words: str, note: str = "", now: datetime | None = None
) -> Decision | None:
    """Answer `notice` without action and return the decision, or None where it was dismissed before.

    `words` are sent to whoever gave the notice; there must be some. The comment stays as it is, and its writer learns
    nothing. Raises NotFound for other forums' moderators, AnsweredMeanwhile where somebody has answered otherwise.
    """
    must_answer(notice, moderator)
    words, note = rules.cleaned_words(words), rules.cleaned_words(note)
    if not words:
        raise Unacceptable(_("Say why nothing is done: whoever gave the notice is told."), code="words")
    with transaction.atomic():
        discussion = lock_discussion_row(notice.comment.discussion_id)
        earlier = answer_of(notice)
        if earlier is not None and earlier.act == Act.DISMISS:
            return None
        if earlier is not None:
            raise AnsweredMeanwhile(earlier)
        comment = Comment.objects.get(pk=notice.comment_id)
        decision = Decision(act=Act.DISMISS, words=words, note=note, by=moderator)
        decision.comment, decision.discussion, decision.member_id = comment, discussion, comment.author_id
        decision.revision, decision.created_at = comment.revision, now or timezone.now()
        decision.status_before = decision.status_after = comment.status
        decision.save()
        answer_notices(LegalNotice.objects.open().filter(pk=notice.pk), decision)
    return decision


def undo_dismissal(
    *, decision: Decision, moderator: Member, note: str = "", now: datetime | None = None
) -> Decision | None:
    """Open the notice again that `decision` dismissed; return the row that says so, None where it is open again."""
    if decision.comment is None:
        raise Unacceptable(_("This cannot be undone; decide anew instead."), code="undo")
    rules.must_moderate(moderator, decision.comment.discussion.forum_id)
    note = rules.cleaned_words(note)
    with transaction.atomic():
        discussion = lock_discussion_row(decision.comment.discussion_id)
        must_be_impartial(moderator, decision.comment)
        if Decision.objects.filter(undoes=decision).exists():
            return None
        status = Comment.objects.values_list("status", flat=True).get(pk=decision.comment.pk)
        undoing = Decision.objects.create(
            act=Act.UNDO,
            undoes=decision,
            comment=decision.comment,
            discussion=discussion,
            member=decision.member,
            revision=decision.revision,
            status_before=status,
            status_after=status,
            note=note,
            by=moderator,
            created_at=now or timezone.now(),
        )
        unsettle(decision, undoing)
    return undoing


def answer_of(notice: LegalNotice) -> Decision | None:
    """Return the decision that answers `notice` by now, None while it is open."""
    found = LegalNotice.objects.select_related("decision__by").get(pk=notice.pk)
    return found.decision
