"""A hundred cards with all they can show cost as many queries as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perspectives.discussion.models import Comment, Discussion, Finding, Forum
from perspectives.members.models import Member
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.cards import cards_of, for_desk
from perspectives.moderation.models import Act, LegalNotice, Note, Reason, Rule, Sanction, Severity
from perspectives.moderation.queue import Asked
from tests.cast import make_discussion, make_member, say


def full(discussion: Discussion, mod: Member, rule: Rule, number: int) -> None:
    """Make an item that has everything: a talk around it, findings, reports, notices, sanctions, notes, a past."""
    writer, reader = make_member(f"Writer{number}"), make_member(f"Reader{number}")
    first = say(discussion, reader)
    parent = say(discussion, reader, parent=first.number)
    comment = say(discussion, writer, parent=parent.number, tags=["evidence"])
    say(discussion, reader, parent=comment.number)
    report_comment(comment=comment, reporter=reader, reason=Reason.ABUSE)
    rejected = decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule)
    decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1, seen=rejected.pk if rejected else 0)
    report_comment(comment=comment, reporter=make_member(f"Other{number}"), reason=Reason.OTHER)
    facts = {"words": ["words"], "spans": [[0, 5]]}
    about: dict[str, Any] = {"comment": comment, "revision": 1}
    Finding.objects.create(discussion=discussion, check_name="words", answer="hold", facts=facts, **about)
    LegalNotice.objects.create(forum=discussion.forum, words="Illegal.", **about)
    Note.objects.create(forum=discussion.forum, member=writer, by=mod, body="A note.", comment=first)
    for ended in (None, timezone.now() - timedelta(days=1)):
        Sanction.objects.create(member=writer, forum=discussion.forum, kind="hold", words="x", until=ended)
    Comment.objects.filter(pk=comment.pk).update(quote="A passage.", weight=900)


def places(forum: Forum) -> list[Discussion]:
    """Return several discussions of one forum."""
    return [make_discussion(forum, title=f"Essay {number}", slug=f"essay-{number}") for number in range(4)]


def test_a_hundred_full_cards_cost_what_one_costs(forum: Any, mod: Any, rule: Any) -> None:
    rule.severity = Severity.WORST
    rule.save()
    homes, asked = places(forum), []
    for first, last in ((0, 1), (1, 100)):
        for number in range(first, last):
            full(homes[number % 4], mod, rule, number)
        with CaptureQueriesContext(connection) as queries:
            cards = cards_of(list(for_desk(Comment.objects.filter(weight=900))), timezone.now(), Asked())
        assert len(cards) == last
        for card in cards:
            assert (len(card.conversation.above), len(card.conversation.below), len(card.notices)) == (1, 1, 1)
            assert (len(card.record.sanctions), len(card.record.past), len(card.record.notes)) == (1, 1, 1)
            assert (len(card.reports), card.judged.worst, card.marks.spans) == (1, True, ((0, 5),))
        asked.append(len(queries))
    # Two for the comments and their tags, and twelve for what stands on their cards.
    assert asked == [14, 14]


def test_an_item_with_a_long_past_costs_what_a_short_one_costs(
    discussion: Any, forum: Any, mod: Any, mia: Any, rule: Any, as_member: Any
) -> None:
    client, asked = as_member(mod), []
    for number in range(2):
        full(discussion, mod, rule, number)
        comment = Comment.objects.get(weight=900, author__name=f"Writer{number}")
        for turn in range(number * 30):
            say(discussion, mia, parent=comment.number)
            Note.objects.create(forum=forum, member=comment.author, by=mia, body=f"Note {turn}.")
        where = f"/moderation/items/{discussion.slug}/{comment.number}/"
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
