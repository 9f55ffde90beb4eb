"""What a visitor who is not signed in can leave in the database, and that nothing typed is lost by it."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from perspectives.conf import conf

pytestmark = pytest.mark.django_db


def sent_by_a_stranger(discussion, **fields):
    """Post to the composer from a browser that was never here."""
    return Client().post(reverse("perspectives:new_comment", args=[discussion.slug]), fields)


@pytest.mark.parametrize("split", [1, 50])
def test_a_text_too_long_to_wait_for_signing_in_is_given_back_and_not_stored(discussion, split):
    words = "word " * conf.COMMENT_MAX_LENGTH
    piece = len(words) // split
    answer = sent_by_a_stranger(discussion, body=[words[n * piece : (n + 1) * piece] for n in range(split)])
    assert answer.status_code == 422
    assert "word word word" in answer.content.decode()
    assert reverse("account_login") in answer.content.decode()
    assert not Session.objects.exists()


def test_a_text_of_the_longest_kind_waits(discussion):
    answer = sent_by_a_stranger(discussion, body="w" * conf.COMMENT_MAX_LENGTH)
    assert answer.status_code == 302
    assert Session.objects.count() == 1


def test_one_address_fills_no_database_with_waiting_texts(discussion, settings):
    settings.PERSPECTIVES = {name: value for name, value in settings.PERSPECTIVES.items() if name != "LIMITS"}
    answers = [sent_by_a_stranger(discussion, body=f"Words {n}.") for n in range(40)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert Session.objects.count() == len(answers) - len(refused) <= 30
    assert int(refused[0]["Retry-After"]) > 0
    assert "Words 39." in refused[-1].content.decode()
