"""Django's admin: limited by role, through the actions, nothing deleted, usable at any size."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import Discussion, Forum, Role, RoleKind
from perspectives.members.models import Member
from perspectives.moderation.actions import decide, report_comment, suspend_member
from perspectives.moderation.models import Act, Reason, Rule
from tests.cast import make_member, make_user, say
from tests.moderation.stage import list_of, row_of

OURS = ["comment", "commentrevision", "finding", "event", "discussion", "report", "decision", "sanction", "rule"]


@pytest.fixture
def both(discussion: Discussion, elsewhere: Discussion, ann: Member, ben: Member, boss: Member) -> dict[str, list[Any]]:
    """Return a row of every kind in both forums: [here, elsewhere]."""
    rows: dict[str, list[Any]] = {name: [] for name in OURS}
    for place in (discussion, elsewhere):
        comment = say(place, ann, f"First words in {place.slug}.")
        edit_comment(comment=comment, editor=ann, body=f"Second words in {place.slug}.", tags=[], revision=1)
        rows["report"].append(report_comment(comment=comment, reporter=ben, reason=Reason.OTHER).report)
        rows["decision"].append(decide(comment=comment, moderator=boss, act=Act.SPAM, revision=2))
        until = timezone.now() + timedelta(days=1)
        row = suspend_member(member=ben, forum=place.forum, until=until, words="Why.", by=boss)
        rows["sanction"].append(row.sanction)
        rows["comment"].append(comment)
        rows["commentrevision"].append(comment.revisions.first())
        rows["finding"].append(comment.findings.first())
        rows["event"].append(comment.events.first())
        rows["discussion"].append(place)
        rows["rule"].append(Rule.objects.of(place.forum).first())
    return rows


def test_every_model_is_registered() -> None:
    left_out = {"forumtag", "taggedcomment", "taggedpost", "byline"}  # They stand on the pages of others.
    left_out |= {"discussiontag", "visit"}  # Counted by the actions alone; and what a member has read is nobody's.
    left_out |= {"claim", "passed", "loghead", "discussionauthor"}  # The desk's own, and the essay's.
    registered = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "perspectives"}
    assert {
        model._meta.model_name for model in apps.get_app_config("perspectives").get_models()
    } - registered <= left_out


@pytest.mark.parametrize("name", OURS)
def test_a_moderator_sees_the_rows_of_the_own_forum_and_404_for_others(
    name: str, both: dict[str, list[Any]], staff: Client
) -> None:
    here, there = both[name]
    shown = staff.get(list_of(name))
    assert shown.status_code == 200
    listed = set(shown.context["cl"].queryset.values_list("pk", flat=True))
    assert here.pk in listed
    assert there.pk not in listed
    assert staff.get(row_of(here)).status_code == 200
    assert staff.get(row_of(there)).status_code == 404
    assert staff.post(row_of(there), {}).status_code == 404


@pytest.mark.parametrize("name", OURS)
def test_the_superuser_sees_all(name: str, both: dict[str, list[Any]], chief: Client) -> None:
    for row in both[name]:
        assert chief.get(row_of(row)).status_code == 200


@pytest.mark.parametrize("name", [*OURS, "forum", "role", "tag", "member", "attempt"])
def test_staff_without_role_or_permission_see_nothing(name: str, both: dict[str, list[Any]]) -> None:
    client = Client()
    client.force_login(make_user("Clerk", is_staff=True))
    assert client.get(list_of(name)).status_code == 403


@pytest.mark.parametrize("name", [*OURS, "forum", "tag", "member", "attempt"])
def test_nothing_is_deleted_in_the_admin(name: str, both: dict[str, list[Any]], chief: Client) -> None:
    model = apps.get_model("perspectives", name)
    row = both[name][0] if name in both else model.objects.first()
    if row is not None:
        delete = reverse(f"admin:perspectives_{name}_delete", args=[row.pk])
        assert chief.post(delete, {"post": "yes"}).status_code == 403
    count = model.objects.count()
    keys = list(model.objects.values_list("pk", flat=True))
    chief.post(list_of(name), {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert model.objects.count() == count


@pytest.mark.parametrize("name", ["comment", "decision", "report", "finding", "event", "commentrevision"])
def test_what_goes_through_actions_cannot_be_changed_or_added_by_hand(
    name: str, both: dict[str, list[Any]], chief: Client
) -> None:
    row = both[name][0]
    before = type(row).objects.filter(pk=row.pk).values().get()
    assert chief.post(row_of(row), {"status": "public", "body": "x", "state": "locked"}).status_code == 403
    assert chief.get(reverse(f"admin:perspectives_{name}_add")).status_code == 403
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_senior_moderators_reword_the_rules_of_their_forum(
    rule: Any, forum: Any, elsewhere: Any, mod: Any, staff: Client
) -> None:
    data = {"number": 1, "title": "New words", "explanation": "Why.", "active": "on", "severity": 2}
    assert staff.post(row_of(rule), data).status_code == 403
    Role.objects.create(forum=forum, member=mod, kind=RoleKind.SENIOR)
    assert staff.post(row_of(rule), data).status_code == 302
    rule.refresh_from_db()
    assert rule.title == "New words"
    assert staff.post(row_of(rule), data | {"number": 2}).status_code == 200
    add = reverse("admin:perspectives_rule_add")
    assert staff.post(add, data | {"forum": elsewhere.forum.pk, "number": 6}).status_code == 200
    assert staff.post(add, data | {"forum": forum.pk, "number": 6}).status_code == 302
    assert (Rule.objects.filter(forum=forum).count(), Rule.objects.filter(forum=elsewhere.forum).count()) == (6, 5)


def test_a_new_forum_in_the_admin_has_tags_rules_and_rendered_guidelines(chief: Client) -> None:
    data = {"name": "New", "slug": "new", "policy": "hold", "newcomer_comments": 1, "links_allowed": 3}
    data |= {"trusted_comments": 10, "trusted_links": 10, "least_seconds": 0, "shouting": 0}
    data |= {"report_threshold": 0, "spam_threshold": 0}
    data |= {"guidelines": "Be *kind* <script>.", "forum_tags-TOTAL_FORMS": 0, "forum_tags-INITIAL_FORMS": 0}
    assert chief.post(reverse("admin:perspectives_forum_add"), data).status_code == 302
    forum = Forum.objects.get(slug="new")
    assert (forum.forum_tags.count(), forum.rules.count()) == (5, 5)
    assert "<em>kind</em>" in forum.guidelines_html
    assert "<script>" not in forum.guidelines_html


def test_a_new_tag_in_the_admin_is_the_same_as_one_in_another_case(chief: Client) -> None:
    add = reverse("admin:perspectives_tag_add")
    assert chief.post(add, {"name": "New Start", "slug": "new-start"}).status_code == 302
    assert chief.post(add, {"name": "new  start", "slug": "other"}).status_code == 200


@pytest.mark.parametrize("name", ["comment", "report", "decision", "finding", "event", "member", "attempt", "sanction"])
def test_lists_ask_as_often_for_many_rows_as_for_few(name: str, discussion: Any, boss: Any, chief: Client) -> None:
    asked = []
    for count in (2, 12):
        for number in range(count):
            writer = make_member(f"Writer{count}x{number}")
            comment = say(discussion, writer)
            report_comment(comment=comment, reporter=boss, reason=Reason.OTHER)
            decide(comment=comment, moderator=boss, act=Act.SPAM, revision=1)
            until = timezone.now() + timedelta(days=1)
            suspend_member(member=writer, forum=discussion.forum, until=until, words="x", by=boss)
        with CaptureQueriesContext(connection) as queries:
            assert chief.get(list_of(name)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("name", [*OURS, "forum", "role", "tag", "member", "attempt"])
def test_every_list_can_be_searched(name: str, both: dict[str, list[Any]], chief: Client) -> None:
    for query in ("Second", "1", "\u0661", "%", "'"):
        assert chief.get(list_of(name), {"q": query}).status_code == 200


@pytest.mark.parametrize(
    ("query", "count"), [({}, 2), ({"forum": "own"}, 1), ({"forum": "x"}, 0), ({"status": "spam"}, 2)]
)
def test_lists_are_filtered_by_forum_and_status(
    query: dict[str, str], count: int, both: dict[str, list[Any]], forum: Any, chief: Client
) -> None:
    asked = {name: str(forum.pk) if value == "own" else value for name, value in query.items()}
    assert chief.get(list_of("comment"), asked).context["cl"].queryset.count() == count


def test_the_filter_offers_a_moderator_only_the_own_forums(both: dict[str, list[Any]], staff: Client) -> None:
    page = staff.get(list_of("comment")).content.decode()
    assert "Peace and Security" in page
    assert "Trade" not in page


def test_a_moderator_does_not_find_out_here_who_complained_of_the_own_comment(
    discussion: Discussion, ann: Member, mod: Member, staff: Client
) -> None:
    own, other = say(discussion, mod), say(discussion, ann)
    for comment, reporter in ((own, ann), (other, make_member("Zoe"))):
        report_comment(comment=comment, reporter=reporter, reason=Reason.OTHER, words=f"About {comment.number}.")
    reports = staff.get(list_of("report")).context["cl"].queryset
    events = staff.get(list_of("event")).context["cl"].queryset
    assert list(reports.values_list("comment", flat=True)) == [other.pk]
    assert list(events.filter(kind="reported").values_list("comment", flat=True)) == [other.pk]
    assert events.filter(kind="posted", comment=own).exists()
