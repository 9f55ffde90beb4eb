"""S17: nobody passes for somebody else: look-alike names are refused, honest ones allowed, directions kept apart.

What the skeleton folds: tests/text/test_names.py; who was first: tests/members/test_naming.py.
"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from perspectives.discussion.models import Tag
from perspectives.members.models import Member
from tests.cast import make_user, new_key

pytestmark = pytest.mark.django_db
ALIKE = ["Mоd", "ΜOD", "mod", "M o d", "ｍｏｄ", "𝐌𝐨𝐝", "Mód", "M.o.d", "MOD", "ᴍod", "Mo\u0064\u0307"]
CONTROLS = ["Mod\u202e", "\u200bMod", "Mo\u00add", "M\u2066od\u2069", "Mod\u200d", "\ufeffMod", "Mod\x00x", "Mo\u034fd"]
HONEST = [
    "Øyvind Å",
    "Мария",
    "李小龍",
    "محمد",
    "שרה",
    "O’Brien-Smith",
    "Jean-Luc",
    "Nguyễn Thị",
    "Ⅷ Henry",
    "Łukasz",
    "ปรีชา",
]


def named(client, name):
    """Ask for a display name; return the status."""
    return client.post(reverse("perspectives:name"), {"name": name}).status_code


@pytest.fixture
def newcomer(stage, client):
    """A browser of somebody who has no name yet."""
    client.force_login(make_user("newcomer"))
    return client


@pytest.mark.parametrize("name", ALIKE)
def test_a_name_that_looks_like_anothers_is_refused(newcomer, name):
    assert Member.objects.filter(name="Mod").exists()
    assert named(newcomer, name) == 422
    assert Member.objects.filter(name="Mod").count() == 1


@pytest.mark.parametrize("name", CONTROLS)
def test_invisible_characters_are_refused_in_names_and_tags(newcomer, stage, name):
    assert named(newcomer, f"New{name}") == 422
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    answer = stage.client("moderator").post(path, {"body": "Words.", "own_tags": name, "key": new_key()})
    assert answer.status_code in (303, 422)
    assert not [tag for tag in Tag.objects.all() if name in tag.name or not tag.name.isprintable()]


def test_honest_names_are_taken_and_kept_as_typed(stage, client):
    for number, name in enumerate(HONEST):
        client.force_login(make_user(f"honest{number}"))
        assert named(client, name) == 303, name
    assert set(HONEST) <= set(Member.objects.values_list("name", flat=True))


class Isolated(HTMLParser):
    """Collects text in which `name` stands outside `bdi`."""

    def __init__(self, name):
        super().__init__()
        self.name, self.within, self.found = name, [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "link", "input", "br", "hr", "img"):
            self.within.append(tag)

    def handle_endtag(self, tag):
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data):
        if self.name in data and not {"bdi", "title", "option"} & set(self.within):
            self.found.append((self.within[-3:], data.strip()))


def test_names_are_kept_apart_from_the_words_around_them(stage):
    subject = stage.subjects["public"]
    args, fate = subject.args, "public"
    views = ["comment", "reply", "report", "history", "desk_item"]
    paths = [reverse(f"perspectives:{name}", args=args) for name in views]
    paths += [stage.post.get_absolute_url(), reverse("perspectives:discussion", args=args[:1]), "/search/?q=words"]
    paths += [reverse("perspectives:tag", args=[subject.tag]), reverse("perspectives:desk")]
    for path in paths:
        reader = Isolated(subject.name)
        reader.feed(stage.get("superuser", fate, path).content.decode())
        assert reader.found == [], path
    for path in ("/", reverse("perspectives:my_comments")):
        reader = Isolated(subject.name)
        reader.feed(stage.get("writer", fate, path).content.decode())
        assert reader.found == [], path
