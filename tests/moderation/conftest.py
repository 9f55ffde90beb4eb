"""The stage of the moderation tests: a forum with its moderator, and another forum with another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from perspectives.discussion.actions import make_forum
from perspectives.discussion.actions.prepare import hash_of
from perspectives.discussion.models import Discussion, Forum, Policy
from perspectives.discussion.screening import Submission
from perspectives.members.models import Member
from perspectives.moderation.models import Rule
from perspectives.text.markdown import render_comment
from tests.cast import make_discussion, make_member, make_moderator


@pytest.fixture(autouse=True)
def no_limits(settings: Any) -> None:
    """Let tests post as fast as they like; the limits have tests of their own."""
    settings.PERSPECTIVES = {**getattr(settings, "PERSPECTIVES", {}), "LIMITS": {}}


@pytest.fixture
def discussion(db: None) -> Discussion:
    """A public discussion in a forum that publishes first."""
    return make_discussion()


@pytest.fixture
def forum(discussion: Discussion) -> Forum:
    """The forum of the discussion."""
    return discussion.forum


@pytest.fixture
def ann(db: None) -> Member:
    """Ann writes."""
    return make_member("Ann")


@pytest.fixture
def submit(discussion: Discussion, ann: Member) -> Callable[..., Submission]:
    """Return a function that makes Ann's submission."""

    def submission(body: str = "A calm word.", **fields: Any) -> Submission:
        values: dict[str, Any] = {"discussion": discussion, "forum": discussion.forum, "author": ann}
        values |= {"body": body, "html": render_comment(body), "body_hash": hash_of(body), "now": timezone.now()}
        return Submission(**values | fields)

    return submission


@pytest.fixture
def ben(db: None) -> Member:
    """Ben replies."""
    return make_member("Ben")


@pytest.fixture
def eve(db: None) -> Member:
    """Eve is a stranger."""
    return make_member("Eve")


@pytest.fixture
def mod(forum: Forum) -> Member:
    """Mod judges."""
    return make_moderator("Mod", forum)


@pytest.fixture
def mia(forum: Forum) -> Member:
    """Mia judges beside Mod."""
    return make_moderator("Mia", forum)


@pytest.fixture
def elsewhere(db: None) -> Discussion:
    """A discussion in another forum."""
    other = make_forum(slug="trade", name="Trade")
    other.policy = Policy.PUBLISH
    other.save()
    return make_discussion(other, title="Tariffs", slug="tariffs")


@pytest.fixture
def tom(elsewhere: Discussion) -> Member:
    """Tom judges elsewhere."""
    return make_moderator("Tom", elsewhere.forum)


@pytest.fixture
def boss(db: None) -> Member:
    """The superuser judges everywhere."""
    return make_member("Boss", is_superuser=True, is_staff=True)


@pytest.fixture
def rule(forum: Forum) -> Rule:
    """The first rule of the forum."""
    return Rule.objects.of(forum).first()


@pytest.fixture
def as_member() -> Callable[..., Client]:
    """Return a client signed in as a member; `csrf=True` makes it check tokens."""

    def signed_in(member: Member, *, csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=csrf)
        client.force_login(member.user)
        return client

    return signed_in


@pytest.fixture
def staff(mod: Member) -> Client:
    """Mod, with a key to the admin and no permission but the role."""
    mod.user.is_staff = True
    mod.user.save()
    client = Client()
    client.force_login(mod.user)
    return client


@pytest.fixture
def chief(boss: Member) -> Client:
    """The superuser."""
    client = Client()
    client.force_login(boss.user)
    return client
