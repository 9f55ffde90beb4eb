"""S5: a mark on a comment that may not be read leads nobody to it: every comment featured, status × role × door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from perspectives.discussion.models import Comment, Discussion
from tests.promises.stage import FATES, OPEN, ROLES
from tests.promises.test_s05_held_text import DOORS, essay_of, seen, strangers_marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def featured(stage):
    """The stage with the mark on every comment, the newest marks on those that stand in no thread of everybody's."""
    for place, fate in enumerate(FATES):
        marked = Comment.objects.filter(pk=stage.subjects[fate].comment.pk)
        marked.update(featured_at=timezone.now() - timedelta(hours=len(FATES) - place))
    Discussion.objects.update(version=F("version") + 1)
    return stage


@pytest.mark.parametrize("name", ["essay", "discussion"])
@pytest.mark.parametrize("role", ROLES)
def test_what_is_featured_is_named_to_whom_it_may_be_shown(featured, role, name):
    door = DOORS[name]
    for fate in FATES:
        subject = featured.subjects[fate]
        for path in (door.path(subject), f"{door.path(subject)}?only=featured"):
            page = featured.client(role, fate).get(path).content.decode()
            shows = door.shows(subject, role)
            assert shows or not seen(page, subject, role), (fate, path)
            assert strangers_marks(featured, page, subject, role) == set(), (fate, path)
            assert not shows or fate == "edited" or subject.body in page, (fate, path)


def test_those_that_everybody_may_read_are_named_and_no_others(featured):
    page = featured.client("nobody").get(essay_of(featured.subjects["public"])).content.decode()
    assert page.count('class="px-featured-name"') == len(OPEN)
