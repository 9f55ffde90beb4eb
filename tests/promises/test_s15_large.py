"""S15: what is too large is refused by its length, before it is read; too many fields, parts, parameters likewise."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Comment
from tests.pace import allowed
from tests.promises import addresses

pytestmark = pytest.mark.django_db
LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
FORM = "application/x-www-form-urlencoded"


def test_a_body_over_the_limit_is_413_at_every_address(stage):
    body = b"body=" + b"a" * LIMIT
    for name, path in addresses.paths(stage).items():
        for kind in (FORM, "multipart/form-data; boundary=x", "application/json", "text/plain"):
            answer = stage.client("writer", "pending").post(path, body, content_type=kind)
            assert answer.status_code == 413, (name, kind)
            assert "Please send less" in answer.content.decode()


@pytest.mark.timed
def test_fifty_megabytes_take_no_time_and_no_memory(stage):
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    body = b"body=" + b"a" * 50_000_000
    client = stage.client("moderator")
    tracemalloc.start()
    began = time.perf_counter()
    answer = client.post(path, body, content_type=FORM)
    seconds, (_now, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413
    assert seconds < 1 or seconds < allowed(1)
    assert peak < 51_000_000  # the browser's own copy of the body, and hardly anything of ours


@pytest.mark.parametrize(
    "body",
    [
        b"&".join(b"f%d=1" % n for n in range(5000)),
        b"body=a&" + b"tags=x&" * 5000,
        b"&" * 100_000,
        b"=" * 100_000,
        b"%" * 100_000,
        b"body=" + b"%f" * 1000 + b"&key=%00",
        b"body=a" + b";" * 100_000,
    ],
)
def test_many_or_broken_fields_are_refused_quickly(stage, body):
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    before = Comment.objects.count()
    answer = stage.client("moderator").post(path, body, content_type=FORM)
    assert answer.status_code in (400, 413, 422)
    assert Comment.objects.count() == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x\r\n" * 5000,
        b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n' + b"a" * 100,
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\na\r\n' % n for n in range(300)
        ),
        b'--x\r\nContent-Disposition: form-data; name="body"; filename="../../etc/passwd"\r\n\r\nwords\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="body"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--',
        b"--x\r\n" + b"X-Header: y\r\n" * 20_000 + b"\r\n\r\n--x--",
    ],
)
def test_odd_multipart_bodies_are_refused(stage, body):
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    answer = stage.client("moderator").post(path, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (400, 413, 422)


@pytest.mark.parametrize("length", ["-1", "abc", "1e9", "９", "99999999999999999999", " 12", "+5"])
def test_odd_lengths_are_refused(length):
    answer = Client().post("/search/", b"a=b", content_type=FORM, CONTENT_LENGTH=length)
    assert answer.status_code in (400, 413)


def test_long_addresses_cookies_and_headers_break_nothing(stage):
    client = Client()
    for asked in ("q=" + "a" * 100_000, "&".join(f"p{n}=1" for n in range(3000)), "q=" + "%E2%82" * 20_000):
        answer = client.get(f"/search/?{asked}")
        assert answer.status_code in (200, 400, 414)
    for headers in ({"HTTP_COOKIE": "a=" + "b" * 60_000}, {"HTTP_ACCEPT_LANGUAGE": "de," * 20_000}):
        assert client.get(stage.post.get_absolute_url(), **headers).status_code == 200
    tags = '"a",' * 20_000
    assert client.get(stage.post.get_absolute_url(), HTTP_IF_NONE_MATCH=tags).status_code == 200
