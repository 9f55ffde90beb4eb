"""Notice of illegal content: by anybody, with a receipt; nothing changes until somebody has judged it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.errors import Throttled, Unacceptable
from perspectives.discussion.models import Comment, Discussion, Event, EventKind, Status
from perspectives.members.actions import erase_member
from perspectives.moderation.actions import Notifier
from perspectives.moderation.actions.forget import old_notifiers
from perspectives.moderation.actions.give_notice import NoticeKeyUsed
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import LegalNotice
from tests.cast import in_status, say
from tests.moderation.chain import notice_form, notice_page, noticed


def test_a_stranger_gives_notice_and_is_led_to_the_receipt(discussion: Any, ann: Any) -> None:
    comment, client = say(discussion, ann, "Away with them all."), Client()
    shown = client.get(notice_page(comment)).content.decode()
    assert "Away with them all." in shown
    assert f"http://testserver{comment.get_absolute_url()}" in shown
    answer = client.post(notice_page(comment), notice_form())
    notice = LegalNotice.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("perspectives:notice_receipt", args=[notice.key]))
    assert (notice.comment, notice.revision, notice.forum, notice.member) == (comment, 1, discussion.forum, None)
    assert (notice.name, notice.email, notice.good_faith) == ("Nora Notifier", "nora@elsewhere.example", True)
    assert notice.law == "Criminal Code, section 130"


def test_the_comment_stays_as_it_is_and_moderators_are_told(discussion: Any, ann: Any) -> None:
    comment, version = say(discussion, ann), Discussion.objects.get().version
    notice = noticed(comment)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.PUBLIC, 0)
    assert Discussion.objects.get().version == version
    event = Event.objects.get(kind=EventKind.NOTIFIED)
    assert (event.comment, event.actor, event.data) == (comment, None, {"notice": notice.pk})


def test_the_receipt_shows_what_was_sent_but_neither_the_comment_nor_who_gave_it(discussion: Any, ann: Any) -> None:
    comment = say(discussion, ann, "Away with them all.")
    notice = noticed(comment, words="Because of <b>this</b>.", law="Section 130")
    answer = Client().get(reverse("perspectives:notice_receipt", args=[notice.key]))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Because of &lt;b&gt;this&lt;/b&gt;." in text
    assert "Section 130" in text
    for hidden in ("Away with them all.", "Nora", "nora@", "Ann"):
        assert hidden not in text
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert 'content="noindex"' in text


def test_a_receipt_is_only_read(discussion: Any, ann: Any) -> None:
    path = reverse("perspectives:notice_receipt", args=[noticed(say(discussion, ann)).key])
    assert Client().post(path).status_code == 405
    other = "1111" if path.endswith("0000/") else "0000"
    assert Client().get(f"{path[:-5]}{other}/").status_code == 404
    assert Client().get("/moderation/notices/%00/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"words": "  "}, "words"),
        ({"name": ""}, "name"),
        ({"email": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": "nora@elsewhere.example\nBcc: all@elsewhere.example"}, "email"),
        ({"good_faith": ""}, "good_faith"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_given_back(
    fields: Any, field: str, discussion: Any, ann: Any
) -> None:
    answer = Client().post(notice_page(say(discussion, ann)), notice_form(**fields))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Criminal Code, section 130" in text
    assert "Nora Notifier" in text or field == "name"
    assert LegalNotice.objects.count() == 0


def test_the_action_refuses_the_same_without_a_form(discussion: Any, ann: Any) -> None:
    comment = say(discussion, ann)
    for fields, code in (
        ({"words": ""}, "words"),
        ({"good_faith": False}, "good_faith"),
        ({"notifier": Notifier(email="a@b.example")}, "name"),
        ({"notifier": Notifier(name="Nora", email="x\ny@b.example")}, "email"),
    ):
        with pytest.raises(Unacceptable) as refusal:
            noticed(comment, **fields)
        assert refusal.value.code == code


def test_of_abuse_of_a_child_one_may_tell_without_a_name(discussion: Any, ann: Any) -> None:
    answer = Client().post(notice_page(say(discussion, ann)), notice_form(name="", email="", exempt="on"))
    notice = LegalNotice.objects.get()
    assert (answer.status_code, notice.name, notice.email) == (303, "", "")


def test_the_same_form_twice_is_one_notice(discussion: Any, ann: Any) -> None:
    comment, form = say(discussion, ann), notice_form()
    first, second = (Client().post(notice_page(comment), form) for _turn in range(2))
    assert (first.status_code, second.status_code, first.url) == (303, 303, second.url)
    assert (LegalNotice.objects.count(), Event.objects.filter(kind=EventKind.NOTIFIED).count()) == (1, 1)


def test_the_same_form_with_other_words_comes_back_with_a_new_key(discussion: Any, ann: Any) -> None:
    comment, form = say(discussion, ann), notice_form()
    Client().post(notice_page(comment), form)
    answer = Client().post(notice_page(comment), form | {"words": "And something else."})
    text = answer.content.decode()
    assert (answer.status_code, LegalNotice.objects.count()) == (409, 1)
    assert "And something else." in text
    assert form["key"] not in text
    with pytest.raises(NoticeKeyUsed):
        noticed(comment, key=form["key"], words="Third.")


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_public_is_the_same_404_as_nothing(status: str, method: str, discussion: Any, ann: Any) -> None:
    comment = in_status(discussion, ann, status, body="Held words.")
    hidden = getattr(Client(), method)(notice_page(comment))
    missing = getattr(Client(), method)(reverse("perspectives:give_notice", args=[discussion.slug, 999]))
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    with pytest.raises(NotFound):
        noticed(comment)


def test_a_comment_of_an_unpublished_essay_cannot_be_noticed_and_the_words_come_back(discussion: Any, ann: Any) -> None:
    comment = say(discussion, ann)
    Discussion.objects.filter(pk=discussion.pk).update(visible_until=timezone.now() - timedelta(hours=1))
    answer = Client().post(notice_page(comment), notice_form())
    assert answer.status_code == 404
    assert "It calls for violence against a group." in answer.content.decode()


def test_a_failed_csrf_check_is_a_403_with_the_filled_form(discussion: Any, ann: Any) -> None:
    answer = Client(enforce_csrf_checks=True).post(notice_page(say(discussion, ann)), notice_form())
    assert (answer.status_code, LegalNotice.objects.count()) == (403, 0)
    assert "It calls for violence against a group." in answer.content.decode()


def test_notices_are_limited_by_address_and_by_account(
    discussion: Any, ann: Any, ben: Any, as_member: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": {"legal": [(1, 60)]}, "ADDRESS_FACTOR": 2}
    comment = say(discussion, ann)
    noticed(comment, notifier=Notifier(name="N", email="n@b.example", member=ben))
    with pytest.raises(Throttled):
        noticed(comment, notifier=Notifier(name="N", email="n@b.example", member=ben))
    for _turn in range(2):
        assert Client().post(notice_page(comment), notice_form()).status_code == 303
    answer = Client().post(notice_page(comment), notice_form(words="My words."))
    assert (answer.status_code, 0 < int(answer.headers["Retry-After"]) <= 60) == (429, True)
    assert "My words." in answer.content.decode()


def test_a_member_finds_the_own_address_filled_in_and_nobody_elses(
    discussion: Any, ann: Any, ben: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    assert "ben@example.org" in as_member(ben).get(notice_page(comment)).content.decode()
    assert "@example.org" not in Client().get(notice_page(comment)).content.decode()
    as_member(ben).post(notice_page(comment), notice_form())
    assert LegalNotice.objects.get().member == ben


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method: str, discussion: Any, ann: Any) -> None:
    assert getattr(Client(), method)(notice_page(say(discussion, ann))).status_code == 405


def test_odd_characters_are_taken_out(discussion: Any, ann: Any) -> None:
    answer = Client().post(notice_page(say(discussion, ann)), notice_form(words="It\x00 is\x07.", name="No\x07ra\nX"))
    notice = LegalNotice.objects.get()
    assert (answer.status_code, notice.words, notice.name) == (303, "It is.", "Nora X")


def test_who_gave_notice_is_forgotten_a_year_after_the_answer_and_when_a_member_leaves(
    discussion: Any, ann: Any, ben: Any
) -> None:
    comment, now = say(discussion, ann), timezone.now()
    open_one, old, new = (noticed(comment) for _turn in range(3))
    LegalNotice.objects.filter(pk=old.pk).update(answered_at=now - timedelta(days=366))
    LegalNotice.objects.filter(pk=new.pk).update(answered_at=now - timedelta(days=364))
    assert list(old_notifiers(now)) == [old]
    bens = noticed(comment, notifier=Notifier(name="Ben B.", email="ben@example.org", member=ben))
    erase_member(member=ben)
    bens.refresh_from_db()
    open_one.refresh_from_db()
    assert (bens.name, bens.email, bens.words) == ("", "", "It calls for violence.")
    assert open_one.name == "Nora Notifier"


def test_the_page_costs_as_many_queries_with_many_notices_as_with_few(discussion: Any, ann: Any) -> None:
    comment = say(discussion, ann)
    paths = [notice_page(comment), reverse("perspectives:notice_receipt", args=[noticed(comment).key])]

    def costs() -> list[int]:
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert Client().get(path).status_code == 200
            counts.append(len(queries))
        return counts

    few = costs()
    for _turn in range(12):
        noticed(comment)
    assert costs() == few
    assert Comment.objects.count() == 1
