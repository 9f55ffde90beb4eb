"""Add a rule, reword, retire it, or give two rules each other's number; every wording is kept as a version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.errors import Conflict, Unacceptable
from perspectives.discussion.models import Forum
from perspectives.members.models import Member
from perspectives.moderation.models import Rule, RuleRevision
from perspectives.moderation.seniors import must_be_senior
from perspectives.moderation.wordings import cleaned_wording, revision_of, wording_of


def save_rule(
    *,
    forum: Forum,
    by: Member | None,
    wording: dict[str, Any],
    rule: Rule | None = None,
    seen: int | None = None,
    now: datetime | None = None,
) -> RuleRevision | None:
    """Give `rule` of `forum` (None: a new one) this `wording` and return the version, or None where nothing changes.

    `wording` has the fields of `wordings.KEPT`; `seen` is the version somebody had before the eyes: Conflict where it
    is another by now. `by` None is the host itself, which has asked its own permissions. Raises Refused (404, 403) for
    who is no senior moderator, Unacceptable for a wording that cannot be, or a number that another rule has.
    """
    if by is not None:
        must_be_senior(by, forum.pk)
    wording = cleaned_wording(wording)
    try:
        return _saved(forum, by, wording, rule, seen, now)
    except IntegrityError:
        # Everybody here locks the forum first; a host's own code, or a restored backup, need not.
        _must_be_free(forum, wording["number"], rule)
        raise


def _saved(
    forum: Forum, by: Member | None, wording: dict[str, Any], rule: Rule | None, seen: int | None, now: datetime | None
) -> RuleRevision | None:
    """Save the rule under the forum's lock, in a transaction of its own."""
    with transaction.atomic():
        lock_forum_row(forum.pk)
        if rule is None:
            if _same_is_there(forum, wording):
                return None
            _must_be_free(forum, wording["number"], None)
            return _written(Rule(forum=forum, version=0), wording, by, now)
        present = Rule.objects.get(pk=rule.pk, forum=forum)
        if wording_of(present) == wording:
            return None
        _must_be_seen(present, seen)
        _must_be_free(forum, wording["number"], present)
        return _written(present, wording, by, now)


def exchange_rules(
    *, rule: Rule, up: bool, by: Member, number: int, now: datetime | None = None
) -> tuple[RuleRevision, RuleRevision] | None:
    """Let `rule` and the rule in force before it (`up`) or behind it change numbers; return both new versions.

    `number` is the one the rule was seen under: None is returned where it is another by now, as after a second click,
    and where there is no such neighbour.
    """
    must_be_senior(by, rule.forum_id)
    with transaction.atomic():
        lock_forum_row(rule.forum_id)
        present = Rule.objects.get(pk=rule.pk)
        other = _neighbour(present, up)
        if present.number != number or other is None:
            return None
        return _exchanged(present, other, by, now)


def lock_forum_row(forum_id: int) -> Forum:
    """Lock a forum for the caller's transaction and return it as it stands under the lock."""
    Forum.objects.filter(pk=forum_id).update(name=F("name"))
    return Forum.objects.get(pk=forum_id)


def _same_is_there(forum: Forum, wording: dict[str, Any]) -> bool:
    """Whether the rule has been added already, as by the first of two clicks."""
    return Rule.objects.filter(forum=forum, **wording).exists()


def _must_be_seen(present: Rule, seen: int | None) -> None:
    """Raise Conflict where somebody has saved the rule since."""
    if seen is not None and present.version != seen:
        raise Conflict(
            _("Somebody has changed this rule meanwhile. Nothing of yours was saved; compare and save again.")
        )


def _must_be_free(forum: Forum, number: int, rule: Rule | None) -> None:
    """Raise Unacceptable where another rule of the forum, retired ones as well, has the number."""
    others = Rule.objects.filter(forum=forum, number=number)
    other = (others.exclude(pk=rule.pk) if rule is not None else others).first()
    if other is not None:
        raise Unacceptable(_("This number is taken: %(rule)s.") % {"rule": other}, code="number")


def _written(rule: Rule, wording: dict[str, Any], by: Member | None, now: datetime | None) -> RuleRevision:
    """Write the rule and its version; what a rule said that no version has kept yet is kept first."""
    if rule.pk is not None and not RuleRevision.objects.filter(rule=rule, version=rule.version).exists():
        revision_of(rule, None, now).save()
    for name, value in wording.items():
        setattr(rule, name, value)
    rule.version += 1
    rule.save()
    revision = revision_of(rule, by, now or timezone.now())
    revision.save()
    return revision


def _neighbour(rule: Rule, up: bool) -> Rule | None:
    """Return the rule in force next to `rule`."""
    others = Rule.objects.filter(forum=rule.forum_id, active=True)
    if up:
        return others.filter(number__lt=rule.number).order_by("-number").first()
    return others.filter(number__gt=rule.number).order_by("number").first()


def _exchanged(one: Rule, other: Rule, by: Member, now: datetime | None) -> tuple[RuleRevision, RuleRevision]:
    """Write both rules under each other's number; on the way one of them has a number that none has."""
    numbers = one.number, other.number
    last = Rule.objects.filter(forum=one.forum_id).aggregate(last=Max("number"))["last"]
    Rule.objects.filter(pk=one.pk).update(number=last + 1)
    second = _written(other, wording_of(other) | {"number": numbers[0]}, by, now)
    first = _written(one, wording_of(one) | {"number": numbers[1]}, by, now)
    return first, second
