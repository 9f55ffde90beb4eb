"""S23: the server calls nobody on a reader's word: not for a comment, a preview, an essay, an import, a page."""

from __future__ import annotations

import socket

import pytest
from django.core.management import call_command
from django.urls import reverse

from perspectives.publishing.models import Post
from tests.cast import new_key
from tests.promises import addresses

pytestmark = pytest.mark.django_db
TARGETS = [
    "http://127.0.0.1:8705/secret",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "https://evil.example/x.png",
    "http://0x7f000001/",
    "file:///etc/passwd",
    "gopher://evil.example:25/_HELO",
]
WORDS = "\n\n".join(f"![picture]({one}) [link]({one}) <{one}> {one}" for one in TARGETS)


@pytest.fixture
def calls(stage, monkeypatch):
    """Every try to reach or to look up another machine; the database's own line is open already."""
    tried = []

    def refuse(*args, **kwargs):
        tried.append(args)
        raise OSError("no way out")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_no_way_of_writing_makes_a_call(stage, calls):
    slug = stage.post.discussion.slug
    new, mod = reverse("perspectives:new_comment", args=[slug]), stage.client("moderator")
    assert mod.post(new, {"body": WORDS, "key": new_key(), "do": "preview"}).status_code == 200
    assert mod.post(new, {"body": WORDS, "key": new_key(), "own_tags": "http evil.example"}).status_code == 303
    reply = reverse("perspectives:reply", args=stage.subjects["public"].args)
    assert mod.post(reply, {"body": WORDS + " again", "key": new_key()}).status_code == 303
    edit = reverse("perspectives:edit", args=stage.subjects["pending"].args)
    assert stage.writers["pending"].post(edit, {"body": WORDS + " edited", "revision": 1}).status_code == 303
    report = reverse("perspectives:report", args=stage.subjects["public"].args)
    assert stage.client("stranger").post(report, {"reason": "abuse", "words": WORDS[:500]}).status_code == 303
    for path in addresses.paths(stage).values():
        stage.client("superuser").get(path)
    assert calls == []


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_no_import_makes_a_call(stage, calls, tmp_path, name):
    head = (
        "Title: Pictures\nAuthors: Jo Writer\n\n" if name.endswith("md") else "By Jo Writer, Institute\n\nPictures\n\n"
    )
    path = tmp_path / name
    path.write_text(head + WORDS + "\n\n" + "\n\n".join(TARGETS), encoding="utf-8")
    call_command("publish", str(path), "--series", stage.series.slug)
    assert Post.objects.filter(title="Pictures").exists()
    assert calls == []
