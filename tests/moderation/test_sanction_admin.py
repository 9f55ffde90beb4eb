"""The admin's form for sanctions: it offers what the action takes, takes what it offers, and refuses with sentences."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.errors import Unacceptable
from perspectives.discussion.models import Role, RoleKind
from perspectives.moderation import sanction_admin
from perspectives.moderation.actions import sanction_member
from perspectives.moderation.models import Decision, Rule, Sanction, SanctionKind
from tests.cast import say
from tests.moderation.stage import row_of

TO_COME = "Choose a date that is still to come."
COLLEAGUE = "This member moderates the forum. Take the role away in the admin first."
ADD = "/admin/perspectives/sanction/add/"


@pytest.fixture
def asked(ann: Any, forum: Any) -> dict[str, Any]:
    """What the form sends to hold Ann's comments."""
    return {
        "member": ann.pk, "forum": forum.pk, "kind": "hold", "words": "Threats.", "until_0": "", "until_1": "",
        "rule": "", "hide": "", "note": "",
    }  # fmt: skip


def refused(client: Client, data: dict[str, Any], field: str, sentence: str) -> None:
    """Send the form and expect the sentence at the field, what was typed, and nothing saved."""
    answer = client.post(ADD, data)
    assert answer.context["adminform"].form.errors == {field: [sentence]}
    assert data["words"] in answer.content.decode()
    assert Sanction.objects.count() == 0


def test_it_says_what_each_nonsense_is(
    asked: dict[str, Any], elsewhere: Any, ann: Any, mod: Any, mia: Any, staff: Client, chief: Client
) -> None:
    day = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d")
    foreign = Rule.objects.of(elsewhere.forum).first()
    own = Rule.objects.of(Role.objects.get(member=mod).forum).first()
    soon = {"until_0": day, "until_1": "12:00"}
    cases = [
        (staff, {"forum": ""}, "forum", "This field is required."),
        (staff, {"kind": "warn"} | soon, "until", "A warning has no end: it binds until it is read. Leave this empty."),
        (chief, {"kind": "ban"} | soon, "until", "A ban has no end. Leave this empty, or suspend the member."),
        (staff, {"kind": "suspend"}, "until", TO_COME),
        (staff, {"until_0": "2001-01-01", "until_1": "12:00"}, "until", TO_COME),
        (staff, {"until_0": "9999-12-30", "until_1": "1:00"}, "until", "Choose today or a day of the next ten years."),
        (staff, {"hide": "day"}, "rule", "Choose the rule that the hidden comments break: their writer is told."),
        (chief, {"rule": foreign.pk}, "rule", "Choose a rule of this forum."),
        (chief, {"rule": own.pk, "forum": "", "hide": "all"}, "rule", "Choose a rule of this forum."),
        (staff, {"member": mod.pk}, "member", "You cannot do that to yourself."),
        (staff, {"member": mia.pk}, "member", COLLEAGUE),
    ]
    for client, fields, field, sentence in cases:
        refused(client, asked | fields, field, sentence)


def test_it_offers_what_one_may_choose(
    asked: dict[str, Any], forum: Any, elsewhere: Any, mod: Any, staff: Client, chief: Client
) -> None:
    def offered(client: Client) -> tuple[list[Any], bool, Any]:
        form = client.get(ADD).context["adminform"].form
        kinds = [choice[0] for choice in form.fields["kind"].choices]
        others = form.fields["rule"].queryset.filter(forum=elsewhere.forum)
        return kinds, form.fields["forum"].required, others.exists()

    assert offered(staff) == (["", "warn", "hold", "suspend"], True, False)
    assert offered(chief) == (["", "warn", "hold", "suspend", "ban"], False, True)
    page = staff.get(ADD).content.decode()
    assert "Peace and Security: 1." in page
    assert "Empty: in every forum." not in page
    Role.objects.filter(member=mod).update(kind=RoleKind.SENIOR)
    assert offered(staff)[0][-1] == "ban"
    assert Role.objects.count() == 1


def test_a_senior_of_another_forum_alone_is_told_that_a_ban_here_is_not_theirs(
    asked: dict[str, Any], elsewhere: Any, mod: Any, staff: Client
) -> None:
    Role.objects.create(member=mod, forum=elsewhere.forum, kind=RoleKind.SENIOR)
    refused(staff, asked | {"kind": "ban"}, "kind", "Only a senior moderator can do that. Ask one of your team.")


def test_earlier_comments_are_hidden_with_it_as_on_the_desk(
    asked: dict[str, Any], discussion: Any, ann: Any, rule: Any, staff: Client
) -> None:
    comments = [say(discussion, ann) for _ in range(2)]
    answer = staff.post(ADD, asked | {"rule": rule.pk, "hide": "all", "note": "Third time."}, follow=True)
    assert "2 comments are hidden with it." in answer.content.decode()
    for comment in comments:
        comment.refresh_from_db()
        assert comment.status == "rejected"
    sanction = Sanction.objects.get()
    began = Decision.objects.get(act="watch")
    assert (sanction.rule, began.note, began.sanction) == (rule, "Third time.", sanction)
    again = staff.post(ADD, asked | {"rule": rule.pk, "hide": "all"}, follow=True).content.decode()
    assert "Nothing was left to do: it is so already." in again
    assert Sanction.objects.count() == 1


def test_a_sanction_that_was_given_is_shown_whole(ann: Any, forum: Any, mod: Any, rule: Any, staff: Client) -> None:
    given = sanction_member(
        member=ann, forum=forum, kind=SanctionKind.WARN, words="Be kind.", by=mod, rule=rule, note="Third time."
    ).sanction
    page = staff.get(row_of(given)).content.decode()
    for shown in ("Be kind.", "Third time.", "Decided by", "Acknowledged", "Lifted", str(rule).replace("'", "&#x27;")):
        assert shown in page
    assert "Hide earlier comments" not in page
    assert staff.post(row_of(given), {"words": "Other."}).status_code == 403


def test_what_the_action_refuses_after_all_is_a_form_with_what_was_typed(
    asked: dict[str, Any], staff: Client, rule: Any, monkeypatch: Any
) -> None:
    def late(**kwargs: Any) -> Any:
        Rule.objects.filter(pk=rule.pk).update(active=False)
        raise Unacceptable("Choose a rule of this forum.", code="rule")

    monkeypatch.setattr(sanction_admin, "sanction_member", late)
    answer = staff.post(ADD, asked | {"rule": rule.pk})
    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors == {"rule": ["Choose a rule of this forum."]}
    assert "Threats." in answer.content.decode()
    rule.refresh_from_db()
    assert rule.active
    assert reverse("admin:perspectives_sanction_add") == ADD
