"""A text in a harsh tone is given back once, politely, with its words; "send as it is" remains."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from perspectives.discussion.models import Answer, Comment, Finding
from perspectives.discussion.screening import Filled
from perspectives.moderation import checks
from tests.cast import new_key, say

TEXT = "You 1diot, <b>this</b> is “quoted” & Stupid."


@pytest.fixture
def harsh(forum: Any) -> Any:
    """The forum, asking about a harsh tone."""
    forum.tone_words = "idiot\n~stupid\n# a remark"
    forum.save()
    return forum


@pytest.fixture
def ann_sends(harsh: Any, discussion: Any, ann: Any, as_member: Any) -> Any:
    """A function by which Ann sends the composer's form, over and over with the same key."""
    client, key = as_member(ann), new_key()
    address = reverse("perspectives:new_comment", args=[discussion.slug])
    return lambda body=TEXT, **fields: client.post(address, {"body": body, "key": key, "own_tags": "Mine"} | fields)


def page_of(response: Any) -> str:
    """Return a page's text."""
    return str(response.content.decode())


def test_a_harsh_text_comes_back_once_with_its_words_and_nothing_lost(ann_sends: Any) -> None:
    answer = ann_sends()
    page = page_of(answer)
    assert answer.status_code == 422
    assert not Comment.objects.exists()
    assert "“1diot”, “Stupid”" in page
    assert "harsher than you mean" in page
    assert "You 1diot, &lt;b&gt;this&lt;/b&gt; is “quoted” &amp; Stupid." in page
    assert 'value="Mine"' in page
    assert '<button class="px-button px-button-quiet" name="tone" value="meant">Send as it is</button>' in page


def test_it_can_be_sent_as_it_is_and_moderators_are_told(ann_sends: Any) -> None:
    ann_sends()
    assert ann_sends(tone="meant").status_code == 303
    comment = Comment.objects.get()
    assert comment.is_public
    finding = Finding.objects.get(comment=comment, check_name="tone")
    assert (finding.answer, finding.facts) == ("flag", {"words": ["idiot", "~stupid"], "spans": [[4, 9], [37, 43]]})


def test_a_form_is_given_back_once_only(ann_sends: Any) -> None:
    first = page_of(ann_sends())
    (asked,) = re.findall(r'<input type="hidden" name="tone" value="(\w+)">', first)
    preview = page_of(ann_sends(do="preview", tone=asked))
    assert 'name="tone" value="asked"' in preview
    assert ann_sends("Still an idiot.", tone=asked).status_code == 303


def test_a_calm_text_is_not_asked_about(ann_sends: Any) -> None:
    assert ann_sends("A calm word.").status_code == 303
    assert Finding.objects.get(check_name="tone").answer == "pass"


def test_an_edit_is_asked_about_as_well(harsh: Any, discussion: Any, ann: Any, as_member: Any) -> None:
    say(discussion, ann, "A calm word.")
    client, address = as_member(ann), reverse("perspectives:edit", args=[discussion.slug, 1])
    answer = client.post(address, {"body": TEXT, "revision": 1})
    assert answer.status_code == 422
    assert "Send as it is" in page_of(answer)
    assert client.post(address, {"body": TEXT, "revision": 1, "tone": "meant"}).status_code == 303
    assert Comment.objects.get().body == TEXT


def test_what_comes_without_a_form_is_flagged_and_nothing_is_asked_elsewhere(submit: Any, harsh: Any) -> None:
    assert checks.tone(submit(TEXT, forum=harsh)).answer == Answer.FLAG
    assert checks.tone(submit(TEXT, forum=harsh, filled=Filled())).code == "tone"
    harsh.tone_words = " \n"
    assert checks.tone(submit(TEXT, forum=harsh, filled=Filled())).asked is False


def test_watched_words_flag_and_held_words_hold_and_refused_words_are_quoted(submit: Any, forum: Any) -> None:
    forum.watched_words = "*tail"
    verdict = checks.words(submit("A *cocktail* here", forum=forum))
    assert (verdict.answer, verdict.facts) == (Answer.FLAG, {"words": ["*tail"], "spans": [[6, 10]]})
    forum.held_words = "cock*"
    assert checks.words(submit("A *cocktail* here", forum=forum)).answer == Answer.HOLD
    forum.refused_words = "c0cktail\ncocktail"
    verdict = checks.words(submit("A *cocktail* here", forum=forum))
    assert (verdict.answer, verdict.facts["words"]) == (Answer.REFUSE, ["cocktail"])
    assert "“cocktail”" in verdict.message


def test_a_word_in_a_link_is_found_and_has_no_place_in_the_plain_text(submit: Any, forum: Any) -> None:
    forum.held_words = "casino"
    for text in ("[here](https://a.example/casino)", "[here](https://a.example/ \"A 'casino'\")"):
        assert checks.words(submit(text, forum=forum)).facts == {"words": ["casino"], "spans": []}
