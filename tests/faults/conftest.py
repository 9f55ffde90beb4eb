"""The server that most tests of faults share, and the marker they have in common."""

import pytest
from django.urls import reverse

from perspectives.members.models import Member
from tests import cast
from tests.faults.people import Judge
from tests.faults.server import serving


def pytest_collection_modifyitems(items):
    """Mark everything here."""
    for item in items:
        if "/tests/faults/" in item.path.as_posix():
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def shared_server(django_db_setup, tmp_path_factory):
    """The site as it is served, for tests that leave it as it was."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def server(transactional_db, shared_server):
    """That server, behind a database that is emptied after the test."""
    return shared_server


@pytest.fixture
def thread(transactional_db):
    """A discussion that Ann has begun, with the address at which one answers her."""
    discussion = cast.make_discussion()
    begun = cast.say(discussion, cast.make_member("Ann"), tags=["evidence"])
    discussion.refresh_from_db()
    discussion.reply_address = reverse("perspectives:reply", args=[discussion.slug, begun.number])
    return discussion


@pytest.fixture
def judges(server, thread):
    """Two moderators."""
    return [Judge(server, cast.make_moderator(name, thread.forum)) for name in ("Mod", "Tor")]


@pytest.fixture
def ann(thread):
    """Who began it."""
    return Member.objects.get(name="Ann")
