"""R10: a session that ends, a limit, a parent that goes, a text too long: what was typed is there to be sent again.

The page of each case: tests/discussion/test_composer.py; with and without script, in a browser:
tests/browser/test_nothing_typed_is_lost.py. Here each case goes on until the words are posted.
"""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Comment
from perspectives.members.models import Attempt
from tests import cast

pytestmark = pytest.mark.django_db
TEXT = "Words I thought about for an hour: “quoted” & <b>bold</b>.\n\n- one\n- two"


@pytest.fixture
def writer(discussion, ann):
    client = Client()
    client.force_login(ann.user)
    return client


def form_of(answer):
    """Return what sending the page's form again would send, and where to."""
    page = answer.content.decode()
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if "<textarea" in one)
    action = re.search(r'action="([^"]*)"', form.split(">", 1)[0])
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    sent["body"] = html.unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.S)[1])
    return html.unescape(action[1]) if action and action[1] else answer.request["PATH_INFO"], sent


def posted(client, answer, **changes):
    """Send the form of a page again; return the comment it makes."""
    path, sent = form_of(answer)
    assert sent["body"].replace("\r\n", "\n") == TEXT
    done = client.post(path, sent | changes)
    assert done.status_code == 303, done.content.decode()
    return Comment.objects.latest("pk")


def test_a_session_that_ended(discussion, ann, writer):
    path = reverse("perspectives:new_comment", args=[discussion.slug])
    key = cast.new_key()
    Session.objects.all().delete()
    away = writer.post(path, {"body": TEXT, "key": key, "own_tags": "care"})
    assert away.status_code == 302
    assert not Comment.objects.exists()
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=ann.user, email=ann.user.email, primary=True, verified=True)
    signed = writer.post(away["Location"], {"login": ann.user.email, "password": "secret", "next": path})
    assert signed["Location"] == path
    comment = posted(writer, writer.get(path))
    assert (comment.body, comment.key) == (TEXT, key)


def test_a_limit_that_was_met(discussion, writer, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": {"post": [(1, 60)]}}
    path = reverse("perspectives:new_comment", args=[discussion.slug])
    writer.post(path, {"body": "First words.", "key": cast.new_key()})
    refused = writer.post(path, {"body": TEXT, "key": cast.new_key()})
    assert refused.status_code == 429
    Attempt.objects.all().delete()  # the minute is over
    assert posted(writer, refused).body == TEXT


def test_a_parent_that_went(discussion, writer, ben):
    parent = cast.say(discussion, ben)
    path = reverse("perspectives:reply", args=[discussion.slug, parent.number])
    form = writer.get(path)
    withdraw_comment(comment=parent, member=ben)
    refused = writer.post(path, {"body": TEXT, "key": form_of(form)[1]["key"]})
    assert refused.status_code == 409
    comment = posted(writer, refused)
    assert (comment.body, comment.parent) == (TEXT, None)


def test_a_text_that_was_too_long(discussion, writer, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"COMMENT_MAX_LENGTH": 20}
    path = reverse("perspectives:new_comment", args=[discussion.slug])
    refused = writer.post(path, {"body": TEXT, "key": cast.new_key()})
    assert refused.status_code == 422
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"COMMENT_MAX_LENGTH": 20_000}
    assert posted(writer, refused).body == TEXT


def test_a_token_that_expired(discussion, ann):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann.user)
    path = reverse("perspectives:new_comment", args=[discussion.slug])
    refused = strict.post(path, {"body": TEXT, "key": cast.new_key(), "csrfmiddlewaretoken": "old"})
    assert refused.status_code == 403
    assert posted(strict, refused).body == TEXT
