"""A senior moderator's sanction is lifted and changed by senior ones, or by who gave it; and by nobody for oneself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import make_forum
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Role, RoleKind
from perspectives.members.actions import erase_member
from perspectives.members.models import Member
from perspectives.moderation.actions import judge_appeal, lift_sanction, make_appeal, sanction_member, undo_decision
from perspectives.moderation.models import Decision, Message, Sanction, SanctionKind
from perspectives.notifications.models import Notice
from tests.cast import make_moderator, say
from tests.moderation.stage import DESK, item_of, list_of, row_of, sent

SENIORS = "A senior moderator gave this sanction"
LEFT = "This member has left: there is nobody to sanction or to write to."


@pytest.fixture
def sue(forum: Any) -> Member:
    """Sue is a senior moderator."""
    return make_moderator("Sue", forum, RoleKind.SENIOR)


@pytest.fixture
def watched(discussion: Any, forum: Any, ann: Any, sue: Any) -> Sanction:
    """Ann's comments are always held, says Sue."""
    say(discussion, ann)
    return sanction_member(member=ann, forum=forum, kind=SanctionKind.HOLD, words="Insults.", by=sue).sanction


def refused(act: Any) -> Refused:
    """Return what an act was refused with."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def test_a_moderator_lifts_no_seniors_sanction_and_a_senior_does(
    watched: Sanction, forum: Any, ann: Any, mod: Any, sue: Any
) -> None:
    ban = sanction_member(member=ann, forum=forum, kind=SanctionKind.BAN, words="Threats.", by=sue).sanction
    for sanction in (watched, ban):
        assert refused(lambda one=sanction: lift_sanction(sanction=one, by=mod)).code == "senior"
        decision = Decision.objects.get(sanction=sanction)
        assert refused(lambda one=decision: undo_decision(decision=one, moderator=mod)).http_status == 403
    assert not Sanction.objects.filter(lifted_at__isnull=False).exists()
    other = make_moderator("Max", forum, RoleKind.SENIOR)
    for sanction in (watched, ban):
        assert lift_sanction(sanction=sanction, by=other).decision is not None


def test_nor_changes_it_by_giving_another_of_its_kind(
    watched: Sanction, forum: Any, ann: Any, mod: Any, sue: Any
) -> None:
    softer = {"member": ann, "forum": forum, "kind": SanctionKind.HOLD, "until": timezone.now() + timedelta(days=1)}
    assert refused(lambda: sanction_member(words="A day.", by=mod, **softer)).code == "senior"
    same = sanction_member(member=ann, forum=forum, kind=SanctionKind.HOLD, words="Insults.", by=mod)
    assert (same.decision, same.sanction) == (None, watched)
    assert sanction_member(member=ann, forum=forum, kind=SanctionKind.WARN, words="Look.", by=mod).decision is not None
    assert sanction_member(words="A day.", by=sue, **softer).decision is not None


def test_who_gave_it_lifts_it_also_without_the_office_but_a_ban_stays_the_seniors(
    watched: Sanction, forum: Any, ann: Any, mod: Any, sue: Any
) -> None:
    ban = sanction_member(member=ann, forum=forum, kind=SanctionKind.BAN, words="Threats.", by=sue).sanction
    Role.objects.filter(member=sue).update(kind=RoleKind.MODERATOR)
    assert refused(lambda: lift_sanction(sanction=ban, by=mod)).code == "senior"
    assert lift_sanction(sanction=ban, by=sue).decision is not None
    assert lift_sanction(sanction=watched, by=mod).decision is not None


def test_nobody_lifts_what_binds_oneself(forum: Any, ann: Any, mod: Any) -> None:
    sanction = sanction_member(member=ann, forum=forum, kind=SanctionKind.HOLD, words="Insults.", by=mod).sanction
    Role.objects.create(forum=forum, member=ann, kind=RoleKind.SENIOR)
    assert refused(lambda: lift_sanction(sanction=sanction, by=ann)).code == "own"


def test_the_pages_offer_it_to_whom_it_is_allowed(
    watched: Sanction, discussion: Any, ann: Any, mod: Any, sue: Any, boss: Any, staff: Client, as_member: Any
) -> None:
    comment = say(discussion, ann)
    doors, page = [DESK, item_of(comment)], f"/moderation/members/{ann.key}/?forum={discussion.forum.slug}"
    for who, offered in ((mod, False), (sue, True), (boss, True)):
        for door in (*doors, page):
            assert ('value="lift"' in as_member(who).get(door).content.decode()) == offered
    form = sent(comment, "lift", sanction=watched.pk)
    for door in (item_of(comment), page):
        answer = as_member(mod).post(door, form)
        assert (answer.status_code, SENIORS in answer.content.decode()) == (403, True)
    lifting = {"action": "lift", "_selected_action": [watched.pk], "index": 0}
    assert SENIORS in staff.post(list_of("sanction"), lifting, follow=True).content.decode()
    softer = {
        "member": ann.pk,
        "forum": discussion.forum_id,
        "kind": "hold",
        "words": "x",
        "until_0": "",
        "until_1": "",
    }
    answer = staff.post(reverse("admin:perspectives_sanction_add"), softer)
    assert (answer.status_code, SENIORS in answer.content.decode()) == (200, True)
    assert as_member(sue).post(page, form).status_code == 303


def test_an_appeal_against_it_is_judged_by_another_senior_if_there_is_one(
    watched: Sanction, forum: Any, ann: Any, mod: Any, sue: Any, as_member: Any, django_capture_on_commit_callbacks: Any
) -> None:
    decision = Decision.objects.get(sanction=watched)
    other = make_moderator("Max", forum, RoleKind.SENIOR)
    with django_capture_on_commit_callbacks(execute=True):
        appeal = make_appeal(decision=Decision.objects.get(pk=decision.pk), member=ann, words="Why?").appeal
    judging = {"appeal": appeal, "granted": True, "words": "Right."}
    assert refused(lambda: judge_appeal(judge=mod, **judging)).code == "senior"
    assert SENIORS in as_member(mod).get(f"/moderation/appeals/{appeal.pk}/").content.decode()
    Role.objects.filter(member=other).delete()
    assert judge_appeal(judge=mod, **judging) is not None


def test_the_admin_lists_it_for_the_team_of_its_forum_and_not_for_who_made_it(
    watched: Sanction, forum: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    appeal = make_appeal(decision=Decision.objects.get(sanction=watched), member=ann, words="Why?").appeal
    Role.objects.create(forum=forum, member=ann, kind=RoleKind.MODERATOR)
    tor = make_moderator("Tor", make_forum(slug="trade", name="Trade"))
    for who, sees in ((mod, True), (ann, False), (tor, False)):
        who.user.is_staff = True
        who.user.save()
        client = as_member(who)
        listed = row_of(appeal) in client.get(list_of("appeal")).content.decode()
        assert (listed, client.get(row_of(appeal)).status_code) == (sees, 200 if sees else 404)


def test_only_seniors_are_called_to_such_an_appeal(
    discussion: Any, forum: Any, ann: Any, mod: Any, sue: Any, django_capture_on_commit_callbacks: Any
) -> None:
    other = make_moderator("Max", forum, RoleKind.SENIOR)
    with django_capture_on_commit_callbacks(execute=True):
        comment = say(discussion, ann)
        given = sanction_member(
            member=ann, forum=forum, kind=SanctionKind.HOLD, words="x", by=sue, comment=comment
        ).decision
        make_appeal(decision=given, member=ann, words="Why?")
    assert [notice.member for notice in Notice.objects.filter(kind="appeal")] == [other]


def test_who_has_left_is_neither_sanctioned_nor_written_to(
    discussion: Any, forum: Any, ann: Any, mod: Any, staff: Client, as_member: Any
) -> None:
    comment, stale = say(discussion, ann), Member.objects.get(pk=ann.pk)
    erase_member(member=ann)
    client, page = as_member(mod), f"/moderation/members/{ann.key}/"
    thread = f"{page}messages/{forum.slug}/"
    for door in (item_of(comment), page, thread):
        shown = client.get(door).content.decode()
        assert LEFT in shown
        assert 'value="warn"' not in shown
    assert thread not in client.get(page).content.decode()
    for door, form in ((item_of(comment), sent(comment, "warn", words="x")), (page, {"act": "warn", "words": "x"})):
        answer = client.post(door, form)
        assert (answer.status_code, "This account has been closed." in answer.content.decode()) == (403, True)
    assert client.post(thread, {"body": "Hello."}).status_code == 403
    data = {"member": ann.pk, "forum": forum.pk, "kind": "hold", "words": "x", "until_0": "", "until_1": ""}
    assert (
        "This account has been closed." in staff.post(reverse("admin:perspectives_sanction_add"), data).content.decode()
    )
    # Somebody who left while the form was being filled in.
    assert refused(lambda: sanction_member(member=stale, forum=forum, kind="warn", words="x", by=mod)).code == "erased"
    assert (Sanction.objects.count(), Decision.objects.count(), Message.objects.count()) == (0, 0, 0)
