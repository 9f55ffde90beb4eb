"""The cast as fixtures."""

import pytest

from tests import cast


@pytest.fixture
def discussion(db):
    """A public discussion in a forum that publishes first."""
    return cast.make_discussion()


@pytest.fixture
def forum(discussion):
    """Its forum."""
    return discussion.forum


@pytest.fixture
def ann(db):
    """Ann writes."""
    return cast.make_member("Ann")


@pytest.fixture
def ben(db):
    """Ben replies."""
    return cast.make_member("Ben")


@pytest.fixture
def mod(forum):
    """Mod judges."""
    return cast.make_moderator("Mod", forum)


@pytest.fixture
def eve(db):
    """Eve is a stranger."""
    return cast.make_member("Eve")
