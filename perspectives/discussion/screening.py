"""Screening: what a check is asked and answers, and the runner. The checks themselves are named in settings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.module_loading import import_string

from perspectives.conf import conf
from perspectives.discussion.models import Answer, Comment, Discussion, Forum
from perspectives.members.models import Member

logger = logging.getLogger(__name__)


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


@dataclass(frozen=True)
class Verdict:
    """A check's answer with its facts; a refusal carries the sentence for the writer and the HTTP status."""

    answer: Answer
    facts: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    http_status: int = 422
    # Seconds, for a refusal that time mends.
    retry_after: int | None = None


Check = Callable[[Submission], Verdict]


def passed(**facts: Any) -> Verdict:
    """Return the verdict that nothing was found."""
    return Verdict(Answer.PASS, facts)


def flag(**facts: Any) -> Verdict:
    """Return the verdict that moderators should know something, and nothing else changes."""
    return Verdict(Answer.FLAG, facts)


def hold(**facts: Any) -> Verdict:
    """Return the verdict that a moderator must look first."""
    return Verdict(Answer.HOLD, facts)


def refuse(message: str, *, http_status: int = 422, retry_after: int | None = None, **facts: Any) -> Verdict:
    """Return the verdict that the text is not taken; `message` says what the writer can do."""
    return Verdict(Answer.REFUSE, facts, message, http_status, retry_after)


@dataclass(frozen=True)
class Screening:
    """The verdicts on a submission, in the order the checks ran."""

    verdicts: tuple[tuple[str, Verdict], ...]

    @property
    def refusal(self) -> Verdict | None:
        """The verdict that refused, if one did."""
        return next((verdict for _name, verdict in self.verdicts if verdict.answer is Answer.REFUSE), None)

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
