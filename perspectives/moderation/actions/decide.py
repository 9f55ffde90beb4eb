"""Decide on a comment: approve, reject under a rule, mark as spam. State, record and event in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from perspectives.discussion.actions import Change, change_status, lock_discussion_row, record_event
from perspectives.discussion.models import Comment, EventKind
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.answer import answer_reports
from perspectives.moderation.actions.place import told_in
from perspectives.moderation.actions.settle import settle
from perspectives.moderation.errors import DecidedMeanwhile
from perspectives.moderation.impartial import must_be_impartial
from perspectives.moderation.models import Act, Decision, Report, Rule


def decide(
    *,
    comment: Comment,
    moderator: Member,
    act: Act,
    revision: int,
    rule: Rule | None = None,
    law: str = "",
    words: str = "",
    note: str = "",
    seen: int | None = None,
    usual_words: bool = True,
    now: datetime | None = None,
) -> Decision | None:
    """Judge `comment` and return the decision, or None where the same was decided before.

    `revision` is the text the moderator has read: Conflict where it is another by now. `seen` is the primary key of
    the newest decision the moderator saw (0 for none); without it the status of the `comment` handed in says what
    was seen. DecidedMeanwhile where somebody else decided differently since. A rejection needs a `rule` of the forum
    or the `law` it rests on; `words` go to the writer (where there are none, the rule's usual ones, unless
    `usual_words` is False), `note` stays with the moderators. Raises Refused (404) for other forums' moderators,
    OwnComment (403) for its writer, unless nobody else could decide.
    """
    rules.must_moderate(moderator, comment.discussion.forum_id)
    law = rules.cleaned_law(law) if act == Act.REJECT else ""
    rule = rules.rule_for(Act(act), rule, comment, law)
    words, note = rules.words_for(rule, words, usual=usual_words), rules.cleaned_words(note)
    with transaction.atomic():
        lock_discussion_row(comment.discussion_id)
        must_be_impartial(moderator, comment)
        newest = newest_judgement(comment)
        if _is_repeat(comment, newest, Act(act), rule, seen, law):
            return None
        change = change_status(comment_id=comment.pk, move=rules.MOVES[Act(act)], revision=revision, now=now)
        decision = Decision(act=act, rule=rule, law=law, words=words, note=note, by=moderator)
        return record(decision, change, now) if _says_something(decision, change, newest) else None


def newest_judgement(comment: Comment) -> Decision | None:
    """Return the last decision on the comment's status, an undoing included."""
    judged = Decision.objects.filter(comment=comment, act__in=rules.JUDGING)
    return judged.select_related("by").order_by("-pk").first()


def record(decision: Decision, change: Change, now: datetime | None) -> Decision:
    """Complete and write a decision on a comment, answer the reports, and write the event."""
    comment = change.comment
    decision.comment, decision.discussion, decision.member = comment, comment.discussion, comment.author
    decision.revision = comment.revision
    decision.status_before, decision.status_after = change.before, change.after
    decision.rule_text = rule_text(decision.rule)
    decision.created_at = now or timezone.now()
    decision.save()
    if decision.act not in (Act.UNDO, Act.HOLD):
        answer_reports(decision)
        settle(decision)
    tell(decision)
    return decision


def rule_text(rule: Rule | None) -> str:
    """Return the rule's wording of today: number and short name, an empty line, the explanation."""
    return f"{rule}\n\n{rule.explanation}" if rule else ""


def tell(decision: Decision) -> None:
    """Write the event that notices are made of."""
    discussion = decision.discussion
    if discussion is None and decision.member is not None and decision.sanction is not None:
        discussion = told_in(decision.member, decision.sanction.forum_id)
    if discussion is not None:
        record_event(
            EventKind.DECIDED,
            discussion=discussion,
            comment=decision.comment,
            actor=decision.by,
            data={"decision": decision.pk},
        )


def _is_repeat(
    comment: Comment, newest: Decision | None, act: Act, rule: Rule | None, seen: int | None, law: str
) -> bool:
    """Say whether the same was decided since the moderator looked; DecidedMeanwhile where something else was."""
    if newest is None or not _moved_on(comment, newest, seen):
        return False
    if (newest.act, newest.rule_id, newest.law) == (act, rule.pk if rule else None, law):
        return True
    raise DecidedMeanwhile(newest)


def _moved_on(comment: Comment, newest: Decision, seen: int | None) -> bool:
    """Whether there is a decision that the moderator has not seen."""
    if seen is not None:
        return newest.pk != seen
    present = Comment.objects.values_list("status", flat=True).get(pk=comment.pk)
    return present != comment.status and newest.status_after == present


def _says_something(decision: Decision, change: Change, newest: Decision | None) -> bool:
    """Whether there is anything to write down: a new status, open reports to answer, another reason."""
    if change.happened or Report.objects.open().filter(comment=change.comment).exists():
        return True
    if decision.rule is None and not decision.law:
        return False
    reason = (decision.rule_id, decision.law, decision.words)
    return newest is None or (newest.rule_id, newest.law, newest.words) != reason
