"""S11: nobody's words make a header, in answers or in mail; a mail has one reader, a comment causes ten at most.

Mails about hostile titles and names: tests/notifications/test_sending.py; ten mails a comment, one a person and
thread in ten minutes: tests/notifications/test_telling.py and test_sending.py.
"""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Comment
from perspectives.notifications.actions import send_due, tell_untold
from tests.cast import make_discussion, make_member, make_moderator, new_key
from tests.faults.people import NAMES
from tests.promises import addresses

pytestmark = pytest.mark.django_db
BREAKS = [
    "x\r\nSet-Cookie: a=b",
    "x\nBcc: eve@example.org",
    "x\rX-Evil: 1",
    "x%0d%0aX-Evil:1",
    "x\u2028X-Evil: 1",
    "x\x85Y",
]


@pytest.mark.parametrize("text", BREAKS[::2])
def test_no_answer_gets_a_header_from_an_address_or_a_form(stage, text):
    for name, path in addresses.paths(stage).items():
        answer = stage.client("writer", "pending").get(path, {"next": text, "q": text, "page": text, "tag": text})
        assert answer.status_code < 500, name
        assert "X-Evil" not in answer.headers, name
        assert "a" not in answer.cookies, name
        assert not [value for value in answer.headers.values() if "\n" in value or "\r" in value], name
    answer = Client().get("/", HTTP_X_FORWARDED_HOST=text, HTTP_ACCEPT_LANGUAGE=text, HTTP_IF_NONE_MATCH=text)
    assert answer.status_code == 200


@pytest.mark.parametrize("text", BREAKS)
def test_names_with_line_ends_are_refused_or_become_one_line(stage, text):
    client = stage.client("stranger")
    answer = client.post(reverse("perspectives:name"), {"name": text})
    assert answer.status_code in (303, 422)
    member = stage.subjects["public"].writer
    member.refresh_from_db()
    assert not [
        char for char in client.get(reverse("perspectives:name")).context["px_viewer"].member.name if ord(char) < 32
    ]


def test_mails_of_an_answer_written_by_http_have_one_reader_and_clean_headers(django_capture_on_commit_callbacks):
    discussion = make_discussion(title="A\r\nBcc: all@example.org\r\n\r\nBody")
    ann, ben = make_member("Annika"), make_member("Benno")
    for name in NAMES[:12]:
        make_moderator(name, discussion.forum)
    client = Client()
    for member, path in ((ann, "new/"), (ben, "1/reply/")):
        client.force_login(member.user)
        data = {"body": "Words\r\nBcc: all@example.org", "key": new_key()}
        assert client.post(f"/discussions/{discussion.slug}/{path}", data).status_code == 303
    Comment.objects.filter(number=2).update(status="public")
    client.post(f"/discussions/{discussion.slug}/1/report/", {"reason": "abuse", "words": "Rude\nBcc: x@example.org"})
    tell_untold()
    send_due()
    assert mail.outbox
    about_first = [letter for letter in mail.outbox if letter.to != ["annika@example.org"]]
    assert len(about_first) <= 10
    for letter in mail.outbox:
        message = letter.message()
        assert len(letter.recipients()) == 1
        assert (message["Bcc"], message["Cc"]) == (None, None)
        assert not [value for value in message.values() if "\n" in str(value).replace("\n ", "").replace("\n\t", "")]
