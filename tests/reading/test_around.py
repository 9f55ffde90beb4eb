"""What stands around an essay is what plain questions find: its authors and tags in order, and the essays beside it."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.http import Http404
from django.utils import timezone

from perspectives.discussion.models import Tag
from perspectives.discussion.queries import ANYBODY, Viewer
from perspectives.publishing.models import Byline, Contributor, Post, PostState, TaggedPost
from perspectives.reading.around import around_or_404

pytestmark = pytest.mark.django_db
STATES = ("published", "published", "published", "draft", "scheduled", "withdrawn")


def grown(series, write, seed):
    """Write essays in every state, several of them published at the same moment, by several authors, with tags."""
    chance = Random(seed)
    for number in range(14):
        authors = [(f"Author {chance.randrange(6)} of {number}", f"At {one}") for one in range(chance.randrange(1, 4))]
        names = chance.sample(["NATO", "UN", "Peace", "Öl", "Ärger", "x" * 40], chance.randrange(4))
        write(f"Essay {number}", state=chance.choice(STATES), days=chance.randrange(1, 5), authors=authors, tags=names)
    moments = [timezone.now() - timedelta(days=day) for day in range(1, 4)]
    for post in Post.objects.filter(state=PostState.PUBLISHED, published_at__lt=timezone.now()):
        Post.objects.filter(pk=post.pk).update(published_at=chance.choice(moments))
    # An editor moves authors about.
    for line in Byline.objects.all():
        Byline.objects.filter(pk=line.pk).update(position=chance.randrange(3))


def naive_beside(post, viewer):
    """Return slug and title of the essay before and after, as one who reads the whole series in order finds them."""
    if post.published_at is None:
        return [None, None]
    visible = Post.objects.visible_to(viewer, timezone.now()).filter(series=post.series, published_at__isnull=False)
    ordered = sorted(visible, key=lambda one: (one.published_at, one.pk))
    place = [one.pk for one in ordered].index(post.pk)
    before, after = ordered[:place][-1:], ordered[place + 1 :][:1]
    return [(found[0].slug, found[0].title) if found else None for found in (before, after)]


def viewers(series):
    """Return who may look: nobody, editors of this series and of another, one who edits all, a moderator."""
    forum = series.forum_id
    return {
        "nobody": ANYBODY,
        "editor": Viewer(edits=frozenset({forum}), is_authenticated=True),
        "another's editor": Viewer(edits=frozenset({forum + 1}), is_authenticated=True),
        "editor of all": Viewer(edits_all=True, is_authenticated=True),
        "moderator": Viewer(moderates=frozenset({forum}), is_authenticated=True),
    }


@pytest.mark.parametrize("seed", range(5))
def test_all_is_found_that_plain_questions_find(series, write, seed):
    grown(series, write, seed)
    for viewer in viewers(series).values():
        readable = set(Post.objects.visible_to(viewer, timezone.now()).values_list("pk", flat=True))
        for post in Post.objects.select_related("series", "discussion"):
            if post.pk not in readable:
                with pytest.raises(Http404):
                    around_or_404(series.slug, post.slug, viewer)
                continue
            found = around_or_404(series.slug, post.slug, viewer)
            lines = post.bylines.order_by("position", "pk").select_related("contributor")
            told = [(line.contributor.slug, line.contributor.name, line.affiliation) for line in lines]
            assert [tuple(author) for author in found.authors] == told
            items = TaggedPost.objects.filter(content_object=post).order_by("pk").select_related("tag")
            assert [(tag.slug, tag.name) for tag in found.tags] == [(item.tag.slug, item.tag.name) for item in items]
            beside = [(one.slug, one.title) if one else None for one in (found.previous, found.next)]
            assert beside == naive_beside(post, viewer)
            same(found.post, post)


def same(found, post):
    """See that an essay read in columns says what the essay says."""
    for name in ("pk", "title", "slug", "html", "summary", "bio_html", "words", "state", "published_at", "revision"):
        assert getattr(found, name) == getattr(post, name)
    for name in ("pk", "slug", "title", "subtitle", "publisher", "forum_id"):
        assert getattr(found.series, name) == getattr(post.series, name)
    for name in ("pk", "slug", "title", "state", "version", "public_count", "last_public_at", "url_name", "url_kwargs"):
        assert getattr(found.discussion, name) == getattr(post.discussion, name)
    assert found.get_absolute_url() == post.get_absolute_url()
    assert found.discussion.get_absolute_url() == post.discussion.get_absolute_url()


def test_a_draft_has_nothing_beside_it(write, series):
    write("One", days=2)
    draft = write("Draft", state="draft")
    found = around_or_404(series.slug, draft.slug, viewers(series)["editor"])
    assert (found.previous, found.next) == (None, None)


def test_many_authors_stand_in_their_order_whatever_their_keys(write, series, essay):
    Byline.objects.all().delete()
    order = list(range(12))
    Random(1).shuffle(order)
    for key, position in enumerate(order):
        author = Contributor.objects.create(slug=f"a-{position}", name=f"Author {position}")
        Byline.objects.create(pk=900_000 + 150_000 * key, post=essay, contributor=author, position=position)
    Byline.objects.filter(position=11).update(position=32_767)
    found = around_or_404(series.slug, essay.slug, ANYBODY)
    assert [author.slug for author in found.authors] == [f"a-{position}" for position in range(12)]


def test_an_essay_costs_two_queries_whoever_reads(write, series, django_assert_num_queries):
    for number in range(6):
        write(f"Essay {number}", days=number + 1, tags=["NATO", "UN"], authors=[("A", ""), ("B", "x")])
    for viewer in viewers(series).values():
        around_or_404(series.slug, "essay-2", viewer)
        with django_assert_num_queries(2):
            found = around_or_404(series.slug, "essay-2", viewer)
            assert found.previous.url == "/peace/essay-3/"
            assert found.post.series.title
            assert found.post.discussion.get_absolute_url() == "/peace/essay-2/"
            assert found.authors[0].url


CHANGES = {
    "title": lambda essay: Post.objects.update(title="Other"),
    "summary": lambda essay: Post.objects.update(summary="Other"),
    "text": lambda essay: Post.objects.update(html="<p>Other.</p>", revision=2),
    "author": lambda essay: Contributor.objects.update(name="Other"),
    "affiliation": lambda essay: Byline.objects.update(affiliation="Other"),
    "tag": lambda essay: Tag.objects.filter(slug="nato").update(name="Other"),
    "one tag less": lambda essay: essay.tags.clear(),
    "series": lambda essay: type(essay.series).objects.update(title="Other"),
    "date": lambda essay: Post.objects.update(published_at=timezone.now()),
}


@pytest.mark.parametrize("what", CHANGES)
def test_equal_traces_make_equal_pages(client, essay, what):
    before = around_or_404("peace", essay.slug, ANYBODY)
    assert before.trace == around_or_404("peace", essay.slug, ANYBODY).trace
    page = client.get(essay.get_absolute_url())
    CHANGES[what](essay)
    again = client.get(essay.get_absolute_url(), headers={"if-none-match": page.headers["ETag"]})
    changed = client.get(f"{essay.get_absolute_url()}?fresh=1").content != page.content
    assert (again.status_code == 200) or not changed
    assert around_or_404("peace", essay.slug, ANYBODY).trace != before.trace


@pytest.mark.parametrize("slug", ["", "nothing", "' OR 1=1 --", "%", "STOP-WAITING", "the-stand-in-of-value-1"])
def test_an_essay_that_never_was_is_not_found(essay, slug):
    for series in ("peace", "nowhere"):
        with pytest.raises(Http404):
            around_or_404(series, slug, ANYBODY)
    with pytest.raises(Http404):
        around_or_404("nowhere", essay.slug, ANYBODY)
