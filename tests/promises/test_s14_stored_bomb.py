"""S14: one comment that cannot be rendered, or whose row is odd, costs no page anything."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Comment
from tests.cast import new_key

pytestmark = pytest.mark.django_db


def every_page_stands(stage, comment):
    """Fetch every page that shows a comment; return the essay's."""
    args = [comment.discussion.slug, comment.number]
    essay = Client().get(stage.post.get_absolute_url())
    paths = [
        reverse("perspectives:discussion", args=args[:1]),
        reverse("perspectives:feed_comments", args=[stage.series.slug, stage.post.slug]),
        "/search/?q=words",
        "/",
        *(
            reverse(f"perspectives:{name}", args=args)
            for name in ("comment", "reply", "history", "desk_item", "report")
        ),
        reverse("perspectives:desk"),
    ]
    for path in paths:
        assert stage.client("superuser").get(path).status_code == 200, path
    assert essay.status_code == 200
    return essay.content.decode()


@pytest.mark.parametrize("error", [ValueError, RecursionError, KeyError, AttributeError, UnicodeError, MemoryError])
def test_a_text_the_renderer_fails_at_is_stored_and_shown_as_typed(stage, monkeypatch, error, caplog):
    def fail(*args, **kwargs):
        raise error("bomb")

    monkeypatch.setattr("markdown.core.Markdown.convert", fail)
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    sent = {"body": f"A *bomb* <b> {error.__name__}", "key": new_key()}
    answer = stage.client("moderator").post(path, sent)
    assert answer.status_code == 303
    page = every_page_stands(stage, Comment.objects.latest("pk"))
    assert f"A *bomb* &lt;b&gt; {error.__name__}" in page


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>" * 3000,
        "</div></article></main>",
        "<p>\x00\x0b\ufffe</p>",
        "&#0;&#xD800;",
        "<a href=x",
        "]]>",
        "\u202e" * 50,
    ],
)
@pytest.mark.parametrize("version", [0, 1, 999])
def test_odd_html_in_a_row_leaves_every_page_standing(stage, html, version):
    comment = stage.subjects["public"].comment
    stored = html.replace("\x00", "")  # PostgreSQL stores none
    Comment.objects.filter(pk=comment.pk).update(html=stored, render_version=version)
    page = every_page_stands(stage, comment)
    assert f'id="{comment.number}"' in page
    # What stands behind it is still there.
    assert "</html>" in page


def test_a_row_with_impossible_fields_leaves_every_page_standing(stage):
    comment = stage.subjects["public"].comment
    Comment.objects.filter(pk=comment.pk).update(depth=49, public_below=2_000_000, open_reports=99, edited_at=None)
    assert f'id="{comment.number}"' in every_page_stands(stage, comment)
