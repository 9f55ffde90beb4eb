"""S5: what is not public is seen by nobody but its writer and its moderators: status × role × door, every cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.urls import reverse

from perspectives.discussion.models import Status
from tests.promises.stage import FATES, OF_UNPUBLISHED_ESSAYS, OPEN, ROLES, Stage, Subject, expected_words

pytestmark = pytest.mark.django_db
STAFF = ("moderator", "superuser")
EDITORS = ("editor", "superuser")


@dataclass(frozen=True)
class Door:
    """An address of one comment: what is answered there, and whether the words of that comment are shown."""

    path: Callable[[Subject], str]
    status: Callable[[Subject, str], int]
    shows: Callable[[Subject, str], bool]


def essay_of(subject: Subject) -> str:
    return subject.comment.discussion.get_absolute_url()


def own(name: str) -> Callable[[Subject], str]:
    return lambda subject: reverse(f"perspectives:{name}", args=subject.args)


def discussion_of(subject: Subject) -> str:
    return reverse("perspectives:discussion", args=subject.args[:1])


def is_open(subject: Subject) -> bool:
    return subject.fate not in OF_UNPUBLISHED_ESSAYS


def enters(subject: Subject, role: str) -> bool:
    """Whether the discussion is open to `role`."""
    return is_open(subject) or role in ("moderator", *EDITORS)


def stands(subject: Subject) -> bool:
    """Whether the words are public as far as the comment goes."""
    return subject.fate == "public" or not is_open(subject)


def on_essay(subject: Subject, role: str) -> int:
    return 200 if is_open(subject) or role in EDITORS else 404


def on_own_page(subject: Subject, role: str) -> int:
    return 200 if expected_words(subject, role) or subject.fate.endswith("+") else 404


def to_answer(subject: Subject, role: str) -> int:
    if role == "nobody":
        return 302
    return 200 if enters(subject, role) and subject.comment.status == Status.PUBLIC else 404


def to_report(subject: Subject, role: str) -> int:
    if subject.fate not in OPEN:
        return 404
    return 403 if role == "writer" else 200


def to_notice(subject: Subject, role: str) -> int:
    """Anybody may give notice of what everybody may read, and of nothing else."""
    return 200 if subject.fate in OPEN else 404


def to_change(subject: Subject, role: str) -> int:
    """Editing says 403 to a writer whose comment was decided on, or answered."""
    if role != "writer":
        return to_withdraw(subject, role)
    editable = subject.comment.status in (Status.PENDING, Status.PUBLIC) and not subject.fate.endswith("+")
    return 200 if editable else 403


def to_withdraw(subject: Subject, role: str) -> int:
    if role == "nobody":
        return 302
    return 200 if role == "writer" else 404


def on_history(subject: Subject, role: str) -> int:
    return 200 if role in ("writer", *STAFF) else 404


def on_desk(subject: Subject, role: str) -> int:
    if role == "nobody":
        return 302
    return 200 if role in STAFF else 404


DOORS = {
    "essay": Door(essay_of, on_essay, lambda s, role: stands(s) and on_essay(s, role) == 200),
    "discussion": Door(
        discussion_of, lambda s, role: 200 if enters(s, role) else 404, lambda s, role: stands(s) and enters(s, role)
    ),
    "filter": Door(
        lambda s: f"{discussion_of(s)}?tag={s.tag}",
        lambda s, role: 200 if stands(s) and enters(s, role) else 404,
        lambda s, role: stands(s) and enters(s, role),
    ),
    "essay's filter": Door(
        lambda s: f"{essay_of(s)}?tag={s.tag}",
        lambda s, role: 200 if stands(s) and on_essay(s, role) == 200 else 404,
        lambda s, role: stands(s) and on_essay(s, role) == 200,
    ),
    "own page": Door(own("comment"), on_own_page, lambda s, role: s.fate != "edited" and expected_words(s, role)),
    "reply": Door(own("reply"), to_answer, lambda s, role: s.fate != "edited" and to_answer(s, role) == 200),
    "report": Door(own("report"), to_report, lambda s, role: s.fate == "public"),
    "notice": Door(own("give_notice"), to_notice, lambda s, role: s.fate == "public"),
    "edit": Door(own("edit"), to_change, lambda s, role: role == "writer"),
    "withdraw": Door(own("withdraw"), to_withdraw, lambda s, role: role == "writer"),
    "history": Door(own("history"), on_history, lambda s, role: on_history(s, role) == 200),
    "desk item": Door(own("desk_item"), on_desk, lambda s, role: on_desk(s, role) == 200),
    "tag page": Door(
        lambda s: reverse("perspectives:tag", args=[s.tag]),
        lambda s, role: 200 if s.fate == "public" else 404,
        lambda s, role: s.fate == "public",
    ),
    "feed": Door(
        lambda s: reverse(
            "perspectives:feed_comments",
            args=[s.comment.discussion.url_kwargs[name] for name in ("series", "post")],
        ),
        lambda s, role: 200 if is_open(s) else 404,
        lambda s, role: s.fate == "public",
    ),
    "search": Door(
        lambda s: f"{reverse('perspectives:search')}?q=words+stand+here",
        lambda s, role: 200,
        lambda s, role: s.fate == "public",
    ),
}
# Where the words themselves must be found by those who may read them; elsewhere it is enough that nobody else does.
SHOWN_TO = {"essay", "discussion", "filter", "own page", "reply", "desk item", "tag page", "feed", "search"}


def seen(page: str, subject: Subject, role: str) -> set[str]:
    """Return which marks of a comment stand on a page; everybody's own name stands in the frame."""
    return {mark for mark in subject.marks if mark in page and not (role == "writer" and mark == subject.name)}


def strangers_marks(stage: Stage, page: str, subject: Subject | None, role: str) -> set[str]:
    """Return the marks on a page of all other comments that `role` may not read."""
    looker = "stranger" if role == "writer" else role
    others = [other for other in stage.subjects.values() if other is not subject]
    hidden = [other for other in others if not expected_words(other, looker)]
    hidden += [other for other in others if other.fate == "edited" and looker not in STAFF]
    return {mark for other in hidden for mark in other.marks if mark in page}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", DOORS)
def test_a_door_shows_each_comment_to_whom_it_may_be_shown(stage, name, role):
    door, wrong = DOORS[name], []
    for fate in FATES:
        subject = stage.subjects[fate]
        answer = stage.get(role, fate, door.path(subject))
        page = answer.content.decode()
        marks, shows = seen(page, subject, role), door.shows(subject, role)
        if answer.status_code != door.status(subject, role):
            wrong.append(f"{fate}: {answer.status_code} instead of {door.status(subject, role)}")
        if marks and not shows:
            wrong.append(f"{fate}: shows {marks}")
        if shows and name in SHOWN_TO and fate != "edited" and subject.body not in page:
            wrong.append(f"{fate}: does not show its words")
        if strangers_marks(stage, page, subject, role):
            wrong.append(f"{fate}: shows {strangers_marks(stage, page, subject, role)}")
    assert not wrong


@pytest.mark.parametrize("name", ["home", "series", "author", "feed_posts", "sitemap", "log", "search"])
@pytest.mark.parametrize("role", ROLES)
def test_lists_show_no_words_that_are_not_public_and_no_hidden_essay(stage, name, role):
    page = stage.get(role, "held", list_address(stage, name))
    text = page.content.decode()
    assert page.status_code == 200
    assert not {
        mark for one in stage.subjects.values() if one.fate != "public" for mark in seen(text, one, own_role(one, role))
    }
    hidden = [stage.subjects[fate].comment.discussion for fate in OF_UNPUBLISHED_ESSAYS]
    named = [found.title for found in hidden if found.title in text or found.get_absolute_url() in text]
    editors_list = role in EDITORS and name in ("home", "series", "author", "search")
    assert len(named) == (3 if editors_list else 0)


def own_role(subject: Subject, role: str) -> str:
    """Return the role towards a comment when the writer at the screen is that of the held one."""
    return "stranger" if role == "writer" and subject.fate != "held" else role


def list_address(stage: Stage, name: str) -> str:
    """Return the address of a list."""
    if name == "series":
        return stage.series.get_absolute_url()
    if name == "author":
        return reverse("perspectives:author", args=["ada-author"])
    return reverse(f"perspectives:{name}") + ("?q=essay" if name == "search" else "")


@pytest.mark.parametrize("name", ["my_comments", "notices", "desk"])
@pytest.mark.parametrize("role", ROLES)
def test_personal_pages_show_only_what_the_person_may_read(stage, name, role):
    for fate in FATES if role == "writer" else FATES[:1]:
        answer = stage.get(role, fate, reverse(f"perspectives:{name}"))
        assert answer.status_code == personal_status(name, role)
        assert not strangers_marks(stage, answer.content.decode(), stage.subjects[fate], role)


def personal_status(name: str, role: str) -> int:
    """Return what a personal page answers."""
    if role == "nobody":
        return 302
    return 200 if name != "desk" or role in ("moderator", "elsewhere", "superuser") else 404


def test_my_comments_name_each_with_its_status(stage):
    for fate, subject in stage.subjects.items():
        page = stage.get("writer", fate, reverse("perspectives:my_comments")).content.decode()
        assert str(subject.comment.get_status_display()) in page
        assert subject.comment.get_absolute_url() in page


@pytest.mark.parametrize("fate", FATES)
def test_searching_for_a_mark_leads_to_a_comment_only_where_it_is_public(stage, fate):
    subject = stage.subjects[fate]
    for role in ("nobody", "writer", "moderator"):
        for mark in subject.marks:
            page = stage.get(role, fate, f"{reverse('perspectives:search')}?q={mark}").content.decode()
            found = subject.comment.get_absolute_url() in page or f'#{subject.comment.number}"' in page
            assert not found or fate == "public", (role, mark)


def test_counts_count_what_is_public_and_nothing_else(stage):
    page = stage.client("nobody").get(stage.post.get_absolute_url()).content.decode()
    public = stage.post.discussion.comments.filter(status=Status.PUBLIC).count()
    stage.post.discussion.refresh_from_db()
    # Ann's, two that stayed public, and an answer below each of four tombstones.
    assert stage.post.discussion.public_count == public == 7
    assert f"?tag={stage.subjects['public'].tag}" in page
    assert page.count("?tag=") == page.count(f"?tag={stage.subjects['public'].tag}")


def test_mails_carry_the_words_of_public_comments_only(stage):
    assert stage.mails
    for letter in stage.mails:
        text = f"{letter.subject}\n{letter.body}"
        writers = {subject.writer.user.email for subject in stage.subjects.values()}
        for subject in stage.subjects.values():
            if subject.fate == "public" or letter.to == [subject.writer.user.email]:
                continue
            assert not [mark for mark in (subject.body, subject.tag) if mark in text]
            assert subject.fate in OPEN or subject.name not in text
        assert len(letter.to) == 1
        assert letter.to[0] in writers | {"ann@example.org", "mod@example.org", "root@example.org"}


@pytest.mark.parametrize("role", ["nobody", "stranger", "elsewhere", "superuser"])
def test_the_admin_shows_words_to_staff_of_the_forum_only(stage, role):
    models = [model for model in admin.site._registry if model._meta.app_label == "perspectives"]
    assert len(models) > 10
    for model in models:
        answer = stage.client(role).get(reverse(f"admin:perspectives_{model._meta.model_name}_changelist"))
        page = answer.content.decode()
        if role == "superuser":
            assert answer.status_code == 200, model
            continue
        assert answer.status_code == 302 or (role == "elsewhere" and answer.status_code in (200, 403)), model
        assert not [subject.body for subject in stage.subjects.values() if subject.body in page], model


def test_a_tombstone_is_bare(stage):
    for fate in [fate for fate in FATES if fate.endswith("+")]:
        subject = stage.subjects[fate]
        page = stage.client("nobody").get(reverse("perspectives:comment", args=subject.args)).content.decode()
        assert not [mark for mark in subject.marks if mark in page]
        assert subject.writer.key not in page
        assert "<time" not in page.split(f'id="{subject.comment.number}"')[1].split("</article>")[0]
