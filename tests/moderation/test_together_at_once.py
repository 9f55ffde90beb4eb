"""Two who decide on much at once: nobody waits for ever, each comment is decided on once, and all counts agree."""

from __future__ import annotations

import pytest

from perspectives.discussion.actions import make_forum
from perspectives.discussion.models import Status
from perspectives.moderation.actions import Chosen, Outcome, claim_comment, decide_many
from perspectives.moderation.models import Act, Claim, Decision
from tests.cast import in_status, make_discussion, make_member, make_moderator
from tests.moderation.test_at_once import at_once, recounted

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_comment_is_decided_on_by_one_of_two_and_the_other_names_it() -> None:
    forum = make_forum(slug="peace", name="Peace")
    places = [make_discussion(forum, slug=f"place-{number}", title="Place") for number in range(3)]
    ann, mod, mia = make_member("Ann"), make_moderator("Mod", forum), make_moderator("Mia", forum)
    comments = [in_status(place, ann, Status.PENDING) for place in places for _ in range(2)]
    chosen = [Chosen(comment, 1, 0) for comment in comments]
    outcomes = at_once(
        lambda: decide_many(chosen=chosen, moderator=mod, act=Act.APPROVE),
        lambda: decide_many(chosen=chosen[::-1], moderator=mia, act=Act.SPAM),
    )
    assert all(isinstance(outcome, Outcome) for outcome in outcomes), outcomes
    assert sorted(len(outcome.decisions) for outcome in outcomes) == [0, 6]
    assert sorted(len(outcome.left_out) for outcome in outcomes) == [0, 6]
    assert Decision.objects.count() == 6
    for place in places:
        recounted(place)


def test_of_two_who_claim_at_once_one_is_told_of_the_other() -> None:
    discussion = make_discussion()
    comment = in_status(discussion, make_member("Ann"), Status.PENDING)
    people = [make_moderator(name, discussion.forum) for name in ("Mod", "Mia")]
    claims = at_once(*[lambda who=who: claim_comment(comment=comment, moderator=who) for who in people])
    assert len({claim.member_id for claim in claims}) == 1
    assert Claim.objects.count() == 1
