"""S1: what was typed as an attack is shown as words, at every door; stored HTML of an older policy passes today's.

The 400 attacks themselves are rendered in tests/text/test_attacks.py and shown in a browser in
tests/browser/test_attacks.py; here they come in through the composer and are looked at where they come out.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Comment, CommentRevision
from perspectives.publishing.models import Post
from tests.cast import new_key
from tests.promises.markup import page_faults
from tests.text.allowed import faults
from tests.text.attacks import ATTACKS

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = '<p>Mild.</p><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)" id=x>go</a>'


def bodies(page):
    """Return the HTML of the comments on a page."""
    return re.findall(r'<div class="px-prose px-comment-body" dir="auto">(.*?)</div>', page, re.S)


def test_attacks_that_come_in_by_the_composer_are_words_on_every_page(stage):
    client, slug = stage.client("moderator"), stage.post.discussion.slug
    sent = ATTACKS[::12]
    for attack in sent:
        data = {"body": f"{attack}\n\nEnough words.", "key": new_key()}
        answer = client.post(reverse("perspectives:new_comment", args=[slug]), data)
        assert answer.status_code == 303, attack
    made = Comment.objects.filter(discussion=stage.post.discussion, author__name="Mod")
    assert made.count() == len(sent)
    page = Client().get(stage.post.get_absolute_url()).content.decode()
    assert page_faults(page) == []
    assert [fault for body in bodies(page) for fault in faults(body)] == []
    feed = Client().get(reverse("perspectives:feed_comments", args=[stage.series.slug, stage.post.slug]))
    for summary in Xml.fromstring(feed.content).iter(f"{ATOM}summary"):
        assert faults(summary.text or "") == []
    for comment in made:
        for name in ("comment", "desk_item", "reply"):
            looker = stage.client("superuser")
            got = looker.get(reverse(f"perspectives:{name}", args=[slug, comment.number]))
            assert page_faults(got.content.decode()) == []


def test_html_that_an_older_policy_let_through_is_not_shown(stage):
    comment = stage.subjects["public"].comment
    Comment.objects.filter(pk=comment.pk).update(html=EVIL, render_version=0, revision=2)
    for number in (1, 2):
        CommentRevision.objects.create(comment=comment, number=number, body="Old.", html=EVIL)
    Post.objects.filter(pk=stage.post.pk).update(html=EVIL, bio_html=EVIL, render_version=0)
    args = [comment.discussion.slug, comment.number]
    client = stage.client("superuser")
    paths = [stage.post.get_absolute_url(), stage.series.get_absolute_url(), "/search/?q=mild", "/"]
    paths += [
        reverse(f"perspectives:{name}", args=args) for name in ("comment", "history", "reply", "desk_item", "report")
    ]
    for path in [*paths, reverse("perspectives:feed_posts")]:
        page = client.get(path).content.decode().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
        assert "<script>alert" not in page, path
        assert "onerror" not in page, path
        assert "javascript:" not in page, path


def test_the_source_is_kept_as_typed(stage):
    typed = "A <b>bold</b> claim & <script>alert(1)</script>"
    slug, client = stage.post.discussion.slug, stage.client("moderator")
    client.post(reverse("perspectives:new_comment", args=[slug]), {"body": typed, "key": new_key()})
    comment = Comment.objects.latest("pk")
    assert comment.body == typed
    assert comment.html == "<p>A &lt;b&gt;bold&lt;/b&gt; claim &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
