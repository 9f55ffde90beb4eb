"""Made-up discussions: the same for the same seed, whole in every count, rendered truly, and never made by accident."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import islice

import pytest
from django.core.management import CommandError, call_command

from perspectives.discussion.actions import open_discussion
from perspectives.discussion.actions.prepare import cleaned_body, hash_of
from perspectives.discussion.filling import SHAPES, CannotFill, Wish, fill, public_host
from perspectives.discussion.filling.hosts import is_public
from perspectives.discussion.filling.people import key_of, names
from perspectives.discussion.models import Comment, CommentRevision, Discussion, DiscussionTag, Status, TaggedComment
from perspectives.discussion.paths import PATH_LEVELS
from perspectives.members.actions import erase_member
from perspectives.members.models import Member
from perspectives.text.markdown import RENDERER_VERSION, render_comment
from tests.cast import make_member, say

UNTIL = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
SAME = ("number", "path", "author__key", "body", "html", "status", "revision", "public_below", "shown", "created_at")


@pytest.fixture
def field(forum):
    """An empty discussion, public for half a year when the filling ends."""
    return open_discussion(forum=forum, title="Field", slug="field", visible_from=UNTIL - timedelta(days=180))


def filled(discussion, comments, **wish):
    """Fill and return the comments by number."""
    batch = wish.pop("batch", 10_000)
    assert fill(discussion=discussion, wish=Wish(comments, UNTIL, **wish), batch=batch) == comments
    discussion.refresh_from_db()
    return list(Comment.objects.filter(discussion=discussion).order_by("number"))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_made_up_discussion_of_any_shape_is_whole(field, shape):
    filled(field, 240, shape=shape, batch=100)
    call_command("check_threads", stdout=StringIO())


@pytest.mark.parametrize("shape", ["mixed", "wide", "deep"])
def test_it_is_whole_also_where_the_database_gives_keys_only_to_rows_that_are_written(field, shape, monkeypatch):
    monkeypatch.setattr("perspectives.discussion.filling.rows.next_keys", lambda model, count: None)
    comments = filled(field, 120, shape=shape, batch=50)
    assert sum(comment.parent_id is not None for comment in comments) > 60
    call_command("check_threads", stdout=StringIO())


def test_the_same_seed_makes_the_same_comments_and_another_seed_others(field, forum):
    def of(slug, seed):
        place = open_discussion(forum=forum, title=slug, slug=slug, visible_from=UNTIL - timedelta(days=180))
        filled(place, 150, seed=seed)
        tags = TaggedComment.objects.filter(content_object__discussion=place).order_by("content_object__number", "tag")
        return list(place.comments.order_by("number").values_list(*SAME)), list(
            tags.values_list("content_object__number", "tag__name")
        )

    assert of("one", 7) == of("two", 7)
    assert of("three", 8) != of("two", 7)


def test_the_html_is_what_the_renderer_makes_of_the_body(field):
    for comment in filled(field, 600):
        assert comment.html == render_comment(comment.body), comment.body
        assert comment.body == cleaned_body(comment.body)
        assert comment.body_hash == hash_of(comment.body)
        assert comment.render_version == RENDERER_VERSION
    for kept in CommentRevision.objects.all():
        assert kept.html == render_comment(kept.body)


def test_bodies_and_their_html_stay_within_the_limit_and_some_reach_it(field, settings, monkeypatch):
    monkeypatch.setattr("perspectives.discussion.filling.texts.LONGEST", 0.05)
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"COMMENT_MAX_LENGTH": 1500}
    comments = filled(field, 300)
    assert max(len(comment.body) for comment in comments) == 1500
    assert all(comment.html == render_comment(comment.body) for comment in comments)


def test_a_discussion_has_everything_that_discussions_have(field):
    comments = filled(field, 1500)
    assert {comment.status for comment in comments} == set(Status.values)
    tombstones = [comment for comment in comments if comment.is_tombstone]
    assert tombstones
    assert all(comment.shown for comment in tombstones)
    assert any(not comment.shown for comment in comments)
    assert max(comment.depth for comment in comments) > 6
    edited = [comment for comment in comments if comment.edited_at]
    assert all(list(comment.revisions.values_list("number", flat=True)) == [1, 2] for comment in edited)
    assert 10 < len(edited) < 60
    bodies = "".join(comment.body for comment in comments)
    assert all(sign in bodies for sign in ("> ", "- ", "1. ", "**", "](https://", "`", "🙂", "السلام"))


def test_times_rise_and_end_at_the_moment_given(field):
    comments = filled(field, 400)
    moments = [comment.created_at for comment in comments]
    assert moments == sorted(moments)
    assert moments[0] > field.visible_from
    assert moments[-1] - moments[0] > timedelta(days=60)
    assert max(comment.public_at for comment in comments if comment.public_at) <= UNTIL
    assert field.last_public_at == max(comment.public_at for comment in comments if comment.public_at)
    by_key = {comment.pk: comment for comment in comments}
    answers = [comment for comment in comments if comment.parent_id]
    assert all(by_key[answer.parent_id].public_at <= answer.created_at for answer in answers)


def test_comments_come_behind_those_that_are_there(discussion, ann):
    earlier = say(discussion, ann)
    comments = list(range(2, 52))
    wish = Wish(50, earlier.created_at + timedelta(days=30))
    assert fill(discussion=discussion, wish=wish) == 50
    assert list(discussion.comments.exclude(pk=earlier.pk).values_list("number", flat=True)) == comments
    assert say(discussion, ann).number == 52
    call_command("check_threads", stdout=StringIO())


def test_what_was_made_up_can_be_answered_and_a_second_filling_uses_the_same_people(field, ann):
    filled(field, 60)
    people = Member.objects.count()
    parent = field.comments.filter(status=Status.PUBLIC).first()
    say(field, ann, parent=parent.number)
    later = Wish(60, datetime.now(UTC) + timedelta(days=400), seed=2)
    assert fill(discussion=field, wish=later) == 60
    assert Member.objects.count() == people
    call_command("check_threads", stdout=StringIO())


def test_nobody_who_is_there_is_made_to_say_anything(field):
    (first, _look), (second, _look) = islice(names(), 2)
    real = make_member(first)
    filled(field, 40)
    assert not Comment.objects.filter(author=real).exists()
    left = Member.objects.get(key=key_of(second))
    erase_member(member=left)
    said = left.comments.count()
    fill(discussion=field, wish=Wish(40, datetime.now(UTC) + timedelta(days=400)))
    assert left.comments.count() == said


def test_there_are_names_for_the_most_members_and_none_twice():
    found = [name for name, _look in names()]
    assert len(found) > 20_000
    assert len(set(map(key_of, found))) == len(found)


def test_a_chain_is_as_deep_as_asked_and_hangs_on_the_last_level(field):
    comments = filled(field, 130, shape="deep", batch=40)
    assert [comment.parent_id for comment in comments[1:]] == [comment.pk for comment in comments[:-1]]
    assert max(comment.depth for comment in comments) == PATH_LEVELS - 1
    assert comments[0].public_below == 129


def test_one_comment_gets_all_the_answers(field):
    comments = filled(field, 130, shape="wide", batch=40)
    assert {comment.parent_id for comment in comments[1:]} == {comments[0].pk}
    assert comments[0].public_below == field.public_count - 1 == 129


def test_tags_are_counted_for_public_comments(field):
    filled(field, 500)
    for row in DiscussionTag.objects.filter(discussion=field):
        public = Comment.objects.filter(discussion=field, status=Status.PUBLIC)
        assert row.uses == TaggedComment.objects.filter(tag=row.tag, content_object__in=public).count() > 0


def test_where_writers_may_not_add_tags_none_is_added(field, forum):
    forum.free_tags = False
    forum.save()
    filled(field, 100)
    used = set(TaggedComment.objects.values_list("tag", flat=True))
    assert used <= set(forum.vocabulary.values_list("pk", flat=True))


def test_an_end_before_the_last_comment_is_refused(discussion, ann):
    comment = say(discussion, ann)
    with pytest.raises(CannotFill, match="choose a later end"):
        fill(discussion=discussion, wish=Wish(5, comment.created_at))


def run(*extra, slug="field"):
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("fill_discussion", slug, "--comments=5", "--until=2026-11-25T10:00", *extra, stdout=out)
    return out.getvalue()


def test_the_command_writes_and_says_how_quickly(field):
    assert "5 comments in" in run("--yes")
    assert Discussion.objects.get(pk=field.pk).last_number == 5


@pytest.mark.parametrize(("answer", "written"), [("y", 5), ("yes", 5), ("", 0), ("n", 0), ("maybe", 0)])
def test_the_command_asks_first(field, monkeypatch, answer, written):
    monkeypatch.setattr("builtins.input", lambda question: answer)
    if written:
        run()
    else:
        with pytest.raises(CommandError, match="Nothing was written"):
            run()
    assert field.comments.count() == written


def test_where_nobody_can_be_asked_nothing_is_written(field, monkeypatch):
    def nobody(question):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(CommandError, match="nobody is there to ask"):
        run()


@pytest.mark.parametrize("extra", [["--yes"], ["--yes", "--public-host=other.org"], []])
def test_on_a_public_site_a_mere_yes_is_not_enough(field, settings, monkeypatch, extra):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"BASE_URL": "https://essays.com"}
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    with pytest.raises(CommandError):
        run(*extra)
    assert field.comments.count() == 0
    assert "5 comments" in run("--yes", "--public-host=essays.com")


def test_on_a_public_site_its_name_can_be_typed(field, settings, monkeypatch):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"BASE_URL": "https://essays.com"}
    monkeypatch.setattr("builtins.input", lambda question: "essays.com")
    assert "5 comments" in run()


def test_an_unknown_discussion_is_named(db):
    with pytest.raises(CommandError, match="nowhere"):
        run("--yes", slug="nowhere")


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("essays.com", True),
        (".essays.com", True),
        ("*", True),
        ("8.8.8.8", True),
        ("localhost", False),
        ("127.0.0.1", False),
        ("[::1]", False),
        ("10.0.0.5", False),
        ("testserver", False),
        ("essays.example", False),
        ("www.example.org", False),
    ],
)
def test_a_host_is_public_or_it_is_not(host, public):
    assert is_public(host) is public


def test_a_debug_site_and_one_on_this_machine_are_not_public(settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"BASE_URL": ""}
    settings.ALLOWED_HOSTS = ["*"]
    assert public_host() == "*"
    settings.DEBUG = True
    assert public_host() == ""
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["127.0.0.1", "localhost", "[::1]"]
    assert public_host() == ""
