"""Two editors, or two imports, at the same time: one post, one author, revisions without a gap."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from perspectives.discussion.models import Discussion, Tag
from perspectives.publishing.actions import import_document, make_series, save_post
from perspectives.publishing.documents import Document, DocumentAuthor, SeriesLine
from perspectives.publishing.models import Post
from perspectives.text.errors import TextRefused

pytestmark = pytest.mark.django_db(transaction=True)

ESSAY = Document("Stop waiting", (DocumentAuthor("Ann Lee"),), "Words.", series=SeriesLine("Peace"), tags=("NATO",))


def together(count, act):
    """Call `act(number)` in so many threads at once and return what they answered."""
    start = Barrier(count)

    def run(number):
        start.wait(60)
        try:
            return act(number)
        except TextRefused as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_one_document_imported_at_the_same_time_is_one_post():
    make_series(title="Peace")
    answers = together(4, lambda number: import_document(ESSAY).outcome)
    assert Post.objects.count() == 1
    assert Post.objects.get().revision == 1
    assert "published" in answers
    assert set(answers) <= {"published", "unchanged", "post_busy"}


def test_different_essays_saved_at_the_same_time_are_all_there():
    series = make_series(title="Peace")
    together(4, lambda number: save_post(series=series, title="Same title", body="Words.", tags=["NATO"]))
    assert Post.objects.count() == 4
    assert Discussion.objects.count() == 4
    assert len(set(Post.objects.values_list("slug", flat=True))) == 4
    assert Tag.objects.filter(key="nato").count() == 1


def test_revisions_saved_at_the_same_time_have_numbers_of_their_own():
    post = save_post(series=make_series(title="Peace"), title="One", body="Words.").post
    together(4, lambda number: save_post(series=post.series, post=post, title="One", body=f"Words {number}."))
    post.refresh_from_db()
    assert post.revision == 5
    assert sorted(post.revisions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert post.revisions.get(number=5).body == post.body
