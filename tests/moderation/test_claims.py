"""A claim says who is looking; it binds nobody and expires by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from perspectives.moderation.actions import claim_comment, decide
from perspectives.moderation.actions.claim import CLAIM_LASTS
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Act, Claim
from tests.moderation.stage import held, item_of


def claim_of(comment: Any) -> str:
    """Return the address by which a comment is claimed."""
    return reverse("perspectives:claim", args=[comment.discussion.slug, comment.number])


def test_the_first_holds_it_until_it_expires(discussion: Any, ann: Any, mod: Any, mia: Any) -> None:
    comment, now = held(discussion, ann), timezone.now()
    assert claim_comment(comment=comment, moderator=mod, now=now).member == mod
    assert claim_comment(comment=comment, moderator=mia, now=now + CLAIM_LASTS - timedelta(seconds=1)).member == mod
    assert claim_comment(comment=comment, moderator=mia, now=now + CLAIM_LASTS).member == mia
    assert Claim.objects.count() == 1


def test_looking_again_makes_it_last_longer(discussion: Any, ann: Any, mod: Any) -> None:
    comment, now = held(discussion, ann), timezone.now()
    claim_comment(comment=comment, moderator=mod, now=now)
    later = now + timedelta(minutes=4)
    assert claim_comment(comment=comment, moderator=mod, now=later).until == later + CLAIM_LASTS


def test_one_looks_at_one_thing_at_a_time(discussion: Any, ann: Any, mod: Any, mia: Any) -> None:
    first, second = held(discussion, ann), held(discussion, ann)
    claim_comment(comment=first, moderator=mod)
    claim_comment(comment=second, moderator=mod)
    assert claim_comment(comment=first, moderator=mia).member == mia
    assert Claim.objects.count() == 2


def test_it_keeps_nobody_from_deciding(discussion: Any, ann: Any, mod: Any, mia: Any) -> None:
    comment = held(discussion, ann)
    claim_comment(comment=comment, moderator=mia)
    assert decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1) is not None


@pytest.mark.parametrize("who", ["ann", "tom"])
def test_nobody_else_claims(who: str, discussion: Any, ann: Any, mod: Any, request: Any, as_member: Any) -> None:
    comment, member = held(discussion, ann), request.getfixturevalue(who)
    with pytest.raises(NotFound):
        claim_comment(comment=comment, moderator=member)
    answer = as_member(member).post(claim_of(comment))
    missing = as_member(member).post(claim_of(comment).replace(f"/{comment.number}/", "/9999/"))
    assert (answer.status_code, answer.content) == (404, missing.content)
    assert Claim.objects.count() == 0


def test_looking_at_pages_claims_nothing_and_the_button_does(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    client.get(item_of(comment))
    assert (client.get(claim_of(comment)).url, Claim.objects.count()) == (item_of(comment), 0)
    assert client.post(claim_of(comment)).url == item_of(comment)
    assert Claim.objects.get().member == mod
    assert "the others see" in client.get(item_of(comment)).content.decode().lower()


def test_the_script_is_told_who_was_first(discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    header = {"X-Perspectives": "fetch"}
    assert as_member(mia).post(claim_of(comment), headers=header).json() == {"said": ""}
    assert as_member(mod).post(claim_of(comment), headers=header).json() == {"said": "Mia is on this"}


def test_a_claim_without_a_token_is_refused(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    assert as_member(mod, csrf=True).post(claim_of(comment)).status_code == 403
    assert Claim.objects.count() == 0
