"""Essays in Django's admin: saves go through the actions, lists are limited by role, errors stand in the form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.models import Discussion, Role, RoleKind
from perspectives.publishing.actions import make_series, publish_post, save_post
from perspectives.publishing.models import Contributor, Post, PostRevision, PostState, Series
from tests import cast

LIST = "admin:perspectives_post_changelist"
ADD = "admin:perspectives_post_add"
CHANGE = "admin:perspectives_post_change"


@pytest.fixture
def boss(db, client):
    """A superuser, signed in."""
    member = cast.make_member("Boss", is_staff=True, is_superuser=True)
    client.force_login(member.user)
    return member


@pytest.fixture
def editor(series, client):
    """An editor of the series' forum without any model permission, signed in."""
    member = cast.make_member("Editor", is_staff=True)
    Role.objects.create(forum=series.forum, member=member, kind=RoleKind.EDITOR)
    client.force_login(member.user)
    return member


def typed(**fields):
    return {
        "title": "Stop waiting",
        "slug": "",
        "authors": "Jeffrey Mankoff, Center for Strategic and International Studies",
        "summary": "",
        "body": "One *sober* perspective.\n\nAnd another.",
        "bio": "",
        "tag_words": "NATO",
        "state": "draft",
        "published_at_0": "",
        "published_at_1": "",
        "seen_revision": "",
    } | fields


def change(client, post, **fields):
    values = typed(slug=post.slug, seen_revision=post.revision) | fields
    return client.post(reverse(CHANGE, args=[post.pk]), values)


def complaints(response):
    form = response.context["adminform"].form
    return {name: list(errors) for name, errors in form.errors.items()}


def test_an_editor_writes_an_essay(client, editor, series):
    form = client.get(reverse(ADD))
    assert form.status_code == 200
    response = client.post(
        reverse(ADD), typed(series=series.pk, authors="Ann Lee, A, B & C\nBen Okafor", tag_words="NATO, Ukraine")
    )
    assert response.status_code == 302, complaints(response)
    post = Post.objects.get()
    assert [str(byline) for byline in post.bylines.all()] == ["Ann Lee, A, B & C", "Ben Okafor"]
    assert {tag.name for tag in post.tags.all()} == {"NATO", "Ukraine"}
    assert (post.slug, post.state, post.revision) == ("stop-waiting", PostState.DRAFT, 1)
    assert PostRevision.objects.get().by == editor
    assert post.discussion.visible_from is None


def test_a_correction_is_a_revision_and_the_form_shows_what_stands(client, editor, post):
    page = client.get(reverse(CHANGE, args=[post.pk])).content.decode()
    assert "Jeffrey Mankoff, Center for Strategic and International Studies" in page
    assert change(client, post, body="Corrected.").status_code == 302
    post.refresh_from_db()
    assert (post.body, post.revision) == ("Corrected.", 2)
    assert "<p" in post.html


def test_saving_without_a_change_makes_no_revision(client, editor, post):
    assert change(client, post).status_code == 302
    assert PostRevision.objects.count() == 1


def test_an_editor_publishes_schedules_and_withdraws(client, editor, post):
    assert change(client, post, state="published").status_code == 302
    assert Discussion.objects.public().exists()
    later = timezone.localtime() + timedelta(days=2)
    date = {"published_at_0": f"{later:%Y-%m-%d}", "published_at_1": f"{later:%H:%M:%S}"}
    assert change(client, post, state="published", **date).status_code == 302
    assert Post.objects.get().is_scheduled
    assert not Discussion.objects.public().exists()
    assert change(client, post, state="withdrawn").status_code == 302
    assert Post.objects.get().state == PostState.WITHDRAWN
    assert Discussion.objects.get().visible_until is not None


@pytest.mark.parametrize("days", [-3, 3])
def test_a_correction_leaves_the_date_as_it_stands_to_the_microsecond(client, editor, post, days):
    publish_post(post=post, at=timezone.now() + timedelta(days=days))
    version = Discussion.objects.get().version
    shown = timezone.localtime(post.published_at)
    date = {"published_at_0": f"{shown:%Y-%m-%d}", "published_at_1": f"{shown:%H:%M:%S}"}
    assert change(client, post, state="published", body="Corrected.", **date).status_code == 302
    assert Post.objects.get().published_at == post.published_at
    assert Discussion.objects.get().version == version


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": "\u200b"}, "title"),
        ({"body": "\u200b"}, "body"),
        ({"authors": ", nobody"}, "authors"),
        ({"authors": "ann@example.org"}, "authors"),
        ({"tag_words": "a|b"}, "tag_words"),
        ({"slug": "a/b"}, "slug"),
        ({"state": "lost"}, "state"),
        ({"published_at_0": "soon", "published_at_1": "x"}, "published_at"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, editor, post, fields, where):
    response = change(client, post, **fields)
    assert response.status_code == 200
    assert where in complaints(response)
    assert Post.objects.get().revision == 1


def test_the_slug_of_another_essay_is_refused(client, editor, post):
    other = save_post(series=post.series, title="Other", body="Words.").post
    assert "slug" in complaints(change(client, other, slug=post.slug))


def test_two_editors_at_once_do_not_overwrite_each_other(client, editor, post):
    save_post(series=post.series, post=post, title="Meanwhile", body="Words.")
    response = change(client, post, body="Mine.")
    assert response.status_code == 200
    assert "meanwhile" in str(complaints(response))
    assert Post.objects.get().title == "Meanwhile"


def test_an_editor_of_another_forum_sees_and_changes_nothing(client, editor, post):
    foreign = save_post(series=make_series(title="Foreign"), title="Foreign", body="Words.").post
    page = client.get(reverse(LIST)).content.decode()
    assert post.title in page
    assert "Foreign</a>" not in page
    response = change(client, foreign, body="Mine.")
    assert response.status_code == 302
    assert Post.objects.get(pk=foreign.pk).body == "Words."
    refused = client.post(reverse(ADD), typed(series=foreign.series_id))
    assert "series" in complaints(refused)
    client.post(reverse(LIST), {"action": "publish_now", "_selected_action": [foreign.pk]})
    assert not Post.objects.published().exists()


def test_staff_without_a_role_sees_nothing(client, post):
    client.force_login(cast.make_member("Clerk", is_staff=True).user)
    for name in ("post", "series", "postrevision", "contributor"):
        assert client.get(reverse(f"admin:perspectives_{name}_changelist")).status_code == 403
    assert client.get(reverse(CHANGE, args=[post.pk])).status_code in (302, 403)


@pytest.mark.parametrize(
    ("action", "state"), [("publish_now", "published"), ("withdraw", "withdrawn"), ("make_drafts", "draft")]
)
def test_actions_on_the_list_go_through_the_same_doors(client, boss, post, action, state):
    if action == "make_drafts":
        publish_post(post=post)
    response = client.post(reverse(LIST), {"action": action, "_selected_action": [post.pk]})
    assert response.status_code == 302
    post.refresh_from_db()
    assert post.state == state
    assert Discussion.objects.public().exists() == (state == "published")


def test_revisions_are_only_read(client, boss, post):
    revision = PostRevision.objects.get()
    page = client.get(reverse("admin:perspectives_postrevision_changelist"), {"post__id__exact": post.pk})
    assert page.status_code == 200
    address = reverse("admin:perspectives_postrevision_change", args=[revision.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"body": "forged"}).status_code == 403
    assert client.get(reverse("admin:perspectives_postrevision_add")).status_code == 403
    assert client.get(reverse("admin:perspectives_post_delete", args=[post.pk])).status_code == 403


def test_series_are_made_and_changed_through_the_actions(client, boss):
    add = reverse("admin:perspectives_series_add")
    fields = {"title": "Peace", "subtitle": "", "publisher": "", "slug": "", "introduction": "*Read*", "position": 2}
    assert client.post(add, fields).status_code == 302
    series = Series.objects.get()
    assert (series.slug, series.position, series.forum.name) == ("peace", 2, "Peace")
    assert "<em>Read</em>" in series.introduction_html
    assert "slug" in complaints(client.post(add, fields | {"slug": "tags"}))
    assert "slug" in complaints(client.post(add, fields | {"slug": "peace"}))
    assert "title" in complaints(client.post(add, fields | {"title": "\u200b"}))
    edit = reverse("admin:perspectives_series_change", args=[series.pk])
    assert client.post(edit, fields | {"slug": "quiet", "title": "Quiet"}).status_code == 302
    series.refresh_from_db()
    assert (series.slug, series.title) == ("quiet", "Quiet")


def test_a_contributors_name_is_cleaned(client, boss, post):
    person = Contributor.objects.get()
    edit = reverse("admin:perspectives_contributor_change", args=[person.pk])
    response = client.post(edit, {"name": "a\u202eb", "slug": person.slug})
    assert "name" in complaints(response)
    assert client.post(edit, {"name": "  J.  Mankoff ", "slug": person.slug}).status_code == 302
    person.refresh_from_db()
    assert person.name == "J. Mankoff"


@pytest.mark.parametrize("name", ["post", "series", "postrevision", "contributor"])
def test_lists_take_the_same_number_of_queries_however_long(client, boss, series, name, django_assert_max_num_queries):
    def grow(count):
        for number in range(count):
            author = f"Author {chr(97 + number)}"
            save_post(series=series, title=f"Essay {number}", body="Words.", authors=[(author, "")], tags=["NATO"])

    address = reverse(f"admin:perspectives_{name}_changelist")
    grow(2)
    client.get(address)
    with django_assert_max_num_queries(100) as few:
        client.get(address)
    grow(12)
    with django_assert_max_num_queries(len(few)):
        assert client.get(address).status_code == 200
