"""Rehearsing: what changed settings would have done, against what moderators decided; nothing is saved by it."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perspectives.conf import DEFAULTS
from perspectives.discussion.models import Answer, Comment, Finding, Status
from perspectives.discussion.screening import hold
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act, PolicyChange
from perspectives.moderation.policies import values_of, with_values
from perspectives.moderation.rehearsal import paper
from perspectives.moderation.rehearsal.figures import figures_of, summary_of
from perspectives.moderation.rehearsal.run import BATCH, rehearse
from tests.cast import in_status, say
from tests.moderation.test_save_policy import page_of, sue, typed
from tests.promises.addresses import differences, dump

assert sue  # A fixture.


def asks_the_database(submission: Any) -> Any:
    """A host's check that cannot be rehearsed."""
    return hold(count=Comment.objects.count())


@pytest.fixture
def texts(discussion: Any, ann: Any, mod: Any, rule: Any) -> list[Comment]:
    """Comments with a word in question: approved, rejected, spam, never decided; and one without."""
    made = [in_status(discussion, ann, Status.PENDING, body=f"Cheese number {number}.") for number in range(3)]
    decide(comment=made[0], moderator=mod, act=Act.APPROVE, revision=1)
    decide(comment=made[1], moderator=mod, act=Act.REJECT, rule=rule, revision=1)
    decide(comment=made[2], moderator=mod, act=Act.SPAM, revision=1)
    made += [say(discussion, ann, "More cheese."), say(discussion, ann, "Nothing of the kind.")]
    in_status(discussion, ann, Status.WITHDRAWN, body="Cheese taken back.")
    return made


def run(forum: Any, most: int = 200, **changed: Any) -> Any:
    """Rehearse changed settings."""
    return rehearse(forum, with_values(forum, changed), most)


def test_the_figures_say_how_many_would_be_held_and_what_was_decided_on_them(texts: Any, forum: Any) -> None:
    figures = figures_of(run(forum, held_words="cheese"))
    assert (figures["comments"], figures["held"], figures["held_newly"], figures["held_today"]) == (5, 4, 4, 0)
    assert figures["held_by_decision"] == [1, 1, 1, 1]
    assert (figures["refused"], figures["flagged"], figures["let_go"], figures["complete"]) == (0, 0, 0, True)
    assert summary_of(figures) == (
        "Of the last 5 comments, 4 would be held or refused, 4 of them newly. Moderators had approved 1 of them."
    )


def test_only_what_todays_settings_do_not_do_is_new(texts: Any, forum: Any) -> None:
    forum.held_words = "more\nkind"
    forum.save()
    figures = figures_of(run(forum, held_words="cheese"))
    assert (figures["held_today"], figures["held"], figures["held_newly"], figures["let_go"]) == (2, 4, 3, 1)
    graver = figures_of(run(forum, refused_words="cheese"))
    assert (graver["refused"], graver["refused_newly"], graver["held"]) == (4, 4, 1)


def test_a_rehearsal_changes_no_row(texts: Any, forum: Any) -> None:
    before = dump(set())
    assert run(forum, held_words="cheese", links_allowed=0).seen
    assert differences(before, dump(set())) == []


def test_the_newest_comments_count_and_questions_go_by_the_batch(
    texts: Any, discussion: Any, forum: Any, ann: Any
) -> None:
    assert len(run(forum, most=2, held_words="cheese").seen) == 2
    asked = []
    for many in (5, 60):
        Comment.objects.bulk_create(
            Comment(
                discussion=discussion,
                number=1000 + many * 100 + number,
                path=f"{1000 + many * 100 + number:08d}",
                conversation=1000 + many * 100 + number,
                author=ann,
                body="Cheese.",
                html="<p>Cheese.</p>",
                body_hash="x",
                key=f"made-{many}-{number}",
                status=Status.PUBLIC,
            )
            for number in range(many)
        )
        with CaptureQueriesContext(connection) as queries:
            run(forum, held_words="cheese")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 6
    assert BATCH > 65


def test_it_stops_when_the_time_is_up_and_says_where(texts: Any, forum: Any) -> None:
    clock = itertools.count(0, 2)
    rehearsal = rehearse(
        forum, with_values(forum, {"held_words": "cheese"}), 200, seconds=5, clock=lambda: float(next(clock))
    )
    assert (len(rehearsal.seen), rehearsal.complete) == (2, False)
    assert figures_of(rehearsal)["complete"] is False


def test_a_check_that_asks_the_database_is_stopped_and_named(texts: Any, forum: Any, settings: Any) -> None:
    path = f"{__name__}.asks_the_database"
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [path], "REHEARSED_CHECKS": [path]}
    rehearsal = run(forum, held_words="cheese")
    assert rehearsal.failed == {"asks_the_database"}
    assert {one.then for one in rehearsal.seen} == {Answer.PASS}


def test_the_page_names_the_checks_that_it_leaves_out(
    texts: Any, forum: Any, sue: Any, as_member: Any, settings: Any
) -> None:
    page = page_of(forum)
    data = typed(forum, near_duplicates="on", held_words="cheese", act="rehearse")
    said = as_member(sue).post(page, data).content.decode()
    for name in ("Near-repetition", "Pace", "Repetition", "Sanctions", "Newcomer"):
        assert name in said.partition("Not rehearsed, and in no figure here: ")[2].partition("</p>")[0]
    for name in ("Listed words", "Links", "Tone"):
        assert name not in said.partition("Not rehearsed, and in no figure here: ")[2].partition("</p>")[0]
    checks = [path for path in DEFAULTS["CHECKS"] if path in DEFAULTS["REHEARSED_CHECKS"]]
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": checks}
    assert "Not rehearsed" not in as_member(sue).post(page, data).content.decode()


def test_the_team_is_let_pass_where_the_checks_do_so(discussion: Any, forum: Any, mod: Any, ann: Any) -> None:
    for writer in (mod, ann):
        say(discussion, writer, "See https://example.org/ there.")
    assert figures_of(run(forum, links_allowed=0))["held"] == 1


def test_the_page_tells_lists_and_saves_with_the_figures(texts: Any, forum: Any, sue: Any, as_member: Any) -> None:
    client = as_member(sue)
    answer = client.post(page_of(forum), typed(forum, held_words="cheese", act="rehearse", note="Less of it."))
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Of the last 5 comments, 4 would be held", "<ins>cheese</ins>", "More cheese.", "Listed: cheese"):
        assert words in page
    assert "Nothing of the kind" not in page
    assert (PolicyChange.objects.count(), Finding.objects.filter(answer="hold").count()) == (0, 0)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert client.post(page_of(forum), hidden | {"act": "save"}).status_code == 303
    change = PolicyChange.objects.get()
    assert (change.after, change.rehearsal["held"], change.note) == ({"held_words": "cheese"}, 4, "Less of it.")
    assert "Rehearsed: Of the last 5 comments" in " ".join(
        client.get(f"{page_of(forum)}changes/").content.decode().split()
    )


def test_the_list_is_paged_and_going_on_editing_loses_nothing(
    texts: Any, forum: Any, sue: Any, as_member: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 3}
    client, data = as_member(sue), typed(forum, held_words="cheese", note="Kept.")
    first = client.post(page_of(forum), data | {"act": "rehearse"}).content.decode()
    assert (first.count("px-caught-row"), "Page 1 of 2" in first) == (3, True)
    for number, rows in (("2", 1), ("99", 1), ("x", 3), ("9" * 40, 3)):
        page = client.post(page_of(forum), data | {"act": "list", "show": "all", "page": number}).content.decode()
        assert page.count("px-caught-row") == rows, number
    edited = client.post(page_of(forum), data | {"act": "edit"})
    assert (edited.status_code, "Kept." in edited.content.decode()) == (200, True)
    assert PolicyChange.objects.count() == 0


def test_nothing_changed_is_nothing_to_rehearse(forum: Any, sue: Any, as_member: Any) -> None:
    answer = as_member(sue).post(page_of(forum), typed(forum, act="rehearse"))
    assert answer.status_code == 422
    assert "nothing to rehearse" in answer.content.decode()


def test_figures_of_other_values_another_forum_or_nobodys_signature_are_not_kept(
    texts: Any, forum: Any, elsewhere: Any, sue: Any, as_member: Any
) -> None:
    values = values_of(forum) | {"held_words": "cheese"}
    signed = paper.sign(forum, values, rehearse(forum, with_values(forum, values), 200))
    assert paper.read(signed, forum, values).figures["held"] == 4
    forged = signing.dumps({"of": [], "figures": {}, "hits": []}, salt="other")
    for wrong in ("", "nonsense", signed[:-2], forged, "x" * (paper.LONGEST + 1)):
        assert paper.read(wrong, forum, values) is None
    assert paper.read(signed, forum, values | {"held_words": "ham"}) is None
    assert paper.read(signed, elsewhere.forum, values) is None
    data = typed(forum, held_words="ham", paper=signed)
    assert as_member(sue).post(page_of(forum), data).status_code == 303
    assert PolicyChange.objects.get().rehearsal == {}


def test_nobody_but_senior_moderators_of_the_forum_rehearses(
    texts: Any, forum: Any, mod: Any, tom: Any, as_member: Any
) -> None:
    for who, status in ((mod, 403), (tom, 404)):
        answer = as_member(who).post(page_of(forum), typed(forum, held_words="cheese", act="rehearse"))
        assert answer.status_code == status
        assert "More cheese." not in answer.content.decode()
