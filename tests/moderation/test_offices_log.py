"""Offices given and taken are rows of the log: by every door, linked, for the team and not for the public."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.models import Role, RoleKind
from perspectives.members.actions import erase_member
from perspectives.moderation.actions import appoint, decide, discharge, give_role, take_role
from perspectives.moderation.models import Act, Decision, LogEntry
from tests.cast import make_moderator, make_user, say
from tests.moderation.stage import list_of, row_of
from tests.tokens import without_tokens

TEAM = "/moderation/team/"


@pytest.fixture
def sue(forum: Any) -> Any:
    """Sue is a senior moderator."""
    return make_moderator("Sue", forum, RoleKind.SENIOR)


def rows() -> list[tuple[str, str, str, str | None]]:
    """Return the offices of the log: act, office, whose, by whom."""
    found = Decision.objects.exclude(office="").order_by("pk")
    return list(found.values_list("act", "office", "member__name", "by__name"))


def test_giving_and_taking_are_written_once_each(forum: Any, ann: Any, sue: Any) -> None:
    role = give_role(forum=forum, name="Ann", kind="editor", by=sue)
    assert give_role(forum=forum, name="Ann", kind="editor", by=sue) is None
    assert [take_role(role=role, by=sue) for _ in range(2)] == [True, False]
    assert rows() == [("give", "editor", "Ann", "Sue"), ("take", "editor", "Ann", "Sue")]
    assert set(Decision.objects.values_list("forum", flat=True)) == {forum.pk}
    assert LogEntry.objects.count() == 2


def test_who_leaves_leaves_the_offices_and_the_log_says_so(
    forum: Any, elsewhere: Any, ann: Any, sue: Any, as_member: Any
) -> None:
    appoint(forum=forum, member=ann, kind=RoleKind.MODERATOR, by=sue)
    appoint(forum=elsewhere.forum, member=ann, kind=RoleKind.EDITOR, by=None)
    erase_member(member=ann)
    assert not Role.objects.filter(member=ann).exists()
    assert [row[:2] + row[3:] for row in rows()][2:] == [("take", "moderator", None), ("take", "editor", None)]
    assert "with the account, which was closed" in as_member(sue).get(TEAM).content.decode()


def test_the_admin_gives_and_takes_through_the_actions(
    forum: Any, ann: Any, ben: Any, chief: Client, boss: Any
) -> None:
    add, fields = reverse("admin:perspectives_role_add"), {"forum": forum.pk, "kind": "moderator"}
    for member in (ann, ben):
        assert chief.post(add, fields | {"member": member.pk}).status_code == 302
    one, two = Role.objects.order_by("pk")
    assert chief.post(row_of(one), fields | {"member": ben.pk, "kind": "senior"}).status_code == 403
    assert chief.post(reverse("admin:perspectives_role_delete", args=[one.pk]), {"post": "yes"}).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": [two.pk], "post": "yes"}
    assert chief.post(list_of("role"), chosen).status_code == 302
    assert rows() == [(act, "moderator", name, "Boss") for act in ("give", "take") for name in ("Ann", "Ben")]
    erase_member(member=ben)
    assert "This account has been closed." in chief.post(add, fields | {"member": ben.pk}).content.decode()
    nameless = Client()
    nameless.force_login(make_user("Root", is_staff=True, is_superuser=True))
    assert "Choose a display name" in nameless.post(add, fields | {"member": ann.pk}).content.decode()
    assert not Role.objects.exists()


def test_the_team_sees_who_gave_what_to_whom_and_no_other_does(
    discussion: Any, forum: Any, elsewhere: Any, ann: Any, sue: Any, mod: Any, tom: Any, boss: Any, as_member: Any
) -> None:
    give_role(forum=forum, name="Ann", kind="editor", by=sue)
    row = Decision.objects.get()
    for who, sees in ((mod, True), (sue, True), (boss, True), (tom, False)):
        page = without_tokens(as_member(who).get(TEAM).content.decode())
        assert ("Office given: Editor" in page, "Ann" in page) == (sees, sees)
        who.user.is_staff = True
        who.user.save()
        assert as_member(who).get(row_of(row)).status_code == (200 if sees else 404)
    assert "Office given: Editor" not in as_member(ann).get("/discussions/mine/standing/").content.decode()
    assert as_member(mod).get(reverse("perspectives:undo", args=[row.pk])).status_code == 404
    say(discussion, ann)
    assert "Office given: Editor" in as_member(mod).get(f"/moderation/members/{ann.key}/").content.decode()


def test_the_public_learns_and_counts_nothing_of_it(
    discussion: Any, forum: Any, ann: Any, sue: Any, client: Client
) -> None:
    role = give_role(forum=forum, name="Ann", kind="editor", by=sue)
    discharge(role=role, by=sue)
    decide(comment=say(discussion, ann), moderator=sue, act=Act.SPAM, revision=1)
    for address in ("log/", "log/feed/", "log.csv", "log/?act=spam", "transparency/", "transparency.csv"):
        page = b"".join(client.get(f"/moderation/{address}")).decode()
        assert ("spam" in page.lower(), "Office" in page, 'value="give"' in page) == (True, False, False)
    decisions = client.get("/moderation/transparency.json").json()
    assert '"made": 1' in json.dumps(decisions)
    assert "give" not in json.dumps(decisions)


def test_the_report_does_not_begin_with_an_office(discussion: Any, forum: Any, ann: Any, client: Client) -> None:
    appoint(forum=forum, member=ann, kind=RoleKind.EDITOR, by=None, now=timezone.now() - timedelta(days=4_000))
    assert client.get("/moderation/transparency.json").json()["from"] == timezone.localdate().isoformat()


@pytest.mark.parametrize("change", ["office = 'senior'", "forum_id = NULL", "office = ''", "by_id = NULL"])
def test_the_chain_covers_it(change: str, discussion: Any, forum: Any, ann: Any, sue: Any) -> None:
    decide(comment=say(discussion, ann), moderator=sue, act=Act.SPAM, revision=1)
    give_role(forum=forum, name="Ann", kind="editor", by=sue)
    call_command("verify_log", stdout=io.StringIO())
    table = Decision._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change} WHERE act = 'give'")  # Names of ours.
    told = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_log", stdout=told)
    assert "was changed" in told.getvalue()


def test_nobody_slips_an_office_into_another_decision(discussion: Any, forum: Any, ann: Any, sue: Any) -> None:
    decide(comment=say(discussion, ann), moderator=sue, act=Act.SPAM, revision=1)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Decision._meta.db_table} SET forum_id = %s", [forum.pk])  # As above.
    with pytest.raises(CommandError):
        call_command("verify_log", stdout=io.StringIO())
