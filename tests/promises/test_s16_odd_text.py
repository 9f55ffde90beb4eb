"""S16: NUL, controls, surrogates, invalid UTF-8, piles of marks, nothing at all: cleaned or refused at every way in."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as Xml
from io import StringIO

import pytest
from django import forms
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Comment
from perspectives.moderation.models import Decision, Report
from perspectives.publishing.models import Post
from tests.cast import new_key
from tests.promises import addresses

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
ODD = {
    "NUL": b"words\x00 here",
    "controls": b"words\x01\x07\x08\x0b\x0c\x1b[31m here",
    "C1": "words\x80\x85\x9b here".encode(),
    "delete": b"words\x7f here",
    "lone surrogates": b"words \xed\xa0\x80\xed\xbf\xbf here",
    "invalid UTF-8": b"words \xff\xfe\xc0\xaf\xf5\x80 here",
    "cut UTF-8": b"words here \xe2\x82",
    "non-characters": "words \ufffe\uffff\U0001ffff here".encode(),
    "zalgo": ("w" + "\u0301\u0316" * 400 + "ords here").encode(),
    "separators": "words\u2028here\u2029here".encode(),
    "bidi": "words \u202e\u2066here".encode(),
    "entities of controls": b"words &#0; &#x1b; &#xD800; &#xFFFE; here",
    "byte order": "\ufeffwords here".encode(),
}
BLANK = [
    "\u200b\u200c\u2060",
    "\u3164\u115f",
    "\u00a0\u2003 ",
    "\ufeff",
    "\u0301\u0301",
    "&nbsp;&#8203;",
    "\u2800",
    "\x00\x01",
]


def encoded(**fields):
    """Return a form's body with raw bytes in it."""
    parts = [(name, value if isinstance(value, bytes) else str(value).encode()) for name, value in fields.items()]
    return b"&".join(name.encode() + b"=" + b"".join(b"%%%02X" % byte for byte in value) for name, value in parts)


def must_be_clean(stage):
    """Hold all rows against what may be stored, and read every page and feed."""
    for table, rows in addresses.dump().items():
        if table.startswith("perspectives"):
            found = re.search(r"\\x[01][0-8b-f]|\\x7f|\\x[89][0-9a-f]|\\ud[89a-f]|\\ufffe|\\uffff", "\n".join(rows))
            assert not found, (table, found)
    for path in (
        "/feeds/essays.atom",
        reverse("perspectives:feed_comments", args=[stage.series.slug, stage.post.slug]),
    ):
        Xml.fromstring(Client().get(path).content)
    Xml.fromstring(Client().get("/sitemap.xml").content)
    paths = addresses.paths(stage)
    for name in ("post", "comment", "desk_item", "desk", "log", "tag", "home", "my_comments"):
        answer = stage.client("superuser").get(paths[f"perspectives:{name}"])
        assert answer.status_code < 500, name
        assert not FORBIDDEN.search(answer.content.decode()), name


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_clean_behind_every_form(stage, name):
    odd, slug = ODD[name], stage.post.discussion.slug
    public, pending = stage.subjects["public"].args, stage.subjects["pending"].args
    rule = stage.series.forum.rules.first().pk
    judged = {"act": "reject", "revision": 1, "seen": 0, "at": "item", "rule": rule, "words": odd, "note": odd}
    sent = [
        ("moderator", "new_comment", [slug], {"body": odd, "own_tags": odd[:60], "key": new_key()}),
        ("moderator", "new_comment", [slug], {"body": odd + b" again", "key": new_key(), "tags": odd}),
        ("moderator", "new_comment", [slug], {"body": odd + b" once more", "key": odd}),
        ("moderator", "reply", public, {"body": odd + b" answer", "key": new_key()}),
        ("moderator", "new_comment", [slug], {"body": odd, "key": new_key(), "do": "preview"}),
        ("stranger", "report", public, {"reason": "abuse", "words": odd}),
        ("stranger", "report", public, {"reason": odd}),
        ("elsewhere", "name", [], {"name": odd, "next": odd}),
        ("moderator", "desk_item", pending, judged),
        ("moderator", "desk_item", pending, judged | {"act": odd, "kind": odd, "forum": odd}),
    ]
    for role, view, args, fields in sent:
        path = reverse(f"perspectives:{view}", args=args)
        answer = stage.client(role).post(path, encoded(**fields), content_type=FORM)
        assert answer.status_code in (200, 303, 400, 403, 409, 422), (view, answer.status_code)
    edited = encoded(body=odd + b" edited", revision=1)
    answer = stage.writers["public"].post(reverse("perspectives:edit", args=public), edited, content_type=FORM)
    assert answer.status_code in (303, 403, 409, 422)
    assert Report.objects.count() == 1
    assert Decision.objects.filter(comment=stage.subjects["pending"].comment).exists()
    must_be_clean(stage)


@pytest.mark.parametrize("name", ODD)
def test_odd_text_in_questions_is_no_error(stage, name):
    asked = encoded(q=ODD[name], page=ODD[name]).decode()
    for path in ("/search/", "/", stage.post.get_absolute_url()):
        assert Client().get(f"{path}?{asked}").status_code in (200, 400, 404)
    assert Client().get(f"/search/?{encoded(q=ODD[name]).decode()}").status_code == 200
    assert Client().get("/" + encoded(x=ODD[name]).decode()[2:] + "/").status_code in (400, 404)


@pytest.mark.parametrize("blank", BLANK)
def test_what_is_blank_to_the_eye_is_empty(stage, blank):
    before, slug = Comment.objects.count(), stage.post.discussion.slug
    data = {"body": blank * 3, "key": new_key()}
    assert stage.client("moderator").post(reverse("perspectives:new_comment", args=[slug]), data).status_code == 422
    if "&" not in blank:  # in a name that is a letter like any other
        assert stage.client("elsewhere").post(reverse("perspectives:name"), {"name": blank}).status_code == 422
    assert Comment.objects.count() == before


def test_text_is_stored_composed_and_with_eight_marks_a_letter_at_most(stage):
    body = "cafe\u0301 z" + "\u0300" * 100 + "algo"
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    stage.client("moderator").post(path, {"body": body, "key": new_key()})
    stored = Comment.objects.latest("pk").body
    assert stored.startswith("café")
    assert stored == unicodedata.normalize("NFC", stored)
    assert stored.count("\u0300") <= 8


@pytest.mark.parametrize("model", ["series", "forum", "rule", "contributor", "tag", "post"])
@pytest.mark.parametrize("name", ["NUL", "controls"])
def test_odd_text_in_the_admin_is_cleaned_or_refused(stage, model, name):
    client = stage.client("superuser")
    row = {"post": stage.post, "series": stage.series, "forum": stage.series.forum}.get(model)
    if row is None:
        kind = {
            "rule": "moderation.models:Rule",
            "contributor": "publishing.models:Contributor",
            "tag": "discussion.models:Tag",
        }
        module, _colon, class_name = kind[model].partition(":")
        row = getattr(__import__(f"perspectives.{module}", fromlist=[class_name]), class_name).objects.first()
    path = reverse(f"admin:perspectives_{model}_change", args=[row.pk])
    fields = admin_fields(client.get(path), ODD[name])
    answer = client.post(path, encoded(**fields), content_type=FORM)
    assert answer.status_code in (200, 302)
    must_be_clean(stage)


def admin_fields(page, odd):
    """Return what the form of an admin page sends, with `odd` in every field of words."""
    shown = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        shown += [inline.formset.management_form, *inline.formset.forms]
    sent = {}
    for form in shown:
        for bound in form:
            value = bound.value()
            words = type(bound.field) is forms.CharField or bound.field.__class__.__name__ in (
                "TypedField",
                "LineField",
            )
            if words and not bound.is_hidden:
                value = odd
            sent[bound.html_name] = "" if value is None or value is False or value == [] else value
    return sent | {"_save": "Save"}


def test_odd_text_in_a_document_is_cleaned_or_refused_whole(stage, tmp_path):
    for number, odd in enumerate(ODD.values()):
        before = Post.objects.count()
        plain = b"By Jo Writer, Institute\n\nA title with " + odd + b"\n\nThe first paragraph " + odd + b".\n"
        head = b"Title: %d " % number + odd + b"\nAuthors: Jo Writer\nTags: " + odd + b"\n\nBody " + odd + b".\n"
        for file, content in ((f"{number}.txt", plain), (f"{number}.md", head)):
            path = tmp_path / file
            path.write_bytes(content)
            out, err = StringIO(), StringIO()
            try:
                call_command("publish", str(path), "--series", stage.series.slug, stdout=out, stderr=err)
            except CommandError:
                assert file in err.getvalue()
        assert Post.objects.count() <= before + 2
    must_be_clean(stage)
