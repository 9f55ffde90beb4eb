"""Judge an appeal: somebody else than the first judge grants it or turns it down, and that is a decision of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import change_status, lock_discussion_row, record_event
from perspectives.discussion.errors import Conflict, Refused, Unacceptable
from perspectives.discussion.models import Comment, EventKind, RoleKind
from perspectives.discussion.rules import Move
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.hide import bring_back, lock_hidden
from perspectives.moderation.actions.place import told_in
from perspectives.moderation.actions.settle import answer_anew
from perspectives.moderation.impartial import somebody_else
from perspectives.moderation.models import Act, Appeal, Decision, Sanction
from perspectives.moderation.moments import moment
from perspectives.moderation.redress import ON_COMMENTS, ON_MEMBERS, forum_of, stands_on_comment, why_settled
from perspectives.moderation.seniors import is_of_a_senior, is_senior


class JudgedMeanwhile(Conflict):
    """Somebody else has judged the appeal, or it was closed."""

    code = "judged-meanwhile"

    def __init__(self, appeal: Appeal) -> None:
        names = {
            "name": appeal.judge.display_name if appeal.judge else _("Nobody: the appeal was closed"),
            "what": appeal.outcome.get_act_display().lower() if appeal.outcome else "–",
            "when": moment(appeal.judged_at) if appeal.judged_at else "",
        }
        super().__init__(
            _("This appeal was judged meanwhile. %(name)s: %(what)s, %(when)s. Nothing of yours was saved.") % names
        )


def must_judge(appeal: Appeal, judge: Member) -> None:
    """Raise NotFound for who does not moderate there, Refused for who decided first and for who appeals.

    A senior moderator's sanction is judged by a senior one as well, if there is another.
    """
    rules.must_moderate(judge, forum_of(appeal.decision))
    if appeal.member_id == judge.pk:
        raise Refused(_("This appeal is your own: somebody else judges it."), code="own")
    if appeal.first_judge_id == judge.pk:
        raise Refused(_("You took this decision. An appeal against it is judged by somebody else."), code="first-judge")
    if asks_for_a_senior(appeal) and not is_senior(judge, forum_of(appeal.decision)):
        message = _("A senior moderator gave this sanction: another senior one judges the appeal against it.")
        raise Refused(message, code="senior")


def asks_for_a_senior(appeal: Appeal) -> bool:
    """Whether the appeal is against a senior moderator's sanction, and another senior one is there to judge it."""
    judged, forum = appeal.decision, forum_of(appeal.decision)
    if judged.act not in ON_MEMBERS or judged.sanction is None or not is_of_a_senior(judged.sanction):
        return False
    sides = [key for key in (appeal.member_id, appeal.first_judge_id) if key is not None]
    return forum is None or somebody_else(forum, but=sides, kinds=[RoleKind.SENIOR])


def judge_appeal(
    *, appeal: Appeal, judge: Member, granted: bool, words: str, note: str = "", now: datetime | None = None
) -> Decision | None:
    """Grant `appeal` or turn it down, and return the decision that ends it, None for the same one a second time.

    A granted one leads the comment back to the status before the decision, or lifts the sanction and brings back what
    was hidden with it, as undoing does.
    `words` are told to both sides; turning down needs some. Raises Refused (403) for the first judge and for who
    appeals, NotFound for other forums' moderators, JudgedMeanwhile where somebody was first.
    """
    must_judge(appeal, judge)
    now, act = now or timezone.now(), Act.OVERTURN if granted else Act.UPHOLD
    words, note = rules.cleaned_words(words), rules.cleaned_words(note)
    if not granted and not words:
        raise Unacceptable(_("Say why the decision stands: whoever appealed is told."), code="words")
    with transaction.atomic():
        hidden = _lock_places(appeal.decision)
        found = _locked(appeal)
        if found.judged_at is not None:
            if found.judge_id == judge.pk and found.outcome is not None and found.outcome.act == act:
                return None
            raise JudgedMeanwhile(found)
        outcome = _outcome(found.decision, Decision(act=act, words=words, note=note, by=judge, created_at=now))
        Appeal.objects.filter(pk=appeal.pk, judged_at=None).update(judge=judge, outcome=outcome, judged_at=now)
        if outcome.status_before != outcome.status_after:
            answer_anew(found.decision, outcome)
        bring_back(hidden if outcome.undoes_id else [], judge, note, now)
        _tell(found, outcome)
    return outcome


def _lock_places(judged: Decision) -> list[Decision]:
    """Lock the discussions and the sanction that the outcome may change; return what was hidden with the sanction.

    In the order of lifting, so that of a lifting and a granted appeal at once one waits for the other.
    """
    if judged.act in ON_MEMBERS and judged.sanction is not None:
        hidden = lock_hidden(judged.sanction, beside=judged.discussion_id)
        Sanction.objects.filter(pk=judged.sanction.pk).update(created_at=F("created_at"))
        return hidden
    if judged.discussion_id is not None:
        lock_discussion_row(judged.discussion_id)
    return []


def _locked(appeal: Appeal) -> Appeal:
    """Lock the appeal, behind its places, and return it as it stands under the lock."""
    Appeal.objects.filter(pk=appeal.pk).update(created_at=F("created_at"))
    return Appeal.objects.select_related(
        "judge", "outcome", "decision__discussion", "decision__sanction", "decision__comment__author"
    ).get(pk=appeal.pk)


def _outcome(judged: Decision, outcome: Decision) -> Decision:
    """Do what the outcome says, and write it; it concerns the same comment, member and sanction."""
    outcome.discussion, outcome.comment, outcome.revision = judged.discussion, judged.comment, judged.revision
    outcome.member_id, outcome.sanction = judged.member_id, judged.sanction
    granted = outcome.act == Act.OVERTURN
    if judged.comment_id is not None and judged.act in ON_COMMENTS:
        status = Comment.objects.values_list("status", flat=True).get(pk=judged.comment_id)
        outcome.status_before = outcome.status_after = status
    if granted and not why_settled(judged):
        outcome.undoes = judged
        _take_back(judged, outcome)
    outcome.save()
    return outcome


def _take_back(judged: Decision, outcome: Decision) -> None:
    """Lead the comment back to where it stood before `judged`, or lift its sanction."""
    if judged.act in ON_MEMBERS and judged.sanction_id is not None:
        Sanction.objects.filter(pk=judged.sanction_id, lifted_at=None).update(lifted_at=outcome.created_at)
    elif returns(judged):
        change = change_status(
            comment_id=judged.comment_id or 0, move=Move.UNDO, to=judged.status_before, now=outcome.created_at
        )
        outcome.comment, outcome.status_after = change.comment, change.after


def returns(judged: Decision) -> bool:
    """Whether granting an appeal against `judged` leads its comment back: it stands so, and says what it said then."""
    same = Comment.objects.filter(pk=judged.comment_id or 0, revision=judged.revision or 0)
    return judged.act in ON_COMMENTS and same.exists() and stands_on_comment(judged)


def _tell(appeal: Appeal, outcome: Decision) -> None:
    """Write the event that both sides are told of."""
    discussion = outcome.discussion or told_in(appeal.member, forum_of(appeal.decision))
    if discussion is not None:
        data = {"appeal": appeal.pk, "decision": outcome.pk}
        record_event(EventKind.JUDGED, discussion=discussion, comment=outcome.comment, actor=outcome.by, data=data)
