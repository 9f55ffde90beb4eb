"""Changes put into SQL once do what the ORM does, for any values, and tell what it would find."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.signals import post_save, pre_save

from perspectives.discussion import prepared_changes
from perspectives.discussion.actions import number, status
from perspectives.discussion.errors import ParentGone, Refused
from perspectives.discussion.models import Comment, Discussion, Event, EventKind, Finding, Status
from perspectives.discussion.prepared_changes import PreparedCopy, PreparedUpdate, create, create_all, tells
from perspectives.discussion.screening import passed
from perspectives.members.actions import erase_member
from perspectives.members.models import Member
from perspectives.notifications.actions import tell
from perspectives.notifications.models import Notice
from tests.cast import say

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 0, 0, 123456, tzinfo=UTC)
telling = pytest.mark.skipif(
    connection.vendor not in prepared_changes.TELLING, reason="This database does not tell what an UPDATE has made."
)


def moved(step, discussion, at, *paths):
    """Return a change of counts and a moment."""
    rows = Comment.objects.filter(discussion=discussion, path__in=paths).order_by()
    return rows, {"public_below": F("public_below") + step, "edited_at": at}


@pytest.fixture
def paths(discussion, ann):
    """The paths of three comments."""
    return [say(discussion, ann).path for _time in range(3)]


def test_an_update_is_worded_once_and_counts_what_it_found(discussion, paths, monkeypatch):
    change = PreparedUpdate(moved)
    assert change.count(discussion.pk, NOW, *paths[:2], shape=(1,)) == 2
    monkeypatch.setattr(prepared_changes, "word", None)
    assert change.count(discussion.pk, NOW, "no", paths[0], shape=(1,)) == 1
    found = Comment.objects.order_by("number").values_list("public_below", "edited_at")
    assert list(found) == [(2, NOW), (1, NOW), (0, None)]


@telling
def test_an_update_tells_what_the_rows_have_become(discussion, paths):
    change = PreparedUpdate(moved, telling=("pk", "public_below", "edited_at", "shown"))
    rows = change.rows(discussion.pk, NOW, *paths[:2], shape=(3,))
    assert sorted(rows) == [(row.pk, 3, NOW, True) for row in Comment.objects.order_by("number")[:2]]
    assert change.rows(discussion.pk, NOW, "no", "none", shape=(3,)) == []


def test_a_row_is_created_as_save_does_it(discussion, ann):
    seen = []

    def hear(signal, instance, **kwargs):
        seen.append((signal, instance.pk, kwargs.get("created")))

    for signal in (pre_save, post_save):
        signal.connect(hear, sender=Event)
    try:
        event = Event(kind=EventKind.EDITED, discussion=discussion, actor=ann, data={"ü": [1, None]})
        assert create(event) == ()
    finally:
        for signal in (pre_save, post_save):
            signal.disconnect(hear, sender=Event)
    assert seen == [(pre_save, None, None), (post_save, event.pk, True)]
    stored = Event.objects.get(pk=event.pk)
    assert (stored.data, stored.created_at, stored.told_at) == ({"ü": [1, None]}, event.created_at, None)
    event.kind = EventKind.WITHDRAWN
    event.save()
    assert Event.objects.get(pk=event.pk).kind == EventKind.WITHDRAWN


def findings(discussion, count):
    """Return so many findings, not stored."""
    return [Finding(discussion=discussion, check_name=f"%s {n}", answer="pass", facts={"n": n}) for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 9, 300])
def test_many_rows_are_created_in_one_statement_unless_they_are_too_many(
    discussion, count, django_assert_max_num_queries
):
    with django_assert_max_num_queries(min(count, 4)):
        create_all(findings(discussion, count))
    stored = Finding.objects.order_by("pk").values_list("check_name", "facts")
    assert sorted(stored, key=lambda row: row[1]["n"]) == [(f"%s {n}", {"n": n}) for n in range(count)]


def test_what_a_question_finds_is_copied_into_new_rows(discussion, ann):
    say(discussion, ann)

    def question(kind, discussion):
        found = Comment.objects.filter(discussion=discussion, status=kind).order_by()
        return found.values_list("discussion", "pk", "status", "created_at", F("number"), "discussion__url_kwargs")

    names = ("discussion", "comment", "kind", "created_at", "actor", "data")
    Event.objects.all().delete()
    Comment.objects.update(number=ann.pk)
    assert PreparedCopy(Event, names, question).count("public", discussion.pk) == 1
    event = Event.objects.get()
    assert (event.comment.number, event.kind, event.data) == (ann.pk, "public", {})


@pytest.fixture(params=["tells", "tells nothing"])
def database(request, monkeypatch):
    """The database as it is, and one that does not tell what an UPDATE has made of rows."""
    if request.param == "tells nothing":
        for module in (number, status, tell):
            monkeypatch.setattr(module, "tells", lambda model: False)
    return request.param


def withdraws(submission):
    """A check during which what is answered is withdrawn."""
    Comment.objects.filter(pk=submission.parent.pk).update(status=Status.WITHDRAWN, shown=False)
    return passed()


def leaves(submission):
    """A check during which the writer leaves."""
    erase_member(member=Member.objects.get(pk=submission.author.pk))
    return passed()


def test_posting_is_the_same_whatever_the_database_tells(discussion, ann, ben, database):
    first = say(discussion, ann, tags=["evidence"])
    answer = say(discussion, ben, parent=first.number, tags=["evidence", "question"])
    say(discussion, ann, parent=answer.number)
    discussion.refresh_from_db()
    assert (discussion.last_number, discussion.public_count) == (3, 3)
    assert [row.public_below for row in Comment.objects.order_by("number")] == [2, 1, 0]
    assert sorted(discussion.tag_counts.values_list("tag__name", "uses")) == [("evidence", 2), ("question", 1)]
    notices = Notice.objects.order_by("pk")
    assert [(notice.member, notice.comment.number, notice.dropped) for notice in notices] == [
        (ann, 2, ""),
        (ben, 3, ""),
    ]
    assert [notice.next_attempt_at for notice in notices] == [notice.created_at for notice in notices]
    assert not Event.objects.filter(told_at=None).exists()


def test_mail_waits_for_the_interval_whatever_the_database_tells(discussion, ann, ben, database, settings):
    first = say(discussion, ann)
    say(discussion, ben, parent=first.number)
    Notice.objects.update(sent_at=NOW)
    long_ago = say(discussion, ben, parent=first.number)
    assert Notice.objects.get(comment=long_ago).next_attempt_at == long_ago.events.get().created_at
    sent = long_ago.events.get().created_at
    Notice.objects.filter(comment=long_ago).update(sent_at=sent)
    soon = say(discussion, ben, parent=first.number)
    assert Notice.objects.get(comment=soon).next_attempt_at == sent + tell.conf.MAIL_INTERVAL


@pytest.mark.parametrize(("check", "error"), [("withdraws", ParentGone), ("leaves", Refused)])
def test_what_changes_meanwhile_is_found_under_the_lock(discussion, ann, ben, database, settings, check, error):
    first = say(discussion, ann)
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [f"{__name__}.{check}"]}
    with pytest.raises(error):
        say(discussion, ben, parent=first.number, tags=["evidence"], address="192.0.2.7")
    assert Comment.objects.get() == first
    assert not discussion.tag_counts.exists()
    assert Discussion.objects.get().last_number == 1


def test_this_database_tells_or_does_not():
    assert tells(Comment) is (connection.vendor in prepared_changes.TELLING)
