"""Run the checks over the last comments of a forum, under today's settings and under changed ones; nothing is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from django.utils import timezone

from perspectives.discussion.models import Answer, Comment, Forum, Role, Status
from perspectives.discussion.screening import Check, Submission, Verdict
from perspectives.moderation.models import Decision
from perspectives.moderation.rehearsal.checks import no_questions, rehearsed_checks
from perspectives.moderation.rules import MOVES
from perspectives.moderation.trust import TRUSTED, Known, known_of

# How many comments one may choose.
SIZES = (200, 1000, 5000)
# Comments fetched at once: four queries each time.
BATCH = 250
# Seconds one request may take; what was looked at till then is what is told.
SECONDS = 5.0
# From what lets a text pass to what stops it; a check that did not run has found nothing.
GRAVITY = (Answer.PASS, Answer.FLAG, Answer.HOLD, Answer.REFUSE)

Found = tuple[str, Verdict]


@dataclass(frozen=True)
class Seen:
    """A comment as the rehearsal saw it: what was decided on it, and the gravest answer today and then."""

    pk: int
    decided: str
    today: Answer
    then: Answer

    @property
    def changes(self) -> bool:
        """Whether the changed settings would have done something else with it."""
        return self.today != self.then


@dataclass
class Rehearsal:
    """What a run saw, newest first; `complete` unless the time was up before; and the checks that failed to answer."""

    asked: int
    seen: list[Seen] = field(default_factory=list)
    complete: bool = True
    failed: set[str] = field(default_factory=set)


def rehearse(
    forum: Forum, changed: Forum, most: int, *, seconds: float = SECONDS, clock: Callable[[], float] = monotonic
) -> Rehearsal:
    """Screen the last `most` comments of `forum`, under its settings and under those of `changed`, which is not saved.

    Every status but withdrawn counts. Five queries for each BATCH at most, and one for the team, whatever is found.
    """
    rehearsal, end = Rehearsal(most), clock() + seconds
    checks, team = rehearsed_checks(), team_of(forum)
    for comment, decided, known in _judged(forum, most):
        if clock() > end:
            rehearsal.complete = False
            break
        today, then = (screened(comment, one, team, known, checks) for one in (forum, changed))
        rehearsal.seen.append(Seen(comment.pk, decided, gravest(today), gravest(then)))
        rehearsal.failed |= {name for name, verdict in then if verdict.answer is Answer.DID_NOT_RUN}
    return rehearsal


def team_of(forum: Forum) -> set[int]:
    """Return the members (by primary key) with an office in the forum, whom some checks let pass. One query."""
    return set(Role.objects.filter(forum=forum).values_list("member", flat=True))


def screened(
    comment: Comment, forum: Forum, team: set[int], known: Known, checks: list[tuple[str, Check]]
) -> list[Found]:
    """Return what the checks answer about a comment's present text under the settings of `forum`; all of them run.

    Its writer counts as known and trusted as today.
    """
    submission = Submission(
        discussion=comment.discussion,
        forum=forum,
        author=comment.author,
        body=comment.body,
        html=comment.html,
        body_hash=comment.body_hash,
        now=comment.created_at,
        comment=comment,
        is_staff=comment.author_id in team,
        earlier=(),
        beforehand={TRUSTED: known.is_trusted(forum)},
    )
    with no_questions():
        return [(name, _answer(check, submission)) for name, check in checks]


def gravest(found: list[Found]) -> Answer:
    """Return the gravest of what was found, PASS where nothing was."""
    answers = [verdict.answer for _name, verdict in found if verdict.answer in GRAVITY]
    return max(answers, key=GRAVITY.index, default=Answer.PASS)


def _answer(check: Check, submission: Submission) -> Verdict:
    """Return a check's verdict; DID_NOT_RUN where it fails, as in screening, or wants to ask the database."""
    try:
        return check(submission)
    except Exception as error:  # Any fault of a check, a host's own too, must not cost the whole rehearsal.
        return Verdict(Answer.DID_NOT_RUN, {"error": type(error).__name__})


def _judged(forum: Forum, most: int) -> Iterator[tuple[Comment, str, Known]]:
    """Yield the newest comments of a forum, what moderators last decided on each, "" for nothing, and its writer."""
    comments = Comment.objects.filter(discussion__forum=forum).exclude(status=Status.WITHDRAWN)
    rows = comments.select_related("discussion", "author").order_by("-pk")
    last: int | None = None
    while most > 0:
        batch = list((rows if last is None else rows.filter(pk__lt=last))[: min(BATCH, most)])
        decided = decided_on(batch)
        known = known_of((comment.author_id for comment in batch), forum, timezone.now())
        for comment in batch:
            yield comment, decided.get(comment.pk, ""), known.get(comment.author_id, Known())
        if len(batch) < BATCH:
            return
        most, last = most - len(batch), batch[-1].pk


def decided_on(comments: list[Comment]) -> dict[int, str]:
    """Return the act of the last standing decision on each of `comments` that has one. One query."""
    standing = Decision.objects.standing().filter(comment__in=[comment.pk for comment in comments], act__in=list(MOVES))
    return dict(standing.order_by("pk").values_list("comment", "act"))
