"""Importing a document: the same one changes nothing, a changed one is a revision, an edited post is left alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from perspectives.discussion.models import Discussion, Forum
from perspectives.publishing.actions import import_document, make_series, publish_post, save_post, withdraw_post
from perspectives.publishing.documents import Document, DocumentAuthor, SeriesLine
from perspectives.publishing.models import Contributor, Post, PostRevision, PostState, Series
from perspectives.text.errors import TextRefused

pytestmark = pytest.mark.django_db

LINE = SeriesLine("Perspectives on Peace and Security", "Rebuilding the U.S.–Russia Relationship", "Carnegie")
ESSAY = Document(
    title="Stop waiting",
    authors=(DocumentAuthor("Jeffrey Mankoff", "CSIS"),),
    body="The first.\n\nThe second by [Jeffrey Mankoff](#) and [Nobody Known](#).",
    bios=("[Jeffrey Mankoff](#) is a Fellow at the [CSIS](#). See [the series](#).",),
    series=LINE,
    tags=("NATO",),
    name="stop.txt",
    last_line=9,
)


def counted():
    return [model.objects.count() for model in (Series, Forum, Post, PostRevision, Contributor, Discussion)]


def edit(post):
    save_post(
        series=post.series, post=post, title=post.title, body="Edited here.", authors=[("Jeffrey Mankoff", "CSIS")]
    )


def test_an_import_makes_series_post_author_and_discussion_and_publishes():
    imported = import_document(ESSAY)
    post = Post.objects.get()
    assert imported.outcome == "published"
    assert imported.address == post.get_absolute_url()
    assert post.is_published()
    assert (post.series.title, post.series.subtitle, post.series.publisher) == (
        LINE.title,
        LINE.subtitle,
        LINE.publisher,
    )
    assert [str(byline) for byline in post.bylines.all()] == ["Jeffrey Mankoff, CSIS"]
    assert [tag.name for tag in post.tags.all()] == ["NATO"]
    assert (post.imported_revision, post.revision) == (1, 1)
    assert PostRevision.objects.get().source == "stop.txt"
    assert Discussion.objects.public().get() == post.discussion


def test_a_dead_link_with_an_authors_name_leads_to_the_authors_page_and_others_are_plain():
    post = import_document(ESSAY).post
    author = Contributor.objects.get().get_absolute_url()
    assert f'href="{author}"' in post.bio_html
    assert f'href="{author}"' in post.html
    assert "Nobody Known" in post.html
    assert "CSIS" in post.bio_html
    assert post.bio_html.count("<a ") == 1


def test_a_dead_link_with_the_name_of_the_series_leads_to_its_page():
    body = f"Part of [{LINE.full_title}](#), or [{LINE.title}](#)."
    post = import_document(replace(ESSAY, body=body)).post
    assert post.html.count(f'href="{post.series.get_absolute_url()}"') == 2


def test_an_author_who_wrote_elsewhere_here_is_linked_too():
    import_document(replace(ESSAY, title="Another", authors=(DocumentAuthor("Nobody Known"),)))
    post = import_document(ESSAY).post
    assert Contributor.objects.get(name="Nobody Known").get_absolute_url() in post.html


def test_a_draft_is_not_published():
    assert import_document(ESSAY, draft=True).outcome == "drafted"
    assert import_document(replace(ESSAY, title="Two", state="draft")).outcome == "drafted"
    assert not Post.objects.published().exists()


def test_a_time_to_come_schedules_the_essay():
    at = timezone.now() + timedelta(days=1)
    assert import_document(ESSAY, at=at).outcome == "scheduled"
    assert not Post.objects.published().exists()
    assert Post.objects.published(at).exists()


def test_the_date_of_the_document_is_its_date_in_the_sites_time_zone():
    with timezone.override("America/New_York"):
        import_document(replace(ESSAY, published_at=date(2014, 5, 12)))
    assert Post.objects.get().published_at == datetime(2014, 5, 12, 4, tzinfo=UTC)


def test_a_given_time_wins_over_the_documents():
    at = datetime(2015, 1, 1, tzinfo=UTC)
    import_document(replace(ESSAY, published_at=date(2014, 5, 12)), at=at)
    assert Post.objects.get().published_at == at


def test_a_dry_run_says_the_same_and_writes_nothing():
    imported = import_document(ESSAY, dry_run=True)
    assert (imported.outcome, imported.post.title) == ("published", "Stop waiting")
    assert counted() == [0] * 6


def test_words_that_are_refused_leave_nothing_behind():
    with pytest.raises(TextRefused):
        import_document(replace(ESSAY, tags=("a|b",)))
    assert counted() == [0] * 6


def test_without_a_series_it_is_refused():
    with pytest.raises(TextRefused) as refusal:
        import_document(replace(ESSAY, series=None))
    assert refusal.value.code == "series_missing"
    assert counted() == [0] * 6


@pytest.mark.parametrize("given", ["peace", "Our Peace: in our time", "our peace"])
def test_the_given_series_is_found_by_slug_or_title_and_wins(given):
    series = make_series(title="Our Peace", subtitle="In our time", slug="peace")
    assert import_document(ESSAY, series=given).post.series == series


def test_a_given_series_that_is_not_there_is_made():
    post = import_document(replace(ESSAY, series=None), series="New Voices").post
    assert (post.series.title, post.series.slug) == ("New Voices", "new-voices")


def test_a_series_given_by_the_name_the_document_has_for_it_is_made_whole():
    assert import_document(ESSAY, series=LINE.title).post.series.publisher == "Carnegie"


def test_two_projects_of_one_title_are_two_series():
    first = import_document(ESSAY).post.series
    second = import_document(replace(ESSAY, series=SeriesLine(LINE.title, "Another subject"))).post.series
    assert first != second


def test_a_document_that_gives_the_title_alone_means_the_series_there_is():
    first = import_document(ESSAY).post.series
    second = import_document(replace(ESSAY, title="Two", series=SeriesLine(LINE.title.upper()))).post.series
    assert first == second


def test_a_series_called_like_our_addresses_can_be_reached():
    post = import_document(ESSAY, series="Search").post
    assert post.series.slug == "search-2"


def test_the_same_document_changes_nothing():
    import_document(ESSAY)
    before = counted(), Post.objects.values().get(), Discussion.objects.values().get()
    imported = import_document(replace(ESSAY, name="elsewhere/stop.txt"))
    assert imported.outcome == "unchanged"
    assert (counted(), Post.objects.values().get(), Discussion.objects.values().get()) == before


def test_an_author_who_came_later_makes_no_difference():
    import_document(ESSAY)
    import_document(replace(ESSAY, title="Another", authors=(DocumentAuthor("Nobody Known"),)))
    assert import_document(ESSAY).outcome == "unchanged"


def test_a_changed_document_is_a_new_revision_of_the_same_post():
    first = import_document(ESSAY).post
    imported = import_document(replace(ESSAY, body="Other words."))
    assert (imported.outcome, imported.post) == ("updated", first)
    assert (imported.post.revision, imported.post.imported_revision) == (2, 2)
    assert import_document(replace(ESSAY, body="Other words.")).outcome == "unchanged"


def test_another_tag_on_the_command_line_is_a_change():
    import_document(ESSAY)
    assert import_document(ESSAY, tags=["Ukraine"]).outcome == "updated"
    assert {tag.name for tag in Post.objects.get().tags.all()} == {"NATO", "Ukraine"}


def test_a_slug_ties_a_document_with_another_title_to_its_post():
    first = import_document(replace(ESSAY, slug="stop")).post
    second = import_document(replace(ESSAY, slug="stop", title="Never stop")).post
    assert (first, second.slug, second.title) == (second, "stop", "Never stop")


def test_the_date_of_publication_stays():
    published_at = import_document(ESSAY).post.published_at
    assert import_document(replace(ESSAY, body="Other words.")).post.published_at == published_at


def test_a_schedule_stays_and_a_given_time_moves_it():
    at = timezone.now() + timedelta(days=1)
    import_document(ESSAY, at=at)
    assert import_document(ESSAY).outcome == "unchanged"
    assert import_document(ESSAY, at=at).outcome == "unchanged"
    assert import_document(ESSAY, at=at + timedelta(days=1)).outcome == "scheduled"
    assert Post.objects.get().published_at == at + timedelta(days=1)


def test_a_draft_is_published_when_it_is_no_longer_asked_for():
    import_document(ESSAY, draft=True)
    assert import_document(ESSAY, draft=True).outcome == "unchanged"
    assert import_document(ESSAY).outcome == "published"


def test_what_was_withdrawn_stays_withdrawn():
    withdraw_post(post=import_document(ESSAY).post)
    assert import_document(ESSAY).outcome == "unchanged"
    assert import_document(replace(ESSAY, body="Other words.")).outcome == "updated"
    assert Post.objects.get().state == PostState.WITHDRAWN


def test_a_live_essay_is_not_changed_as_a_draft():
    import_document(ESSAY)
    with pytest.raises(TextRefused) as refusal:
        import_document(replace(ESSAY, body="Other words."), draft=True)
    assert refusal.value.code == "post_live"


@pytest.mark.parametrize("document", [ESSAY, replace(ESSAY, body="Other words.")], ids=["same", "changed"])
def test_what_was_edited_here_is_not_overwritten(document):
    edit(import_document(ESSAY).post)
    with pytest.raises(TextRefused) as refusal:
        import_document(document)
    assert refusal.value.code == "post_edited"
    assert "--force" in str(refusal.value)
    assert Post.objects.get().body == "Edited here."


def test_what_was_edited_here_is_overwritten_by_force():
    edit(import_document(ESSAY).post)
    assert import_document(ESSAY, force=True).outcome == "updated"
    post = Post.objects.get()
    assert (post.revision, post.imported_revision) == (3, 3)
    assert import_document(ESSAY).outcome == "unchanged"


def test_a_post_written_here_is_not_taken_over():
    series = make_series(title=LINE.title, subtitle=LINE.subtitle)
    save_post(series=series, title="Stop waiting", body="Written here.")
    with pytest.raises(TextRefused) as refusal:
        import_document(ESSAY)
    assert refusal.value.code == "post_edited"


def test_publishing_and_withdrawing_here_is_no_edit():
    post = import_document(ESSAY, draft=True).post
    publish_post(post=post)
    assert import_document(ESSAY).outcome == "unchanged"
