"""S2: markup in names, titles, tags, addresses, searches and errors is words, on every way in and at every address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Discussion, Forum, Tag
from perspectives.members.models import Member
from perspectives.moderation.models import Rule
from perspectives.publishing.actions import save_post
from perspectives.publishing.models import Byline, Contributor, Post, Series
from tests.cast import new_key
from tests.promises import addresses
from tests.promises.markup import page_faults

pytestmark = pytest.mark.django_db
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% now %}"
SHORT = "\"'><svg onload=alert(1)>"


def put_everywhere():
    """Write the attack into every column that people fill, past every form."""
    for model in (Member, Contributor):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(name=f"{row.pk}{SHORT}")
    Tag.objects.filter(name__startswith="zqtag").exclude(name="zqtagpublicqz").delete()
    for tag in Tag.objects.all():
        Tag.objects.filter(pk=tag.pk).update(name=f"{tag.pk}{SHORT}")
    Discussion.objects.update(title=EVIL)
    Series.objects.update(title=EVIL, subtitle=EVIL, publisher=EVIL)
    Post.objects.update(title=EVIL, summary=EVIL)
    Byline.objects.update(affiliation=EVIL)
    Forum.objects.update(name=EVIL, held_words=EVIL, guidelines=EVIL)
    Rule.objects.update(title=SHORT, explanation=EVIL)


@pytest.mark.parametrize("role", ["nobody", "writer", "superuser"])
def test_attacks_in_every_column_are_words_at_every_address(stage, role):
    paths = addresses.paths(stage)
    put_everywhere()
    for name, path in paths.items():
        page = stage.client(role, "pending").get(path)
        assert page.status_code < 500, name
        if page.headers.get("Content-Type", "").startswith("text/html"):
            text = page.content.decode()
            assert page_faults(text) == [], name
            assert "<svg onload" not in text, name
            assert "49{%" not in text, name


def test_attacks_in_addresses_and_questions_are_words(stage):
    for query in (EVIL, "javascript:alert(1)", "</title><script>alert(1)</script>", "%22%3E%3Cscript%3E"):
        for path in ("/search/", "/", stage.post.get_absolute_url(), "/accounts/login/", "/no-such-page/"):
            for name in ("q", "next", "order", "tag", "page", "from"):
                page = Client().get(path, {name: query}).content.decode()
                assert page_faults(page) == [], (path, name)
    for path in (f"/{EVIL}/", "/tags/%3Cscript%3Ealert(1)%3C/script%3E/", "/discussions/%22onload=alert(1)/"):
        assert page_faults(Client().get(path).content.decode()) == []


FORMS = [
    ("new_comment", {"body": EVIL, "own_tags": EVIL, "key": EVIL}),
    ("new_comment", {"body": EVIL, "own_tags": EVIL, "tags": EVIL, "revision": EVIL}),
    ("new_comment", {"body": "", "own_tags": SHORT}),
    ("report", {"reason": EVIL, "words": EVIL}),
    ("edit", {"body": EVIL, "revision": EVIL}),
    ("name", {"name": EVIL, "next": EVIL}),
    ("name", {"name": "a@b.example" + EVIL}),
    ("desk_item", {"act": EVIL, "words": EVIL, "note": EVIL, "rule": EVIL, "kind": EVIL, "forum": EVIL, "at": EVIL}),
    ("desk_item", {"act": "reject", "words": EVIL, "revision": 1, "seen": 0, "at": "item"}),
    ("desk_item", {"act": "suspend", "until": EVIL, "words": EVIL, "revision": 1, "seen": 0, "at": "item"}),
]


@pytest.mark.parametrize(("name", "sent"), FORMS)
def test_what_a_refused_form_gives_back_is_words(stage, name, sent):
    role, fate = ("moderator", "public") if name == "desk_item" else ("writer", "pending")
    subject = stage.subjects["public" if name == "report" else "pending"]
    wanted = {"new_comment": subject.args[:1], "name": []}.get(name, subject.args)
    answer = stage.client(role, fate).post(reverse(f"perspectives:{name}", args=wanted), sent)
    assert answer.status_code in (303, 403, 409, 422)
    assert page_faults(answer.content.decode()) == []


def test_what_was_typed_with_markup_comes_back_whole(stage):
    typed = "Words </textarea><script>alert(1)</script>"
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    page = stage.client("moderator").post(path, {"body": typed, "key": ""}).content.decode()
    assert page_faults(page) == []
    assert "Words &lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in page


@pytest.mark.parametrize("preview", [True, False])
def test_own_tags_with_markup_are_words(stage, preview):
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    data = {"body": "Words.", "own_tags": "<b>bold</b>", "key": new_key()} | ({"do": "preview"} if preview else {})
    page = stage.client("moderator").post(path, data, follow=True).content.decode()
    assert "<b>bold" not in page
    assert page_faults(page) == []


def test_an_import_with_markup_in_every_field_is_words(stage):
    post = save_post(
        series=stage.series,
        title=EVIL,
        body=f"# {EVIL}\n\n{EVIL}\n\n- {EVIL}",
        authors=[(SHORT, EVIL[:100])],
        bio=EVIL,
        summary=EVIL,
        tags=[SHORT],
    ).post
    page = stage.client("editor").get(post.get_absolute_url())
    assert page.status_code == 200
    assert page_faults(page.content.decode()) == []
