"""The card says everything: the words that were found, the talk around, who complained, who wrote it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from perspectives.discussion.actions import post_comment
from perspectives.discussion.models import Comment, Finding, Forum, Status
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.models import Act, LegalNotice, Note, Reason, Sanction
from tests.cast import in_status, make_member, new_key, say
from tests.moderation.stage import DESK, held, item_of


def seen(page: str) -> str:
    """Return the words of a page in one line."""
    return " ".join(strip_tags(page).split())


def card_of(page: str, comment: Comment) -> str:
    """Return the HTML of one card."""
    return page.split(f'id="c-{comment.pk}"')[1].partition("</article>")[0]


def find(comment: Comment, check: str, facts: Any, revision: int = 1) -> None:
    """Let a check have held a text."""
    about: dict[str, Any] = {"comment": comment, "discussion": comment.discussion, "revision": revision}
    Finding.objects.create(check_name=check, answer="hold", facts=facts, **about)


@pytest.fixture
def listed(forum: Forum) -> Forum:
    """The forum, which holds some words."""
    forum.held_words = "casino\nfree spins"
    forum.save()
    return forum


def test_the_words_that_were_found_are_marked(discussion: Any, listed: Any, ann: Any, mod: Any, as_member: Any) -> None:
    discussion.refresh_from_db()
    text = "A *Casino* & free\n\n- spins <script>casino</script>"
    comment = post_comment(discussion=discussion, author=ann, key=new_key(), body=text).comment
    for where in (DESK, item_of(comment)):
        page = card_of(as_member(mod).get(where).content.decode(), comment)
        assert "<em><mark>Casino</mark></em> &amp; <mark>free</mark>" in page
        assert "<mark>spins" in page
        assert "<script" not in page


@pytest.mark.parametrize(
    "facts",
    [
        {"words": ["x"], "spans": [[2, 8]]},
        {"words": ["casino"], "spans": "nonsense"},
        {"words": ["casino", 3, None, {}], "spans": [[1], [True, 2], ["a", "b"], None]},
    ],
)
def test_places_are_marked_and_nonsense_in_facts_is_not(
    facts: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = held(discussion, ann, body="A casino here.")
    finding = Finding(
        comment=comment, revision=1, discussion=discussion, check_name="words", answer="hold", facts=facts
    )
    finding.save()
    page = as_member(mod).get(item_of(comment)).content.decode()
    assert "A <mark>casino</mark> here." in page


@pytest.mark.parametrize("facts", [["casino"], "casino", 7, {"words": "casino"}, {"spans": [[0, 10**9]]}])
def test_facts_of_another_shape_break_no_page(facts: Any, discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = held(discussion, ann, body="A casino here.")
    find(comment, "words", facts)
    find(comment, "mine", facts)
    assert as_member(mod).get(item_of(comment)).status_code == 200


def test_what_an_earlier_text_had_is_not_marked(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = held(discussion, ann, body="A casino here.")
    Finding.objects.create(
        comment=comment,
        revision=2,
        discussion=discussion,
        check_name="words",
        answer="hold",
        facts={"words": ["casino"]},
    )
    assert "<mark>" not in as_member(mod).get(item_of(comment)).content.decode()


def test_the_talk_around_stands_on_the_card_each_with_its_status(
    discussion: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    parent = None
    for depth in range(8):
        parent = say(discussion, ben, f"At depth {depth}.", parent=parent and parent.number)
    comment = held(discussion, ann, body="The words in question.", parent=parent.number)
    for number in range(5):
        answer = say(discussion, ben, f"Beside it, {number}.")
        Comment.objects.filter(pk=answer.pk).update(parent=comment)
    in_status(discussion, ben, Status.REJECTED, parent=comment.parent.number, body="Beside the parent's answers.")
    Comment.objects.filter(body="Beside it, 1.").update(status=Status.REJECTED)
    client = as_member(mod)
    desk, item = (card_of(client.get(where).content.decode(), comment) for where in (DESK, item_of(comment)))
    assert [f"At depth {depth}." in desk for depth in range(8)] == [False] * 3 + [True] * 5
    assert "3 more before them" in seen(desk)
    assert [f"Beside it, {number}." in desk for number in range(5)] == [True] * 3 + [False] * 2
    assert "3 answers and 2 more" in seen(desk)
    assert "Beside the parent" not in desk
    assert 'px-status-rejected">Rejected' in desk
    for depth in range(8):
        assert f"At depth {depth}." in item
    for number in range(5):
        assert f"Beside it, {number}." in item


def test_the_desk_shows_beginnings_and_the_item_all_of_it(
    discussion: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    long = "A [link](https://a.example/x) " + "and words " * 300 + "finis"
    first = say(discussion, ben, long)
    parent = say(discussion, ben, parent=first.number)
    comment = held(discussion, ann, body="Short.", parent=parent.number)
    client = as_member(mod)
    desk, item = (card_of(client.get(where).content.decode(), comment) for where in (DESK, item_of(comment)))
    assert "A link and words" in desk
    assert "finis" not in desk
    assert "finis" in item


def test_the_passage_it_is_about_is_quoted(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    Comment.objects.filter(pk=comment.pk).update(quote="<b>Stop</b> waiting.", passage_key="p-0123456789")
    page = as_member(mod).get(DESK).content.decode()
    assert "&lt;b&gt;Stop&lt;/b&gt; waiting." in page
    assert '#p-0123456789"' in page


def test_reports_stand_by_reason_each_with_the_reporters_record(
    discussion: Any, elsewhere: Any, ann: Any, ben: Any, eve: Any, mod: Any, tom: Any, as_member: Any
) -> None:
    for act in (Act.SPAM, Act.SPAM, Act.APPROVE):
        earlier = say(discussion, ann)
        report_comment(comment=earlier, reporter=ben, reason=Reason.OTHER)
        decide(comment=earlier, moderator=mod, act=act, revision=1)
    other = say(elsewhere, ann)
    report_comment(comment=other, reporter=eve, reason=Reason.OTHER)
    decide(comment=other, moderator=tom, act=Act.SPAM, revision=1)
    comment = say(discussion, ann)
    report_comment(comment=comment, reporter=eve, reason=Reason.SPAM, words="An <i>advertisement</i>.")
    for reader in (ben, make_member("Carl")):
        report_comment(comment=comment, reporter=reader, reason=Reason.OFF_TOPIC)
    page = card_of(as_member(mod).get(DESK).content.decode(), comment)
    words = seen(page)
    assert words.index("nothing to do with the essay 2 reports") < words.index("advertising or spam 1 report")
    assert "Ben (2 of 3 upheld)" in words
    assert "Carl (none decided yet)" in words
    # What Eve reported in another forum is that forum's matter.
    assert "Eve (none decided yet)" in words
    assert "An &lt;i&gt;advertisement&lt;/i&gt;." in page


def test_the_first_ten_reports_are_named_and_all_are_counted(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    for number in range(13):
        report_comment(comment=comment, reporter=make_member(f"Reader{number}"), reason=Reason.FALSE)
    page = seen(card_of(as_member(mod).get(DESK).content.decode(), comment))
    assert "misleading about facts 13 reports" in page
    assert ("Reader9" in page, "Reader10" in page, "and 3 more" in page) == (True, False, True)


def test_notices_stand_on_the_card_without_who_gave_them(
    discussion: Any, forum: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    notice = {"comment": comment, "revision": 1, "forum": forum, "name": "Secret Name", "email": "secret@example.net"}
    LegalNotice.objects.create(law="Section 5", words="It breaks the law.", **notice)
    LegalNotice.objects.create(words="An answered one.", answered_at=timezone.now(), **notice)
    for where in (DESK, item_of(comment)):
        page = as_member(mod).get(where).content.decode()
        assert "Section 5" in page
        assert "It breaks the law." in page
        for hidden in ("An answered one.", "Secret Name", "secret@example.net"):
            assert hidden not in page


def test_the_members_record_has_sanctions_past_and_present_and_notes(
    discussion: Any, forum: Any, elsewhere: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    now, comment = timezone.now(), held(discussion, ann)
    for words, where, times in (
        ("Binds here.", forum, {}),
        ("Binds everywhere.", None, {"until": now + timedelta(days=1)}),
        ("Was lifted.", forum, {"lifted_at": now}),
        ("Ran out.", forum, {"until": now - timedelta(days=1)}),
        ("Of another forum.", elsewhere.forum, {}),
    ):
        Sanction.objects.create(member=ann, forum=where, kind="hold", words=words, **times)
    for number in range(5):
        Note.objects.create(forum=forum, member=ann, by=mia, body=f"Note <b>{number}</b>.")
    Note.objects.create(forum=elsewhere.forum, member=ann, by=mia, body="Of another team.")
    Note.objects.create(forum=forum, member=ann, by=mia, body="On this one.", comment=comment)
    client = as_member(mod)
    desk, item = (card_of(client.get(where).content.decode(), comment) for where in (DESK, item_of(comment)))
    for page in (desk, item):
        present, past = page.split("px-facts-list")[-1].split("</dl>")
        assert ("Binds here." in present, "Binds everywhere." in present) == (True, True)
        assert ("Was lifted." in past, "Ran out." in past, "2 sanctions in the past" in seen(past)) == (
            True,
            True,
            True,
        )
        assert "Of another" not in page
        assert "On this one. Mia" in seen(page)
        assert "about this comment" in page
    shown = [f"Note &lt;b&gt;{number}&lt;/b&gt;." for number in range(5)]
    assert ([note in desk for note in shown], "and 3 more" in seen(desk)) == ([False] * 3 + [True] * 2, True)
    assert all(note in item for note in shown)


def test_many_sanctions_of_the_past_push_out_none_that_binds(
    discussion: Any, forum: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    held(discussion, ann)
    Sanction.objects.create(member=ann, forum=forum, kind="ban", words="Still binds.")
    for number in range(15):
        Sanction.objects.create(member=ann, forum=forum, kind="warn", words=f"Past {number}", lifted_at=timezone.now())
    page = as_member(mod).get(DESK).content.decode()
    assert "Still binds." in page
    assert len(re.findall(r"Past \d+", page)) == 9


def test_no_address_of_anybody_stands_on_a_card(
    discussion: Any, ann: Any, ben: Any, mod: Any, mia: Any, forum: Any, as_member: Any
) -> None:
    comment = post_comment(
        discussion=discussion, author=ann, key=new_key(), body="From somewhere.", address="203.0.113.77"
    ).comment
    report_comment(comment=comment, reporter=ben, reason=Reason.OTHER, address="203.0.113.78")
    Note.objects.create(forum=forum, member=ann, by=mia, body="A note.")
    for where in (DESK, item_of(comment)):
        page = as_member(mod).get(where).content.decode()
        assert "203.0.113" not in page
        assert "@example.org" not in page
