"""Listed hosts and mail domains are found however they are written; an address is told to nobody."""

from __future__ import annotations

from typing import Any

import pytest

from perspectives.discussion.models import Answer
from perspectives.moderation import checks
from perspectives.moderation.hosts import domain_of, host_of, is_listed, validate_hosts
from tests.cast import say


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Evil.Example/path", "evil.example"),
        ("http://evil.example.:8080/", "evil.example"),
        ("https://good.example@evil.example/", "evil.example"),
        ("https://good.example:x@evil.example/", "evil.example"),
        ("https://b\u00fccher.example/", "xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("https://evil%2Eexample/", "evil.example"),
        ("https://evil\u3002example/", "evil.example"),
        ("https://\uff45vil.example/", "evil.example"),
        ("https://[::1]/", "::1"),
        ("https://[broken/", ""),
        ("mailto:ann@evil.example", ""),
    ],
)
def test_the_host_of_an_address_is_the_one_a_browser_goes_to(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    "listed", ["evil.example", "*.evil.example", "https://evil.example/x", "# no\n\n EVIL.example."]
)
def test_parts_of_a_listed_host_are_listed_and_others_are_not(listed: str) -> None:
    assert is_listed("evil.example", listed)
    assert is_listed("shop.evil.example", listed)
    assert not is_listed("notevil.example", listed)
    assert not is_listed("evil.example.org", listed)
    assert not is_listed("", listed)


def test_a_line_that_is_no_host_is_named_with_its_place() -> None:
    problems = validate_hosts("fine.example\n# a remark\n  not a host\nb\u00fccher.example\n@mail.example")
    assert [(problem.line, problem.place) for problem in problems] == [(3, 3)]
    assert "“not a host” is no host" in str(problems[0])


LINK = "See <https://shop.evil.example/x> and [that](https://fine.example)."


def test_a_link_to_a_refused_host_is_refused_and_named(submit: Any, forum: Any) -> None:
    forum.refused_hosts = "evil.example"
    verdict = checks.links(submit(LINK, forum=forum, is_staff=True))
    assert (verdict.answer, verdict.http_status) == (Answer.REFUSE, 422)
    assert verdict.facts == {"hosts": ["shop.evil.example"]}
    assert "shop.evil.example" in verdict.message


def test_a_link_to_a_held_host_is_held_but_for_the_team(submit: Any, forum: Any) -> None:
    forum.held_hosts = "evil.example"
    verdict = checks.links(submit(LINK, forum=forum))
    assert verdict.answer == Answer.HOLD
    assert verdict.facts == {"links": 2, "allowed": 3, "hosts": ["shop.evil.example"]}
    assert checks.links(submit(LINK, forum=forum, is_staff=True)).answer == Answer.PASS


def test_links_to_allowed_hosts_are_not_counted(submit: Any, forum: Any) -> None:
    forum.links_allowed, forum.allowed_hosts = 1, "fine.example"
    assert checks.links(submit(LINK, forum=forum)).facts == {"links": 1, "allowed": 1}
    forum.allowed_hosts = ""
    assert checks.links(submit(LINK, forum=forum)).answer == Answer.HOLD


def test_a_trusted_member_may_have_more_links(
    submit: Any, forum: Any, discussion: Any, ann: Any, django_assert_num_queries: Any
) -> None:
    forum.links_allowed, forum.trusted_links, forum.trusted_comments = 1, 2, 1
    assert checks.links(submit(LINK, forum=forum)).facts == {"links": 2, "allowed": 1}
    say(discussion, ann)
    submission = submit(LINK, forum=forum)
    with django_assert_num_queries(1):
        verdict = checks.links(submission)
    assert (verdict.answer, verdict.facts) == (Answer.PASS, {"links": 2, "allowed": 2})
    forum.trusted_links = 1
    with django_assert_num_queries(0):
        assert checks.links(submission).answer == Answer.HOLD


@pytest.mark.parametrize(("listed", "answer"), [("example.org", "hold"), ("ORG", "hold"), ("ample.org", "pass")])
def test_members_with_an_address_at_a_held_domain_are_held(submit: Any, forum: Any, listed: str, answer: str) -> None:
    forum.held_mail_domains = listed
    verdict = checks.mail(submit(forum=forum))
    assert verdict.answer.value == answer
    assert "example" not in str(verdict.facts)


def test_members_with_an_address_at_a_refused_domain_are_refused_without_naming_it(submit: Any, forum: Any) -> None:
    forum.refused_mail_domains = "# throwaways\nexample.org"
    verdict = checks.mail(submit(forum=forum))
    assert (verdict.answer, verdict.http_status) == (Answer.REFUSE, 403)
    assert "example" not in f"{verdict.facts}{verdict.message}"
    assert checks.mail(submit(forum=forum, is_staff=True)).answer == Answer.PASS


def test_somebody_who_left_or_has_no_address_is_at_no_domain(submit: Any, forum: Any, ann: Any) -> None:
    forum.refused_mail_domains = "example.org"
    ann.user.email = ""
    assert checks.mail(submit(forum=forum)).answer == Answer.PASS
    ann.user = None
    assert checks.mail(submit(forum=forum)).answer == Answer.PASS
    assert domain_of("") == ""
