"""A member's page on the desk: the record in the forums one moderates, and what is done from there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perspectives.discussion.models import Comment, Role, RoleKind, Status
from perspectives.moderation.actions import decide, sanction_member, write_note
from perspectives.moderation.models import Act, Decision, Sanction, SanctionKind
from perspectives.moderation.trust_words import trust_of
from tests.cast import in_status, make_member, say
from tests.moderation.stage import item_of

MEMBERS = "/moderation/members/"


def page_of(member: Any) -> str:
    """Return the address of the member's page."""
    return f"{MEMBERS}{member.key}/"


def test_the_page_shows_the_record_of_ones_own_forum_alone(
    discussion: Any, elsewhere: Any, forum: Any, ann: Any, mod: Any, tom: Any, boss: Any, rule: Any, as_member: Any
) -> None:
    comment = say(discussion, ann, "Ours it is.")
    say(elsewhere, ann, "Theirs it is.")
    decide(comment=comment, moderator=mod, act=Act.REJECT, rule=rule, revision=1, words="Why.")
    write_note(forum=forum, member=ann, by=mod, body="Noted here.")
    sanction_member(member=ann, forum=forum, kind=SanctionKind.HOLD, words="Held here.", by=mod)
    ours = as_member(mod).get(page_of(ann)).content.decode()
    for words in ("Ours it is.", "Noted here.", "Held here.", "Rejected", str(rule)):
        assert words in ours
    assert "Theirs it is." not in ours
    theirs = as_member(tom).get(page_of(ann)).content.decode()
    assert "Theirs it is." in theirs
    for words in ("Ours it is.", "Noted here.", "Held here."):
        assert words not in theirs
    assert as_member(tom).get(f"{page_of(ann)}?forum={forum.slug}").status_code == 404
    assert "Theirs it is." in as_member(boss).get(f"{page_of(ann)}?forum=trade").content.decode()
    assert "ann@example.org" not in ours + theirs


def test_who_has_nothing_to_do_with_ones_forums_is_not_there(
    discussion: Any, ann: Any, mod: Any, tom: Any, eve: Any, as_member: Any
) -> None:
    say(discussion, ann)
    never = as_member(tom).get(f"{MEMBERS}{'0' * 16}/")
    assert (as_member(tom).get(page_of(ann)).content, never.status_code) == (never.content, 404)
    for address in (MEMBERS, page_of(ann), "/moderation/team/"):
        assert as_member(eve).get(address).status_code == 404
        assert as_member(mod).get(address).status_code == 200


def test_members_are_found_by_a_part_of_the_name_and_the_sanctioned_without_words(
    discussion: Any, forum: Any, ann: Any, ben: Any, eve: Any, mod: Any, as_member: Any
) -> None:
    say(discussion, ann)
    say(discussion, ben)
    client = as_member(mod)
    sanction_member(member=ben, forum=forum, kind=SanctionKind.HOLD, words="x", by=mod)
    found = client.get(f"{MEMBERS}?q=AN").content.decode()
    assert (page_of(ann) in found, page_of(ben) in found) == (True, False)
    assert page_of(eve) not in client.get(f"{MEMBERS}?q=e").content.decode()
    bound = client.get(MEMBERS).content.decode()
    assert (page_of(ann) in bound, page_of(ben) in bound) == (False, True)


@pytest.mark.parametrize(
    "query",
    ["?before=x", "?before=99999999999999999999", "?status=x", "?forum=%00", "?page=0", "?q=%00", "?status=%00"],
)
def test_wrong_parameters_are_no_fault_of_the_server(
    query: str, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    say(discussion, ann)
    for address in (page_of(ann), MEMBERS):
        assert as_member(mod).get(address + query).status_code in (200, 404)


def test_the_page_asks_as_much_for_many_rows_as_for_one(
    discussion: Any, forum: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert as_member(mod).get(page_of(ann)).status_code == 200
        return len(queries)

    def grow(count: int) -> None:
        for number in range(count):
            comment = say(discussion, ann)
            decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
            write_note(forum=forum, member=ann, by=mod, body=f"Note {comment.pk} {number}", comment=comment)
            sanction_member(member=ann, forum=forum, kind=SanctionKind.WARN, words=f"W{comment.pk}", by=mod)
            Sanction.objects.update(acknowledged_at=timezone.now())

    grow(1)
    few = asked()
    grow(8)
    assert asked() == few


def test_sanctioning_lifting_and_noting_from_the_page(
    discussion: Any, forum: Any, ann: Any, mod: Any, boss: Any, rule: Any, as_member: Any
) -> None:
    comment, client, here = say(discussion, ann), as_member(mod), f"{page_of(ann)}?forum={forum.slug}"
    assert client.post(here, {"act": "watch", "words": "", "hide": ""}).status_code == 422
    assert client.post(here, {"act": "nonsense"}).status_code == 422
    assert client.post(here, {"act": "ban", "words": "Threats.", "hide": ""}).status_code == 403
    form = {"act": "watch", "words": "Insults.", "hide": "all", "rule": rule.pk, "everywhere": "on"}
    assert client.post(here, form).url == here
    sanction = Sanction.objects.get()
    assert sanction.forum == forum
    assert Comment.objects.get(pk=comment.pk).status == Status.REJECTED
    for key in ("x", "0", str(10**30)):
        assert client.post(here, {"act": "lift", "sanction": key}).status_code == 422
    assert client.post(here, {"act": "lift", "sanction": sanction.pk, "restore": "1"}).status_code == 303
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLIC
    assert client.post(here, {"act": "note", "body": "Noted."}).status_code == 303
    assert client.post(here, {"act": "note", "body": ""}).status_code == 422
    assert as_member(mod, csrf=True).post(here, {"act": "note", "body": "Kept words."}).status_code == 403
    form = {"act": "ban", "words": "Threats.", "hide": "", "everywhere": "on"}
    assert as_member(boss).post(here, form).status_code == 303
    assert Sanction.objects.get(kind="ban").forum is None
    assert list(Decision.objects.values_list("act", flat=True)) == ["watch", "reject", "undo", "lift", "ban"]


def test_trust_is_said_in_words(discussion: Any, forum: Any, ann: Any, mod: Any, rule: Any) -> None:
    def words() -> str:
        return trust_of(ann, [forum], timezone.now())[forum.pk].words

    forum.policy, forum.newcomer_comments, forum.trusted_comments = "newcomers", 1, 3
    forum.save()
    assert words().startswith("Newcomer")
    said = [in_status(discussion, ann, Status.PENDING) for _ in range(3)]
    decide(comment=said[0], moderator=mod, act=Act.APPROVE, revision=1)
    assert words() == "Known."
    for comment in said[1:]:
        decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    assert words().startswith("Trusted since")
    other = say(discussion, ann)
    decide(comment=other, moderator=mod, act=Act.REJECT, rule=rule, revision=1)
    assert words() == "Known."


def test_seniors_give_and_take_offices_and_nobody_takes_the_last_seniors(
    forum: Any, ann: Any, mod: Any, tom: Any, boss: Any, as_member: Any
) -> None:
    team, senior = "/moderation/team/", make_member("Sue")
    office = Role.objects.create(forum=forum, member=senior, kind=RoleKind.SENIOR)
    give = {"act": "give", "forum": forum.pk, "name": "ann", "kind": "moderator"}
    for other in (mod, tom):
        assert as_member(other).post(team, give).status_code == 404
    client = as_member(senior)
    for wrong in ({"name": "Nobody"}, {"name": ""}, {"kind": "king"}, {"name": "\x00"}):
        assert client.post(team, give | wrong).status_code == 422
    for wrong in ({"forum": "x"}, {"forum": 10**30}, {"forum": tom.roles.get().forum_id}):
        assert client.post(team, give | wrong).status_code == 404
    assert [client.post(team, give).status_code for _ in range(2)] == [303, 303]
    role = Role.objects.get(member=ann)
    assert "Ann" in as_member(mod).get(team).content.decode()
    take = {"act": "take", "forum": forum.pk}
    assert client.post(team, take | {"role": office.pk}).status_code == 409
    assert as_member(senior, csrf=True).post(team, take | {"role": role.pk}).status_code == 403
    for key in (role.pk, role.pk, "x", 10**30, tom.roles.get().pk):
        assert client.post(team, take | {"role": key}).status_code == 303
    assert not Role.objects.filter(member=ann).exists()
    assert tom.roles.exists()
    assert as_member(boss).post(team, take | {"role": office.pk}).status_code == 303
    assert not Role.objects.filter(pk=office.pk).exists()


def test_another_forums_sanction_is_as_if_it_were_not_there(
    discussion: Any, elsewhere: Any, ann: Any, mod: Any, tom: Any, as_member: Any
) -> None:
    comment, client = say(discussion, ann), as_member(mod)
    say(elsewhere, ann)
    other = sanction_member(member=ann, forum=elsewhere.forum, kind=SanctionKind.HOLD, words="There.", by=tom).sanction
    card = {"revision": 1, "seen": 0, "at": "item", "kind": "", "forum": ""}
    for address, fields in ((page_of(ann), {}), (item_of(comment), card)):
        there, nowhere = (
            client.post(address, {"act": "lift", "sanction": key, **fields}) for key in (other.pk, 99_999)
        )
        assert (there.status_code, nowhere.status_code) == (422, 422)
        assert "There is no such" in there.content.decode()
    other.refresh_from_db()
    assert other.lifted_at is None
