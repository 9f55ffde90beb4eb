"""What changes while the desk is open: counts and claims, asked for gently."""

from __future__ import annotations

from typing import Any

import pytest

from perspectives.moderation.actions import claim_comment
from tests.moderation.stage import DESK, held, item_of

LIVE = "/moderation/live/"


def test_it_tells_the_counts_and_who_is_on_what(discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    claim_comment(comment=comment, moderator=mia)
    answer = as_member(mod).get(LIVE)
    assert answer.json()["counts"] == {
        "": "1", "held": "1", "reported": "0", "suspected": "", "appeals": "", "notices": "",
    }  # fmt: skip
    assert answer.json()["claims"] == {str(comment.pk): "Mia is on this"}
    assert as_member(mia).get(LIVE).json()["claims"] == {}
    assert "private" in answer.headers["Cache-Control"]


def test_nothing_new_is_304(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    client = as_member(mod)
    tag = client.get(LIVE).headers["ETag"]
    assert client.get(LIVE, headers={"If-None-Match": tag}).status_code == 304
    held(discussion, ann)
    assert client.get(LIVE, headers={"If-None-Match": tag}).status_code == 200


def test_another_forum_hears_nothing(discussion: Any, ann: Any, mia: Any, tom: Any, eve: Any, as_member: Any) -> None:
    claim_comment(comment=held(discussion, ann), moderator=mia)
    answer = as_member(tom).get(LIVE).json()
    assert (answer["counts"][""], answer["claims"]) == ("0", {})
    assert as_member(tom).get(f"{LIVE}?forum=peace").status_code == 404
    assert as_member(eve).get(LIVE).status_code == 404


@pytest.mark.parametrize("part", ["member=Ann", "member=Ben"])
def test_counts_are_narrowed_as_the_list_is(part: str, discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    held(discussion, ann)
    expected = "1" if part == "member=Ann" else "0"
    assert as_member(mod).get(f"{LIVE}?{part}").json()["counts"]["held"] == expected


def test_the_desk_and_the_item_say_who_is_on_it(discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    claim_comment(comment=comment, moderator=mia)
    for address in (DESK, item_of(comment)):
        assert "<bdi>Mia</bdi> is on this" in as_member(mod).get(address).content.decode()
        assert "is on this" not in as_member(mia).get(address).content.decode()
