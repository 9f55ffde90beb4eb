"""Acts in Django's admin go through the actions: read first, written down, refused with words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import Comment, Role, RoleKind, State, Status
from perspectives.moderation.actions import report_comment
from perspectives.moderation.models import Decision, Reason, Report, Rule, Sanction
from tests.cast import in_status, make_user, say
from tests.moderation.stage import list_of

OURS = ["comment", "commentrevision", "finding", "event", "discussion", "report", "decision", "sanction", "rule"]


def confirm(client: Client, act: str, comments: list[Comment], **fields: Any) -> Any:
    """Choose an action, and answer the page that asks with what it shows."""
    keys = [comment.pk for comment in comments]
    page = client.post(list_of("comment"), {"action": act, "_selected_action": keys, "index": 0})
    assert page.status_code == 200, page.url
    hidden = dict(re.findall(r'name="(seen_\d+)" value="([^"]+)"', page.content.decode()))
    assert len(hidden) == len(keys)
    data = {"action": act, "_selected_action": keys, "confirmed": "1", **hidden, **fields}
    return client.post(list_of("comment"), data, follow="form" not in fields)


@pytest.mark.parametrize(("act", "after"), [("approve", "public"), ("reject", "rejected"), ("spam", "spam")])
def test_decisions_in_the_admin_are_rows_like_any_other(
    act: str, after: str, discussion: Any, ann: Any, mod: Any, staff: Client, rule: Any
) -> None:
    comments = [in_status(discussion, ann, Status.PENDING) for _ in range(2)]
    said = {"words": "Words.", "note": "A note."} | ({"rule": rule.pk} if act == "reject" else {})
    confirm(staff, act, comments, **said)
    assert {comment.status for comment in Comment.objects.all()} == {after}
    for row in Decision.objects.all():
        assert (row.by, row.act, row.revision, row.words, row.note) == (mod, act, 1, "Words.", "A note.")
    assert Decision.objects.count() == 2


def test_a_rejection_in_the_admin_needs_a_rule_of_the_forum(
    discussion: Any, elsewhere: Any, ann: Any, staff: Client
) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    foreign = Rule.objects.of(elsewhere.forum).first()
    for rule in ("", foreign.pk):
        answer = confirm(staff, "reject", [comment], rule=rule, words="Kept words.")
        assert "Kept words." in answer.content.decode()
    comment.refresh_from_db()
    assert (comment.status, Decision.objects.count()) == (Status.PENDING, 0)


def test_a_text_edited_since_it_was_shown_in_the_admin_is_not_decided_on(
    discussion: Any, ann: Any, staff: Client
) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    edit_comment(comment=comment, editor=ann, body="Another text.", tags=[], revision=1)
    answer = confirm(staff, "approve", [comment], **{f"seen_{comment.pk}": "1:0"})
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert "edited meanwhile" in answer.content.decode()


def test_another_forums_comments_cannot_be_decided_on_in_the_admin(elsewhere: Any, ann: Any, staff: Client) -> None:
    comment = in_status(elsewhere, ann, Status.PENDING)
    data = {"action": "approve", "_selected_action": [comment.pk], "confirmed": "1", f"seen_{comment.pk}": "1:0"}
    staff.post(list_of("comment"), data)
    comment.refresh_from_db()
    assert (comment.status, Decision.objects.count()) == (Status.PENDING, 0)


def test_comments_of_two_forums_are_not_rejected_together(
    discussion: Any, elsewhere: Any, ann: Any, chief: Client
) -> None:
    keys = [in_status(place, ann, Status.PENDING).pk for place in (discussion, elsewhere)]
    data = {"action": "reject", "_selected_action": keys, "index": 0}
    page = chief.post(list_of("comment"), data, follow=True).content.decode()
    assert "Choose comments of one forum" in page


def test_staff_without_a_display_name_are_told_to_choose_one(discussion: Any, ann: Any, db: None) -> None:
    client = Client()
    client.force_login(make_user("Root", is_staff=True, is_superuser=True))
    comment = in_status(discussion, ann, Status.PENDING)
    data = {"action": "approve", "_selected_action": [comment.pk], "index": 0}
    assert "Choose a display name" in client.post(list_of("comment"), data, follow=True).content.decode()


def test_discussions_are_locked_and_opened_by_actions(discussion: Any, mod: Any, staff: Client) -> None:
    for act, state in (("lock", State.LOCKED), ("unlock", State.OPEN)):
        staff.post(list_of("discussion"), {"action": act, "_selected_action": [discussion.pk], "index": 0})
        discussion.refresh_from_db()
        assert discussion.state == state
    assert list(Decision.objects.values_list("act", "by")) == [("lock", mod.pk), ("unlock", mod.pk)]


def test_a_sanction_made_and_lifted_in_the_admin_leaves_decisions(
    discussion: Any, forum: Any, ann: Any, mod: Any, staff: Client
) -> None:
    Role.objects.create(forum=forum, member=mod, kind=RoleKind.SENIOR)
    add = reverse("admin:perspectives_sanction_add")
    assert staff.get(add).status_code == 200
    data = {"member": ann.pk, "forum": forum.pk, "kind": "ban", "words": "Threats.", "until_0": "", "until_1": ""}
    assert staff.post(add, data).status_code == 302
    sanction = Sanction.objects.get()
    assert (sanction.kind, sanction.until, sanction.by) == ("ban", None, mod)
    assert Decision.objects.get().sanction == sanction
    assert staff.post(add, data).status_code == 302
    assert Sanction.objects.count() == 1
    staff.post(list_of("sanction"), {"action": "lift", "_selected_action": [sanction.pk], "index": 0})
    sanction.refresh_from_db()
    assert sanction.lifted_at is not None
    assert list(Decision.objects.values_list("act", flat=True)) == ["ban", "lift"]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "suspend"},
        {"kind": "ban"},
        {"words": ""},
        {"forum": ""},
        {"forum": "elsewhere"},
        {"member": "mod"},
        {"kind": "x"},
    ],
)
def test_a_wrong_sanction_is_refused_in_the_form(
    fields: dict[str, str], forum: Any, elsewhere: Any, ann: Any, mod: Any, staff: Client
) -> None:
    data = {"member": ann.pk, "forum": forum.pk, "kind": "hold", "words": "Threats.", "until_0": "", "until_1": ""}
    values = {"elsewhere": elsewhere.forum.pk, "mod": mod.pk}
    data |= {name: values.get(value, value) for name, value in fields.items()}
    assert staff.post(reverse("admin:perspectives_sanction_add"), data).status_code == 200
    assert Sanction.objects.count() == 0


def test_open_reports_follow_decisions_made_in_the_admin(discussion: Any, ann: Any, ben: Any, staff: Client) -> None:
    comment = say(discussion, ann)
    report_comment(comment=comment, reporter=ben, reason=Reason.OTHER)
    confirm(staff, "approve", [comment])
    comment.refresh_from_db()
    assert (comment.open_reports, Report.objects.open().count()) == (0, 0)
