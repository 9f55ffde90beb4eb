"""S22: no cache shows one reader's page to another, or what was taken down a moment ago."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.discussion.actions import withdraw_comment
from perspectives.members.actions import erase_member, name_member
from perspectives.members.models import Member
from perspectives.moderation.actions import decide, lock_discussion
from perspectives.moderation.models import Act
from perspectives.publishing.actions import return_to_draft
from tests import cast
from tests.promises import addresses

pytestmark = pytest.mark.django_db
PUBLIC = "public, max-age=0, must-revalidate"
APART = ("private", "no-store", "max-age=0, no-cache")


@pytest.mark.parametrize("role", ["writer", "stranger", "moderator", "superuser"])
def test_pages_of_the_signed_in_are_private(stage, role):
    for name, path in addresses.paths(stage).items():
        answer = stage.client(role, "pending").get(path)
        control = answer.headers.get("Cache-Control", "")
        if "Cookie" in answer.headers.get("Vary", ""):
            assert control.startswith(APART), (name, control)
        assert "public" not in control, name
        if name.startswith("perspectives:") and answer.status_code == 200:
            assert "Cookie" in answer.headers["Vary"], name


def test_signed_out_pages_may_be_kept_only_to_be_asked_for_again(stage):
    for name, path in addresses.paths(stage).items():
        answer = stage.client("nobody").get(path)
        control = answer.headers.get("Cache-Control", "")
        if "public" not in control:
            assert control.startswith(APART) or answer.status_code in (301, 302, 404) or name == "robots", name
            continue
        assert control == PUBLIC, name
        assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", ")), name
        assert not answer.cookies, name
        assert "csrfmiddlewaretoken" not in answer.getvalue().decode(), name
        again = stage.client("nobody").get(path, HTTP_IF_NONE_MATCH=answer.headers["ETag"])
        assert (again.status_code, again.content) == (304, b""), name


def test_a_kept_page_is_no_answer_to_somebody_signed_in(stage):
    path = stage.post.get_absolute_url()
    kept = stage.client("nobody").get(path).headers["ETag"]
    answer = stage.client("writer", "pending").get(path, HTTP_IF_NONE_MATCH=kept)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


def judged(stage, act):
    """Let the moderator judge the public comment."""
    mod, rule = Member.objects.get(name="Mod"), stage.series.forum.rules.first()
    comment = stage.subjects["public"].comment
    decide(comment=comment, moderator=mod, act=act, revision=1, rule=rule if act == Act.REJECT else None)


def withdrawn(stage):
    """Let its writer take the public comment back."""
    subject = stage.subjects["public"]
    withdraw_comment(comment=subject.comment, member=subject.writer)


CHANGES = {
    "rejected": lambda stage: judged(stage, Act.REJECT),
    "marked as spam": lambda stage: judged(stage, Act.SPAM),
    "withdrawn": withdrawn,
    "its essay taken down": lambda stage: return_to_draft(post=stage.post),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_taken_down_is_gone_in_the_next_request_of_everybody(stage, change):
    subject, client = stage.subjects["public"], stage.client("nobody")
    paths = [
        stage.post.get_absolute_url(),
        f"{stage.post.get_absolute_url()}?tag={subject.tag}",
        reverse("perspectives:discussion", args=subject.args[:1]),
        subject.comment.get_absolute_url(),
        reverse("perspectives:feed_comments", args=[stage.series.slug, stage.post.slug]),
        reverse("perspectives:tag", args=[subject.tag]),
        "/search/?q=words+stand",
    ]
    before = {path: client.get(path) for path in paths}
    for path in paths:
        assert subject.body in before[path].content.decode(), path
    CHANGES[change](stage)
    for path in paths:
        after = client.get(path, HTTP_IF_NONE_MATCH=before[path].headers["ETag"])
        assert after.status_code in (200, 404), path
        assert subject.name not in after.content.decode(), path
        assert subject.body not in after.content.decode(), path


def test_a_new_name_shows_at_once_and_the_name_of_who_left_is_gone(stage):
    subject, client = stage.subjects["public"], stage.client("nobody")
    paths = [stage.post.get_absolute_url(), subject.comment.get_absolute_url(), "/search/?q=words"]
    for change, name in (
        (lambda: name_member(user=subject.writer.user, name="Renamed Person"), "Renamed Person"),
        (lambda: erase_member(member=Member.objects.get(pk=subject.writer.pk)), "Former member"),
    ):
        etags = {path: client.get(path).headers["ETag"] for path in paths}
        change()
        for path in paths:
            page = client.get(path, HTTP_IF_NONE_MATCH=etags[path])
            assert page.status_code == 200, path
            assert name in page.content.decode(), path
            assert subject.name not in page.content.decode(), path


def test_a_lock_shows_at_once(stage):
    path, client = stage.post.get_absolute_url(), stage.client("nobody")
    before = client.get(path)
    assert "/reply/" in before.content.decode()
    lock_discussion(discussion=stage.post.discussion, by=Member.objects.get(name="Mod"))
    after = client.get(path, HTTP_IF_NONE_MATCH=before.headers["ETag"])
    assert after.status_code == 200
    assert "/reply/" not in after.content.decode()


def test_a_held_comment_moves_nothing_that_others_can_see(stage):
    client, path = stage.client("nobody"), stage.post.get_absolute_url()
    before = client.get(path).headers["ETag"]
    type(stage.series.forum).objects.update(policy="hold")
    data = {"body": "Held words.", "key": cast.new_key()}
    sent = stage.client("stranger").post(reverse("perspectives:new_comment", args=[stage.post.discussion.slug]), data)
    assert sent.status_code == 303
    assert client.get(path, HTTP_IF_NONE_MATCH=before).status_code == 304


@pytest.mark.parametrize(
    "header",
    ["HTTP_X_FORWARDED_HOST", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL", "HTTP_FORWARDED", "HTTP_X_HOST"],
)
def test_no_header_puts_another_host_into_a_page(stage, header):
    for name in ("home", "post", "feed_posts", "sitemap", "comment", "new_comment"):
        answer = Client().get(addresses.paths(stage)[f"perspectives:{name}"], **{header: "evil.example"})
        assert "evil.example" not in answer.content.decode() + answer.headers.get("Location", ""), name


def test_the_method_is_not_overridden(stage):
    before = addresses.dump()
    for header in ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE"):
        Client().get(stage.post.get_absolute_url(), {"_method": "DELETE"}, **{header: "DELETE"})
    assert addresses.differences(before, addresses.dump()) == []
