"""Forums in the admin: lists are looked at on saving; slow mode is set for a discussion, and nothing else."""

from __future__ import annotations

from typing import Any

from django.test import Client

from perspectives.discussion.models import Discussion, Event, Forum
from tests.moderation.stage import row_of


def sent(forum: Forum, **fields: Any) -> dict[str, Any]:
    """Return what the form of a forum sends."""
    names = ["name", "slug", "policy", "newcomer_comments", "links_allowed", "trusted_comments", "trusted_links"]
    names += ["least_seconds", "shouting", "report_threshold", "spam_threshold"]
    data = {name: getattr(forum, name) for name in names}
    return data | {"forum_tags-TOTAL_FORMS": 0, "forum_tags-INITIAL_FORMS": 0} | fields


def test_lists_are_saved_as_they_are_written(forum: Any, chief: Client) -> None:
    lists = {"held_words": "# Ads\ncasino\nfree spin\n*porn*", "held_hosts": "evil.example", "tone_words": "~idiot"}
    assert chief.post(row_of(forum), sent(forum, **lists, shouting=70)).status_code == 302
    saved = Forum.objects.get(pk=forum.pk)
    assert {name: getattr(saved, name) for name in lists} == lists
    assert saved.shouting == 70


def test_a_line_that_cannot_be_used_is_refused_with_its_place(forum: Any, chief: Client) -> None:
    lists = {"refused_words": "fine\n*a*", "refused_hosts": "not a host", "held_mail_domains": "@fine.example"}
    answer = chief.post(row_of(forum), sent(forum, **lists, shouting=101))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Line 2, character 2: Beside “*” stand at least 3 letters" in page
    assert "Line 1, character 1: “not a host” is no host" in page
    assert "At most 100." in page
    assert Forum.objects.get(pk=forum.pk).refused_words == ""


def test_moderators_set_slow_mode_and_nothing_else(discussion: Any, elsewhere: Any, staff: Client, mod: Any) -> None:
    data = {"slow_seconds": 120, "title": "Mine", "state": "locked", "slug": "mine"}
    assert staff.post(row_of(discussion), data).status_code == 302
    saved = Discussion.objects.get(pk=discussion.pk)
    assert (saved.slow_seconds, saved.title, saved.state) == (120, discussion.title, "open")
    event = Event.objects.get(kind="slowed")
    assert (event.actor, event.data) == (mod, {"before": 0, "after": 120})
    for wrong in ("", "-1", "9" * 30, "x", "604801"):
        assert staff.post(row_of(discussion), {"slow_seconds": wrong}).status_code == 200
    assert staff.post(row_of(elsewhere), data).status_code == 404
    assert Event.objects.filter(kind="slowed").count() == 1


def test_a_discussion_is_not_made_in_the_admin(staff: Client, chief: Client) -> None:
    assert staff.get("/admin/perspectives/discussion/add/").status_code == 403
    assert chief.get("/admin/perspectives/discussion/add/").status_code == 403
