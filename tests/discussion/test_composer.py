"""The pages for writing: what comes back on every error, double sends, lost sessions, expired forms."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Comment, Status
from perspectives.discussion.screening import hold
from tests.cast import new_key, say

pytestmark = pytest.mark.django_db
TEXT = "Words that must never be lost: “quoted” & <b>bold</b>."


def holds(submission):
    """A check that holds everything."""
    return hold()


def signed_in(member, **options):
    """Return a client of `member`."""
    client = Client(**options)
    client.force_login(member.user)
    return client


def address(name, discussion, *numbers):
    """Return the address of a page of the room."""
    return reverse(f"perspectives:{name}", args=[discussion.slug, *numbers])


def field(response, name):
    """Return the value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def holds_text(response):
    """Whether the typed text stands in a textarea of the page."""
    page = response.content.decode()
    areas = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
    return any("Words that must never be lost: “quoted” &amp; &lt;b&gt;bold" in area for area in areas)


def test_a_comment_is_posted_and_the_writer_led_to_it(discussion, ann):
    client = signed_in(ann)
    form = client.get(address("new_comment", discussion))
    sent = {"body": TEXT, "key": field(form, "key"), "tags": ["evidence"], "own_tags": "Arms control"}
    answer = client.post(address("new_comment", discussion), sent)
    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{discussion.get_absolute_url()}#1")
    assert [item.tag.name for item in comment.tag_items.all()] == ["evidence", "Arms control"]


def test_sending_twice_makes_one_comment_and_leads_to_it_both_times(discussion, ann):
    client, sent = signed_in(ann), {"body": TEXT, "key": new_key()}
    answers = [client.post(address("new_comment", discussion), sent) for _time in range(3)]
    assert {(a.status_code, a["Location"]) for a in answers} == {(303, f"{discussion.get_absolute_url()}#1")}
    assert Comment.objects.count() == 1


def test_the_same_form_with_another_text_keeps_it_and_shows_what_was_posted(discussion, ann):
    client, sent = signed_in(ann), {"body": "First words.", "key": new_key()}
    client.post(address("new_comment", discussion), sent)
    answer = client.post(address("new_comment", discussion), sent | {"body": TEXT})
    assert answer.status_code == 409
    assert holds_text(answer)
    assert Comment.objects.get().get_absolute_url() in answer.content.decode()
    again = client.post(address("new_comment", discussion), {"body": TEXT, "key": field(answer, "key")})
    assert again.status_code == 303
    assert Comment.objects.count() == 2


def test_a_held_comment_leads_to_its_own_page_that_says_so(discussion, ann, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [f"{__name__}.holds"]}
    client = signed_in(ann)
    answer = client.post(address("new_comment", discussion), {"body": TEXT, "key": new_key()}, follow=True)
    assert answer.redirect_chain == [(Comment.objects.get().get_absolute_url(), 303)]
    assert "Waiting for a moderator" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"body": ""}, 422),
        ({"body": TEXT + "x" * 20_001}, 422),
        ({"body": TEXT, "key": ""}, 422),
        ({"body": TEXT, "own_tags": "a,b,c,d,e,f,g"}, 422),
        ({"body": TEXT, "tags": ["no, such tag"]}, 422),
        ({"body": TEXT, "revision": "99999999999999999999"}, 422),
    ],
)
def test_bad_input_gets_its_text_back_with_a_4xx(discussion, ann, sent, status):
    answer = signed_in(ann).post(address("new_comment", discussion), {"key": new_key()} | sent)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert not sent["body"] or holds_text(answer)
    assert not Comment.objects.exists()


def test_odd_characters_are_cleaned_and_never_an_error(discussion, ann):
    body = "Zero\x00 width \u200b, bell \x07, lone \ud800 surrogate, \u0085 next line."
    raw = body.encode("utf-8", "surrogatepass")
    sent = b"key=" + new_key().encode() + b"&body=" + raw
    answer = signed_in(ann).post(
        address("new_comment", discussion), sent, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 303
    stored = Comment.objects.get().body
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", stored)


def test_a_failed_csrf_check_gives_the_text_back_with_403(discussion, ann):
    client = signed_in(ann, enforce_csrf_checks=True)
    answer = client.post(address("new_comment", discussion), {"body": TEXT, "key": new_key()})
    assert answer.status_code == 403
    assert holds_text(answer)
    assert not Comment.objects.exists()


def test_a_text_typed_before_the_session_ended_waits_for_the_login(discussion, ann):
    client = Client()
    target = address("new_comment", discussion)
    key = new_key()
    answer = client.post(target, {"body": TEXT, "key": key, "tags": ["evidence"]})
    assert answer.status_code == 302
    assert "next=" in answer["Location"]
    assert not Comment.objects.exists()
    client.force_login(ann.user)
    form = client.get(target)
    assert holds_text(form)
    assert field(form, "key") == key
    assert client.post(target, {"body": TEXT, "key": key}).status_code == 303
    assert not holds_text(client.get(target))


def test_an_expired_form_of_somebody_signed_out_gives_the_text_back(discussion):
    answer = Client(enforce_csrf_checks=True).post(address("new_comment", discussion), {"body": TEXT})
    assert answer.status_code == 403
    assert holds_text(answer)


def test_an_answer_to_a_comment_withdrawn_meanwhile_is_kept(discussion, ann, ben):
    comment = say(discussion, ann)
    withdraw_comment(comment=comment, member=ann)
    client = signed_in(ben)
    gone = client.post(address("reply", discussion, 1), {"body": TEXT, "key": new_key()})
    never = client.post(address("reply", discussion, 77), {"body": TEXT, "key": new_key()})
    for answer in (gone, never):
        assert answer.status_code == 409
        assert holds_text(answer)
        assert f'action="{address("new_comment", discussion)}"' in answer.content.decode()
    assert client.get(address("reply", discussion, 1)).status_code == 404


def test_a_text_sent_to_a_discussion_that_is_gone_comes_back_with_the_404(discussion, ann):
    discussion.visible_from = None
    discussion.save()
    client = signed_in(ann)
    gone = client.post(address("new_comment", discussion), {"body": TEXT, "key": new_key()})
    assert gone.status_code == 404
    assert holds_text(gone)


def test_a_preview_shows_the_text_and_posts_nothing(discussion, ann):
    sent = {"body": "Some *emphasis* here.", "key": new_key(), "do": "preview"}
    answer = signed_in(ann).post(address("new_comment", discussion), sent)
    assert answer.status_code == 200
    assert "<em>emphasis</em>" in answer.content.decode()
    assert field(answer, "key") == sent["key"]
    assert not Comment.objects.exists()


def test_too_many_comments_get_429_with_the_text_and_when_to_come_back(discussion, ann, settings):
    limits = settings.PERSPECTIVES["LIMITS"] | {"post": [(2, 60)]}
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": limits}
    client = signed_in(ann)
    for number in range(2):
        sent = {"body": f"Words {number} to say.", "key": new_key()}
        assert client.post(address("new_comment", discussion), sent).status_code == 303
    answer = client.post(address("new_comment", discussion), {"body": TEXT, "key": new_key()})
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert holds_text(answer)


def test_an_edit_shows_the_words_and_saves_the_new_ones(discussion, ann):
    comment = say(discussion, ann, TEXT, tags=["evidence", "own one"])
    client = signed_in(ann)
    form = client.get(address("edit", discussion, 1))
    assert holds_text(form)
    assert 'value="own one"' in form.content.decode()
    sent = {"body": "New words.", "tags": ["question"], "own_tags": "", "revision": field(form, "revision")}
    answer = client.post(address("edit", discussion, 1), sent)
    assert (answer.status_code, answer["Location"]) == (303, f"{discussion.get_absolute_url()}#1")
    comment.refresh_from_db()
    assert comment.body == "New words."


def test_an_edit_over_another_edit_keeps_the_text_and_shows_the_other(discussion, ann):
    say(discussion, ann, "First words.")
    client = signed_in(ann)
    client.post(address("edit", discussion, 1), {"body": "Second words.", "revision": 1})
    answer = client.post(address("edit", discussion, 1), {"body": TEXT, "revision": 1})
    assert answer.status_code == 409
    assert holds_text(answer)
    assert "Second words." in answer.content.decode()
    assert field(answer, "revision") == "2"


@pytest.mark.parametrize("verb", ["edit", "withdraw"])
def test_another_members_comment_cannot_be_edited_or_withdrawn(discussion, ann, eve, verb):
    say(discussion, ann)
    client = signed_in(eve)
    assert client.get(address(verb, discussion, 1)).status_code == 404
    assert client.post(address(verb, discussion, 1), {"body": "Mine.", "revision": 1}).status_code == 404
    assert Comment.objects.get().status == Status.PUBLIC


def test_withdrawing_asks_first_and_acts_on_post_alone(discussion, ann):
    say(discussion, ann)
    client = signed_in(ann)
    assert client.get(address("withdraw", discussion, 1)).status_code == 200
    assert Comment.objects.get().status == Status.PUBLIC
    assert client.post(address("withdraw", discussion, 1)).status_code == 303
    assert Comment.objects.get().status == Status.WITHDRAWN


@pytest.mark.parametrize("name", ["new_comment", "reply", "edit", "withdraw"])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(discussion, ann, name, method):
    say(discussion, ann)
    numbers = [] if name == "new_comment" else [1]
    assert getattr(signed_in(ann), method)(address(name, discussion, *numbers)).status_code == 405


def test_somebody_without_a_display_name_is_asked_for_one_first(discussion, django_user_model):
    user = django_user_model.objects.create_user("nameless", "nameless@example.org", "secret")
    client = Client()
    client.force_login(user)
    answer = client.get(address("new_comment", discussion))
    assert answer["Location"].startswith(reverse("perspectives:name"))
    sent = {"name": "Nameless No More", "next": address("new_comment", discussion)}
    assert client.post(reverse("perspectives:name"), sent)["Location"] == address("new_comment", discussion)
    assert client.post(reverse("perspectives:name"), {"name": "X2", "next": "//evil.example/"})["Location"] == reverse(
        "perspectives:my_comments"
    )


def test_a_name_that_is_taken_or_cannot_be_shown_is_refused_in_words(ann, ben):
    client = signed_in(ben)
    for name in ("Ann", "\u0410nn", "", "\u202eevil"):
        answer = client.post(reverse("perspectives:name"), {"name": name})
        assert answer.status_code == 422, name
        assert 'class="px-error"' in answer.content.decode()
    ben.refresh_from_db()
    assert ben.name == "Ben"
