"""`manage.py publish`: a line for each document, exit status 1 when any was refused, nothing half-published."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from perspectives.discussion.models import Discussion, Tag
from perspectives.publishing.actions import make_series, save_post
from perspectives.publishing.models import Contributor, Post, PostRevision, Series

pytestmark = pytest.mark.django_db

ESSAY = Path("perspectives/site/essays/stop-having-unrealistic-expectations.txt")


def publish(*paths, **options):
    out, err = StringIO(), StringIO()
    failed = None
    try:
        call_command("publish", *map(str, paths), stdout=out, stderr=err, **options)
    except CommandError as error:
        failed = str(error)
    return out.getvalue(), err.getvalue(), failed


@pytest.fixture
def write(tmp_path):
    def _write(name, text):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _write


GOOD = "Title: {title}\nAuthors: Ann Lee, CSIS\nSeries: Peace\n\nSome words.\n"


def test_the_shared_essay_arrives_whole():
    out, err, failed = publish(ESSAY)
    assert (err, failed) == ("", None)
    assert "published" in out
    post, series = Post.objects.get(), Series.objects.get()
    assert post.title == "Stop having unrealistic expectations"
    assert post.slug == "stop-having-unrealistic-expectations"
    assert [str(byline) for byline in post.bylines.all()] == [
        "Jeffrey Mankoff, Center for Strategic and International Studies"
    ]
    assert post.html.count("<p") == 2
    assert post.body.startswith("The United States and Russia are key pillars")
    assert "“Western” values" in post.html
    assert "internationally—nor" in post.html
    assert series.title == "Perspectives on Peace and Security"
    assert series.subtitle == "Rebuilding the U.S.–Russia Relationship"
    assert series.publisher == "Carnegie Corporation of New York"
    author = Contributor.objects.get().get_absolute_url()
    assert f'href="{author}"' in post.bio_html
    assert "is a Fellow and Deputy Director" in post.bio_html
    assert "Center for Strategic and International Studies" in post.bio_html
    assert post.bio_html.count("<a ") == 1
    assert "This post is part of" not in post.html + post.bio_html
    assert Discussion.objects.public().get().title == post.title


def test_the_shared_essay_twice_changes_nothing_and_says_so():
    publish(ESSAY)
    before = Post.objects.values().get(), Discussion.objects.values().get()
    out, _err, failed = publish(ESSAY)
    assert failed is None
    assert "unchanged" in out
    assert PostRevision.objects.count() == 1
    assert (Post.objects.values().get(), Discussion.objects.values().get()) == before


def test_line_ends_and_a_byte_order_mark_are_no_change(write):
    publish(ESSAY)
    text = ESSAY.read_text(encoding="utf-8")
    out, _err, _failed = publish(write("copy.txt", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()))
    assert "unchanged" in out
    assert Post.objects.count() == 1


def test_a_changed_document_is_a_new_revision(write):
    publish(write("a.md", GOOD.format(title="One")))
    out, _err, failed = publish(write("a.md", GOOD.format(title="One") + "\nMore.\n"))
    assert failed is None
    assert "updated" in out
    assert (Post.objects.get().revision, PostRevision.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n"),
        ("binary.txt", bytes(range(256))),
        ("latin.txt", "Ann Léé\n\nTitle\n\nWords\n".encode("latin-1")),
        ("nul.md", b"Title: A\x00\nSeries: B\n\nWords\n"),
        ("large.txt", b"Ann Lee, CSIS\n\nTitle\n\n" + b"words " * 900_000),
        ("notitle.txt", b"Ann Lee, CSIS\n"),
        ("nobody.md", b"Title: A\nSeries: B\n\n"),
        ("noseries.md", b"Title: A\nAuthors: Ann Lee, CSIS\n\nWords.\n"),
        ("longtitle.md", b"Title: " + b"x" * 400 + b"\nSeries: B\n\nWords.\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_document_is_refused_in_one_sentence_and_leaves_nothing(write, name, content):
    out, err, failed = publish(write(name, content))
    assert out == ""
    assert err.startswith(f"{name}, line ")
    assert err.count("\n") == 1
    assert failed == "1 document was refused."
    assert not Post.objects.exists()
    assert not Series.objects.exists()


def test_in_a_folder_the_others_go_on_and_the_exit_status_says_that_one_failed(write, tmp_path):
    write("texts/a.md", GOOD.format(title="One"))
    write("texts/b.md", b"\xff\xfe")
    write("texts/c.md", GOOD.format(title="Three"))
    out, err, failed = publish(tmp_path / "texts")
    assert out.count("published") == 2
    assert err.startswith("b.md")
    assert failed == "1 document was refused."
    assert sorted(Post.objects.values_list("title", flat=True)) == ["One", "Three"]


def test_a_path_that_is_not_there_stops_no_other(write, tmp_path):
    out, err, failed = publish(tmp_path / "missing", write("a.md", GOOD.format(title="One")))
    assert "published" in out
    assert "missing" in err
    assert failed


def test_a_document_named_twice_is_read_once(write, tmp_path):
    path = write("texts/a.md", GOOD.format(title="One"))
    out, _err, _failed = publish(path, tmp_path / "texts")
    assert out.count("\n") == 1


def test_series_and_tags_are_given_on_the_command_line(write):
    series = make_series(title="Our Peace", slug="peace")
    path = write("a.md", "Title: One\nAuthor: Ann Lee\nTags: NATO\n\nWords.\n")
    out, err, failed = publish(path, series="peace", tags=["Ukraine", "nato"])
    assert (err, failed) == ("", None)
    post = Post.objects.get()
    assert post.series == series
    assert {tag.name for tag in post.tags.all()} == {"NATO", "Ukraine"}
    assert post.get_absolute_url() in out


def test_a_draft_is_saved_and_not_published(write):
    out, _err, _failed = publish(write("a.md", GOOD.format(title="One")), draft=True)
    assert "draft" in out
    assert not Post.objects.published().exists()
    assert not Discussion.objects.public().exists()


def test_a_time_to_come_schedules_and_the_essay_opens_by_itself(write, settings):
    settings.TIME_ZONE = "America/New_York"
    path = write("a.md", GOOD.format(title="One"))
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC), tick=False) as clock:
        out, _err, _failed = publish(path, at="2030-02-01T09:00")
        assert "scheduled" in out
        assert Post.objects.get().published_at == datetime(2030, 2, 1, 14, tzinfo=UTC)
        assert not Post.objects.published().exists()
        clock.shift(timedelta(days=60))
        assert Post.objects.published().exists()
        assert Discussion.objects.public().exists()


@pytest.mark.parametrize("at", ["soon", "2030-13-01", "99999-01-01", "0001-01-01", "2030-01-01T25:00", ""])
def test_a_time_that_is_none_is_refused_in_a_sentence(write, at):
    _out, _err, failed = publish(write("a.md", GOOD.format(title="One")), at=at)
    assert failed.startswith("--at: ")
    assert not Post.objects.exists()


@pytest.mark.parametrize("tag", ["", "a|b", "x" * 41, "\x00"])
def test_a_tag_that_is_none_is_refused_in_a_sentence(write, tag):
    _out, _err, failed = publish(write("a.md", GOOD.format(title="One")), tags=[tag])
    assert failed.startswith("--tag: ")
    assert not Post.objects.exists()


def test_a_draft_with_a_date_of_publication_is_refused(write):
    _out, _err, failed = publish(write("a.md", GOOD.format(title="One")), draft=True, at="2030-01-01")
    assert "not both" in failed


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(write, tmp_path):
    write("texts/a.md", GOOD.format(title="One"))
    write("texts/b.md", b"")
    out, err, failed = publish(tmp_path / "texts", dry_run=True)
    assert "published" in out
    assert "nothing was written" in out
    assert err.startswith("b.md")
    assert failed
    assert not any(model.objects.exists() for model in (Post, Series, Contributor, Discussion, Tag))


def test_what_was_edited_on_the_site_is_kept_unless_forced(write):
    path = write("a.md", GOOD.format(title="One"))
    publish(path)
    post = Post.objects.get()
    save_post(series=post.series, post=post, title="One", body="Edited.")
    _out, err, failed = publish(path)
    assert "edited on the site" in err
    assert failed
    assert Post.objects.get().body == "Edited."
    out, _err, failed = publish(path, force=True)
    assert failed is None
    assert "updated" in out
    assert Post.objects.get().body == "Some words."


def test_an_essay_with_markup_in_every_field_is_shown_as_words(write):
    evil = "<script>alert(1)</script>"
    path = write("a.md", f"Title: {evil}\nAuthors: {evil}, {evil}\nSeries: {evil}\nTags: {evil}\n\nWords {evil}\n")
    assert publish(path)[1:] == ("", None)
    post = Post.objects.get()
    assert post.title == evil
    assert "<script" not in post.html
    assert "<script" not in post.slug + post.series.slug


def test_nothing_is_sent_or_fetched(write, mailoutbox):
    publish(ESSAY)
    assert mailoutbox == []


def test_reading_a_document_asks_the_database_nothing(django_assert_num_queries):
    from perspectives.publishing.documents import read_document

    with django_assert_num_queries(0):
        assert read_document(ESSAY).title
