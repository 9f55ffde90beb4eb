"""The paper a rehearsal leaves: signed, carried by the form from page to page, good for just the values it is of."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from perspectives.discussion.models import Answer, Forum
from perspectives.moderation.policies import Values, fingerprint, values_of
from perspectives.moderation.rehearsal.figures import Figures, figures_of
from perspectives.moderation.rehearsal.run import GRAVITY, Rehearsal

SALT = "perspectives.moderation.rehearsal"
# Seconds: nobody thinks about a change longer without rehearsing it again.
GOOD_FOR = 86_400
# Of 5,000 comments the numbers fit into some ten thousand characters; more is no paper of ours.
LONGEST = 200_000


@dataclass(frozen=True)
class Hit:
    """A comment that is caught, today or then."""

    pk: int
    today: Answer
    then: Answer

    @property
    def changes(self) -> bool:
        """Whether the changed settings do something else with it."""
        return self.today != self.then


@dataclass(frozen=True)
class Paper:
    """What a rehearsal found."""

    figures: Figures
    hits: list[Hit]


def sign(forum: Forum, values: Values, rehearsal: Rehearsal) -> str:
    """Return the paper of a rehearsal of `values` in `forum`, for a hidden field."""
    hits = [one for one in rehearsal.seen if one.today != Answer.PASS or one.then != Answer.PASS]
    told = {
        "of": _of(forum, values),
        "figures": figures_of(rehearsal),
        "hits": [[one.pk, GRAVITY.index(one.today), GRAVITY.index(one.then)] for one in hits],
    }
    return signing.dumps(told, salt=SALT, compress=True)


def read(paper: str, forum: Forum, values: Values) -> Paper | None:
    """Return what a paper says; None for one that is not ours, too old, or of other values, now or then."""
    if not paper or len(paper) > LONGEST:
        return None
    try:
        told = signing.loads(paper, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    if told["of"] != _of(forum, values):
        return None
    return Paper(told["figures"], [Hit(pk, GRAVITY[today], GRAVITY[then]) for pk, today, then in told["hits"]])


def _of(forum: Forum, values: Values) -> list[str]:
    """Return what a paper is good for: this forum, from its settings of now to the changed ones."""
    return [str(forum.pk), fingerprint(values_of(forum)), fingerprint(values)]
