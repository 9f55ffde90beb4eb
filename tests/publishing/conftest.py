"""A series and an essay in it."""

import pytest

from perspectives.publishing.actions import make_series, save_post

AUTHORS = [("Jeffrey Mankoff", "Center for Strategic and International Studies")]


@pytest.fixture
def series(db):
    """A series with subtitle and publisher."""
    return make_series(
        title="Perspectives on Peace and Security",
        subtitle="Rebuilding the U.S.–Russia Relationship",
        publisher="Carnegie Corporation of New York",
        slug="peace",
    )


@pytest.fixture
def post(series):
    """A draft of an essay."""
    words = "One *sober* perspective.\n\nAnd another."
    return save_post(series=series, title="Stop waiting", body=words, authors=AUTHORS, tags=["NATO"]).post
