"""Screening: what a check is asked and answers, and the runner. The checks themselves are named in settings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.utils.module_loading import import_string

from perspectives.conf import conf
from perspectives.discussion.earlier import Said
from perspectives.discussion.errors import Settle
from perspectives.discussion.models import Answer, Comment, Discussion, Forum
from perspectives.members.models import Member
from perspectives.text.excerpts import plain_text

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Filled:
    """What a form tells beside the text that was typed into it."""

    # When it was handed out; None where that is not known.
    opened: datetime | None = None
    # Whether its writer was asked about the tone before, and sends the text all the same.
    meant: bool = False


@dataclass(frozen=True)
class Submission:
    """A text somebody wants to post, or to put in place of a comment's text."""

    discussion: Discussion
    forum: Forum
    author: Member
    body: str
    html: str
    body_hash: str
    now: datetime
    tags: tuple[str, ...] = ()
    parent: Comment | None = None
    # The comment that is edited; None for a new one.
    comment: Comment | None = None
    address: str | None = None
    # Whether the author moderates or edits the forum.
    is_staff: bool = False
    # What the author has said in the same words lately, where that is known already.
    earlier: tuple[Said, ...] | None = None
    # What was asked for checks before (`asking.ask_beforehand`); without a name there, a check asks by itself.
    beforehand: Mapping[str, bool] = field(default_factory=dict)
    # The keys of those of its tags that the forum suggests, where that is known already.
    suggested: frozenset[str] | None = None
    # None for a text that came without a form, which cannot be given back in one.
    filled: Filled | None = None

    @cached_property
    def plain(self) -> str:
        """The words that a reader sees, for all checks that look at them."""
        return plain_text(self.html)


@dataclass(frozen=True)
class Verdict:
    """A check's answer with its facts; a refusal carries the sentence for the writer and the HTTP status."""

    answer: Answer
    facts: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    http_status: int = 422
    # Seconds, for a refusal that time mends.
    retry_after: int | None = None
    # How pressing it makes the comment for moderators, from 0 to 1000.
    weight: int = 0
    # For a refusal that the writer can do away with at once.
    settle: Settle | None = None
    # What a refusal is known by to the form that is given back.
    code: str = "screened"
    # Whether the forum wants to know at all: what it has not switched on leaves no finding.
    asked: bool = True


Check = Callable[[Submission], Verdict]


def passed(**facts: Any) -> Verdict:
    """Return the verdict that nothing was found."""
    return Verdict(Answer.PASS, facts)


def not_asked() -> Verdict:
    """Return the verdict of a check that the forum has not switched on: it passes, and no finding says so."""
    return Verdict(Answer.PASS, asked=False)


def flag(**facts: Any) -> Verdict:
    """Return the verdict that moderators should know something, and nothing else changes."""
    return Verdict(Answer.FLAG, facts)


def hold(**facts: Any) -> Verdict:
    """Return the verdict that a moderator must look first."""
    return Verdict(Answer.HOLD, facts)


def refuse(
    message: str, *, http_status: int = 422, retry_after: int | None = None, code: str = "screened", **facts: Any
) -> Verdict:
    """Return the verdict that the text is not taken; `message` says what the writer can do."""
    return Verdict(Answer.REFUSE, facts, message, http_status, retry_after, code=code)


@dataclass(frozen=True)
class Screening:
    """The verdicts on a submission, in the order the checks ran."""

    verdicts: tuple[tuple[str, Verdict], ...]

    @property
    def refusal(self) -> Verdict | None:
        """The verdict that refused, if one did."""
        return next((verdict for _name, verdict in self.verdicts if verdict.answer is Answer.REFUSE), None)

    @property
    def weight(self) -> int:
        """How pressing the checks make the comment for moderators: the greatest weight among them."""
        return max((verdict.weight for _name, verdict in self.verdicts), default=0)

    @property
    def held(self) -> bool:
        """Whether a check wants a moderator to look first."""
        return any(verdict.answer is Answer.HOLD for _name, verdict in self.verdicts)


def screen(submission: Submission) -> Screening:
    """Run the checks of PERSPECTIVES["CHECKS"] in order; a refusal ends the run.

    A check that raises holds nothing and is recorded as "did not run".
    """
    verdicts: list[tuple[str, Verdict]] = []
    for path in conf.CHECKS:
        verdict = _run(path, submission)
        verdicts.append((path.rpartition(".")[2], verdict))
        if verdict.answer is Answer.REFUSE:
            break
    return Screening(tuple(verdicts))


def _run(path: str, submission: Submission) -> Verdict:
    """Run one check; inside a transaction of the host's, behind a savepoint, so that its failure stays its own."""
    guard = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with guard:
            return import_string(path)(submission)
    except Exception as error:  # Any fault of a check, a host's own too, must not cost the writer the comment.
        logger.exception("The check %s did not run.", path)
        return Verdict(Answer.DID_NOT_RUN, {"error": type(error).__name__})
