"""The table of transitions, cell by cell: status × move, who may make it, and the page in the manual that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction

from perspectives.discussion.actions import change_status, edit_comment, withdraw_comment
from perspectives.discussion.errors import Conflict, Refused
from perspectives.discussion.models import Comment, Discussion, Status
from perspectives.discussion.rules import MOVERS, TRANSITIONS, UNDONE_TO, Move, next_status
from tests.cast import in_status, say

CELLS = [(status, move) for status in Status for move in Move if move is not Move.UNDO]
UNDOS = [(status, to) for status in Status for to in Status]
MANUAL = Path(__file__).parents[2] / "docs" / "comments.md"


def made(comment, move, **fields):
    """Make a move as an action does, inside a transaction."""
    with transaction.atomic():
        return change_status(comment_id=comment.pk, move=move, **fields)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "move"), CELLS)
def test_a_move_leads_where_the_table_says_or_is_refused(discussion, ann, status, move):
    comment = in_status(discussion, ann, status)
    after = TRANSITIONS.get((status, move))
    if after is None:
        with pytest.raises(Refused):
            made(comment, move)
        comment.refresh_from_db()
        assert comment.status == status
    else:
        change = made(comment, move)
        comment.refresh_from_db()
        assert comment.status == change.after == after
        assert change.happened == (after != status)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "to"), UNDOS)
def test_undoing_leads_back_only_among_what_moderators_decide(discussion, ann, status, to):
    comment = in_status(discussion, ann, status)
    if status in UNDONE_TO and to in UNDONE_TO:
        made(comment, Move.UNDO, to=to)
        comment.refresh_from_db()
        assert comment.status == to
    else:
        with pytest.raises(Refused):
            made(comment, Move.UNDO, to=to)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "move"), CELLS)
def test_counts_follow_every_move(discussion, ann, ben, status, move):
    above = say(discussion, ann)
    comment = in_status(discussion, ben, status, parent=above.number)
    Comment.objects.filter(pk=above.pk).update(public_below=int(status == Status.PUBLIC))
    version = Discussion.objects.get(pk=discussion.pk).version
    if (status, move) in TRANSITIONS:
        made(comment, move)
    discussion.refresh_from_db()
    comment.refresh_from_db()
    above.refresh_from_db()
    assert discussion.public_count == Comment.objects.filter(status=Status.PUBLIC).count()
    assert above.public_below == int(comment.status == Status.PUBLIC)
    touched = Status.PUBLIC in (status, comment.status) and status != comment.status
    assert discussion.version == version + int(touched)
    assert (comment.public_at is not None) >= (comment.status == Status.PUBLIC)


@pytest.mark.django_db
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("verb", ["edit", "withdraw"])
def test_a_stranger_makes_no_move_of_the_writers(discussion, ann, eve, status, verb):
    comment = in_status(discussion, ann, status)
    with pytest.raises(Refused):
        if verb == "edit":
            edit_comment(comment=comment, editor=eve, body="Mine now.", tags=[], revision=1)
        else:
            withdraw_comment(comment=comment, member=eve)
    comment.refresh_from_db()
    assert comment.status == status


@pytest.mark.django_db
def test_a_move_on_another_revision_than_the_one_seen_is_a_conflict(discussion, ann):
    comment = in_status(discussion, ann, Status.PENDING)
    with pytest.raises(Conflict):
        made(comment, Move.APPROVE, revision=2)
    assert made(comment, Move.APPROVE, revision=1).happened


def test_every_move_has_somebody_who_makes_it():
    assert set(MOVERS) == set(Move)
    assert next_status(Status.WITHDRAWN, Move.APPROVE) is None


def test_the_manual_shows_the_table_as_it_is():
    rows = [line for line in MANUAL.read_text().splitlines() if line.startswith("| `")]
    shown = {}
    for row in rows:
        move, *cells = [cell.strip(" `") for cell in row.strip("|").split("|")]
        for status, cell in zip(Status, cells[1:], strict=True):
            shown[(status.value, move)] = cell
    for status, move in CELLS:
        assert shown[(status.value, move.value)] == TRANSITIONS.get((status, move), "–"), (status, move)
    assert {move for _status, move in shown} == {move.value for move in Move if move is not Move.UNDO}
