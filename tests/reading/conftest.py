"""A series, and a way to write essays for it in any state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from perspectives.discussion.models import Policy, RoleKind
from perspectives.publishing.actions import make_series, publish_post, save_post, withdraw_post
from tests import cast


@pytest.fixture
def series(db):
    """A series whose forum publishes first."""
    made = make_series(
        title="Perspectives on Peace",
        subtitle="Rebuilding the Relationship",
        publisher="A Foundation",
        slug="peace",
        introduction="Twenty fellows answer.",
    )
    made.forum.policy = Policy.PUBLISH
    made.forum.save()
    return made


@pytest.fixture
def write(series):
    """A function that writes an essay: `state` is draft, published, scheduled or withdrawn; `days` ago."""

    def written(title, *, state="published", days=1, body="", authors=(("Ann Author", "Institute"),), **fields):
        post = save_post(
            **{"series": series, "title": title, "body": body or f"{title} begins here.", "authors": authors} | fields
        ).post
        at = timezone.now() + timedelta(days=days if state == "scheduled" else -days)
        if state != "draft":
            publish_post(post=post, at=at)
        if state == "withdrawn":
            withdraw_post(post=post)
        post.refresh_from_db()
        return post

    return written


@pytest.fixture
def essay(write):
    """One published essay with a tag, by one author."""
    return write("Stop waiting", tags=["NATO"], bio="Ann Author is a fellow.", body="Sober words about treaties.")


@pytest.fixture
def editor_client(client, series):
    """A browser signed in as an editor of the series' forum."""
    editor = cast.make_moderator("Edith", series.forum, RoleKind.EDITOR)
    client.force_login(editor.user)
    return client
