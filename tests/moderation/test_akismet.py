"""Akismet, for hosts who choose it: asked by a stub of its package, never by the network."""

from __future__ import annotations

import enum
import logging
import sys
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from django.core.checks import run_checks

from perspectives.conf import DEFAULTS
from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import Answer, Comment, Discussion, Finding, Status
from perspectives.members.models import Member
from perspectives.moderation.actions import report_comment
from perspectives.moderation.findings import line_of
from perspectives.moderation.models import Reason
from tests.cast import say

HERE = "perspectives.moderation.checks.akismet"
CHECK = f"{HERE}.akismet"
ADDRESS = "203.0.113.7"


class AkismetError(Exception):
    """What the package raises."""


class CheckResponse(enum.IntEnum):
    """What the package answers."""

    HAM, SPAM, DISCARD = 0, 1, 2


class Config(NamedTuple):
    """What the package's client is made with."""

    key: str
    url: str


class SyncClient:
    """The package's client, which asks nobody; its class keeps what was sent, and what to answer."""

    answer: Any = CheckResponse.HAM
    made: list[Config] = []
    sent: list[dict[str, Any]] = []

    def __init__(self, config: Config) -> None:
        self.made.append(config)

    def comment_check(self, **told: Any) -> Any:
        """Keep what it is told, and answer or raise what the test wants."""
        self.sent.append(told)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def service(monkeypatch: Any, settings: Any) -> type[SyncClient]:
    """A site that has the extra, and asks."""
    package = ModuleType("akismet")
    for thing in (AkismetError, CheckResponse, Config, SyncClient):
        setattr(package, thing.__name__, thing)
    monkeypatch.setitem(sys.modules, "akismet", package)
    monkeypatch.delitem(sys.modules, HERE, raising=False)
    for name, value in (("answer", CheckResponse.HAM), ("made", []), ("sent", [])):
        monkeypatch.setattr(SyncClient, name, value)
    asked = {"key": "a-secret-key", "blog": "https://essays.example"}
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [*DEFAULTS["CHECKS"], CHECK], "AKISMET": asked}
    return SyncClient


def found(comment: Comment) -> Finding:
    """Return what the check found in the comment's present text."""
    return comment.findings.get(check_name="akismet", revision=comment.revision)


def test_nobody_is_asked_unless_the_host_says_so() -> None:
    assert CHECK not in DEFAULTS["CHECKS"]


def test_without_the_package_the_system_check_says_so(monkeypatch: Any, settings: Any) -> None:
    monkeypatch.setitem(sys.modules, "akismet", None)
    monkeypatch.delitem(sys.modules, HERE, raising=False)
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [CHECK]}
    assert [error.id for error in run_checks(tags=["perspectives"])] == ["perspectives.E002"]


def test_it_is_told_what_it_needs_and_no_mail_address(service: Any, discussion: Discussion, ann: Member) -> None:
    comment = say(discussion, ann, "An argument.", address=ADDRESS)
    say(discussion, ann, "An answer.", address=ADDRESS, parent=comment.number)
    assert service.sent[0] == {
        "user_ip": ADDRESS,
        "comment_type": "comment",
        "comment_author": "Ann",
        "comment_content": "An argument.",
    }
    assert service.sent[1]["comment_type"] == "reply"
    assert service.made == [Config("a-secret-key", "https://essays.example")], "One client for all."
    assert (comment.status, comment.weight, found(comment).answer) == (Status.PUBLIC, 0, Answer.PASS)
    assert line_of(found(comment)).sentence == "Akismet does not take it for spam."


def test_the_mail_address_is_sent_where_the_host_says_so(
    service: Any, discussion: Discussion, ann: Member, settings: Any
) -> None:
    given = settings.PERSPECTIVES["AKISMET"] | {"send_email": True}
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"AKISMET": given}
    say(discussion, ann, "An argument.", address=ADDRESS)
    assert service.sent[0]["comment_author_email"] == "ann@example.org"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (CheckResponse.SPAM, "Akismet takes it for spam."),
        (CheckResponse.DISCARD, "Akismet takes it for blatant spam."),
    ],
)
def test_what_it_takes_for_spam_waits_and_weighs(
    service: Any, discussion: Discussion, ann: Member, mod: Member, as_member: Any, answer: Any, sentence: str
) -> None:
    type(discussion.forum).objects.update(spam_threshold=1000)
    service.answer = answer
    comment = say(discussion, ann, "Words.", address=ADDRESS)
    assert (comment.status, comment.weight) == (Status.PENDING, 1000)
    line = line_of(found(comment))
    assert (line.name, line.answer, line.sentence) == ("Akismet", Answer.HOLD, sentence)
    assert f"#{comment.number}" in as_member(mod).get("/moderation/?kind=suspected").content.decode()


def test_what_an_edit_makes_of_spam_is_asked_again(service: Any, discussion: Discussion, ann: Member, ben: Any) -> None:
    comment = say(discussion, ann, "Words.", address=ADDRESS)
    report_comment(comment=comment, reporter=ben, reason=Reason.SPAM)
    service.answer = CheckResponse.SPAM
    edited = edit_comment(comment=comment, editor=ann, body="Buy.", tags=[], revision=1, address=ADDRESS)
    edited.refresh_from_db()
    assert (edited.status, edited.weight, len(service.sent)) == (Status.PENDING, 1000, 2)


def test_the_team_is_not_asked_about_nor_what_comes_from_nowhere(
    service: Any, discussion: Discussion, ann: Member, mod: Member
) -> None:
    comments = [say(discussion, mod, "A word.", address=ADDRESS), say(discussion, ann, "Words.")]
    assert service.sent == []
    assert [line_of(found(comment)).sentence for comment in comments] == ["Not asked."] * 2


def test_where_it_fails_the_comment_is_taken_and_nobody_reads_the_key(
    service: Any, discussion: Discussion, ann: Member, caplog: Any
) -> None:
    service.answer = AkismetError("Found API key: a-secret-key")
    with caplog.at_level(logging.WARNING):
        comment = say(discussion, ann, "Words.", address=ADDRESS)
    assert (comment.status, comment.weight, found(comment).answer) == (Status.PUBLIC, 0, Answer.DID_NOT_RUN)
    assert line_of(found(comment)).sentence == "The check failed with an error: AkismetError"
    assert "Akismet was not asked: AkismetError." in caplog.text
    assert "a-secret-key" not in caplog.text
