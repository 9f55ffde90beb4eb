"""Sanction a member, with a reason that is told: warn, hold always, suspend until a date, ban; and lift it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from perspectives.discussion.models import Comment, Forum
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.decide import rule_text, tell
from perspectives.moderation.actions.hide import bring_back, hide_each, left_to_hide, lock_earlier, lock_hidden
from perspectives.moderation.actions.place import told_in
from perspectives.moderation.actions.settle import settle_sanction
from perspectives.moderation.models import Act, Decision, Rule, Sanction, SanctionKind
from perspectives.moderation.queries import SanctionQuerySet
from perspectives.moderation.sanction_rules import ACTS, Hide, must_fit
from perspectives.moderation.seniors import must_be_liftable, must_be_senior


@dataclass(frozen=True)
class Sanctioned:
    """What was done: the decision (None where the sanction stood already), comments hidden with it, and those left."""

    decision: Decision | None
    sanction: Sanction
    hidden: int = 0
    left: int = 0


@dataclass(frozen=True)
class Lifted:
    """What was done: the decision (None where it was lifted before), and the comments that are back."""

    decision: Decision | None
    restored: int = 0


def sanction_member(
    *,
    member: Member,
    forum: Forum | None,
    kind: SanctionKind,
    words: str,
    by: Member,
    until: datetime | None = None,
    rule: Rule | None = None,
    comment: Comment | None = None,
    hide: Hide = Hide.NOTHING,
    note: str = "",
    now: datetime | None = None,
) -> Sanctioned:
    """Sanction `member` in `forum` (None: everywhere), and hide earlier comments under the same `rule`.

    `words` are the reason, shown to the member; `comment` is what gave it. Another end, rule or reason of the same
    kind takes the place of the sanction before; warnings stand beside each other until each is acknowledged. Raises
    Refused (404) for who does not moderate there, (403) for a ban by who is no senior moderator, for taking the place
    of a senior's sanction, and for a member who has left, and Unacceptable for a missing reason, a day that is over, a
    rule that does not fit, or a fellow moderator.
    """
    now, forum_id = now or timezone.now(), forum.pk if forum else None
    until = rules.end_of(kind, until, now)
    rules.must_moderate(by, forum_id)
    if kind == SanctionKind.BAN:
        must_be_senior(by, forum_id)
    rules.must_be_suspendable(member, forum_id, by)
    must_fit(rule, forum, hide)
    words, note = rules.must_have_reason(words), rules.cleaned_words(note)
    new = Sanction(member=member, forum=forum, kind=kind, until=until, rule=rule, words=words, by=by, created_at=now)
    with transaction.atomic():
        earlier = lock_earlier(member, forum, hide, now, beside=_where(member, forum_id, comment))
        _lock(member)
        present = _present(new)
        if present is None:
            must_replace(new, by, now)
        decision = None if present else _begun(new, comment, note, now)
        sanction = present or new
        hidden = hide_each(earlier, sanction, rule, by, now)
        return Sanctioned(decision, sanction, hidden, left_to_hide(member, forum, hide, now))


def lift_sanction(
    *,
    sanction: Sanction,
    by: Member,
    words: str = "",
    note: str = "",
    undoes: Decision | None = None,
    restore: bool = False,
    now: datetime | None = None,
) -> Lifted:
    """Lift a sanction; with `restore` the comments hidden with it are back, but for those decided on since.

    Raises Refused (404) for who does not moderate there, (403) for one's own, and for a senior's by who is neither a
    senior moderator nor the one who gave it.
    """
    now = now or timezone.now()
    must_be_liftable(sanction, by)
    words, note = rules.cleaned_words(words), rules.cleaned_words(note)
    with transaction.atomic():
        began = Decision.objects.filter(sanction=sanction, act__in=list(ACTS.values())).first()
        comment = began.comment if began else None
        hidden = lock_hidden(sanction, beside=_where(sanction.member, sanction.forum_id, comment))
        lifted = Sanction.objects.filter(pk=sanction.pk, lifted_at=None).update(lifted_at=now)
        restored = bring_back(hidden if restore else [], by, note, now)
        if not lifted:
            return Lifted(None, restored)
        undone = undoes or began
        return Lifted(_record(Act.LIFT, sanction, by, words, note, now, comment=comment, undoes=undone), restored)


def acknowledge(*, sanction: Sanction, member: Member, now: datetime | None = None) -> bool:
    """Note that `member` has read a warning of one's own; return whether that is news."""
    warnings = Sanction.objects.filter(pk=sanction.pk, member=member, kind=SanctionKind.WARN, acknowledged_at=None)
    return bool(warnings.update(acknowledged_at=now or timezone.now()))


def _present(new: Sanction) -> Sanction | None:
    """Return the sanction that says the same already; one of a warning that was read says it no more."""
    alike = _alike(new).filter(until=new.until, words=new.words, rule=new.rule, acknowledged_at=None)
    found: Sanction | None = alike.first()
    return found


def _alike(new: Sanction) -> SanctionQuerySet:
    """Return the sanctions of the same kind, there, that were not lifted."""
    return Sanction.objects.filter(member=new.member, forum=new.forum, kind=new.kind, lifted_at=None)


def must_replace(new: Sanction, by: Member, now: datetime) -> None:
    """Raise Refused where `new` would take the place of a sanction that `by` may not lift."""
    for earlier in _replaced(new, now).select_related("by__user"):
        must_be_liftable(earlier, by)


def _replaced(new: Sanction, now: datetime) -> SanctionQuerySet:
    """Return the sanctions that `new` takes the place of; warnings stand beside each other."""
    found = _alike(new).exclude(until__lte=now)
    return found.none() if new.kind == SanctionKind.WARN else found


def _begun(new: Sanction, comment: Comment | None, note: str, now: datetime) -> Decision:
    """Write the sanction in the place of the one before, and its decision."""
    _replaced(new, now).update(lifted_at=now)
    new.save()
    return _record(ACTS[SanctionKind(new.kind)], new, new.by, new.words, note, now, comment=comment)


def _where(member: Member, forum_id: int | None, comment: Comment | None) -> int | None:
    """Return the primary key of the discussion in which the decision is told."""
    if comment is not None:
        return comment.discussion_id
    place = told_in(member, forum_id)
    return place.pk if place else None


def _lock(member: Member) -> None:
    """Lock the member's row, so that two moderators come one after the other; Refused for who has left meanwhile."""
    if not Member.objects.present().filter(pk=member.pk).update(created_at=F("created_at")):
        raise rules.member_gone()


def _record(
    act: Act,
    sanction: Sanction,
    by: Member | None,
    words: str,
    note: str,
    now: datetime,
    *,
    comment: Comment | None,
    undoes: Decision | None = None,
) -> Decision:
    """Write the decision and its event."""
    decision = Decision.objects.create(
        act=act,
        sanction=sanction,
        member=sanction.member,
        comment=comment,
        discussion=comment.discussion if comment else None,
        revision=comment.revision if comment else None,
        rule=sanction.rule if undoes is None else None,
        rule_text=rule_text(sanction.rule) if undoes is None else "",
        words=words,
        note=note,
        by=by,
        undoes=undoes,
        created_at=now,
    )
    if act is Act.LIFT:
        settle_sanction(decision)
    tell(decision)
    return decision
