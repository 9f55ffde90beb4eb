"""Every address that takes a POST, for everybody who may knock: who is let in, what is written, told and seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from perspectives.discussion.cards import memo
from perspectives.discussion.models import Comment, Discussion, Event, Forum, Role
from perspectives.moderation import urls
from perspectives.moderation.models import (
    Appeal,
    Claim,
    Decision,
    LegalNotice,
    LogEntry,
    Message,
    Note,
    Passed,
    PolicyChange,
    Report,
    Rule,
    Sanction,
)
from perspectives.notifications.models import Notice
from tests.moderation.doors import GONE, OK, REFUSED, ROLES, SIGN_IN, TEAM, Door, doors, make_world
from tests.moderation.stage import list_of

pytestmark = pytest.mark.django_db
SCRIPT = {"x-perspectives": "fetch"}
# What a refused request must leave as it was.
KEPT = (
    *(Comment, Discussion, Event, Forum, Role, Appeal, Claim, Decision, LegalNotice, LogEntry, Message, Note),
    *(Notice, Passed, PolicyChange, Report, Rule, Sanction),
)


def state() -> dict[str, list[Any]]:
    """Return all rows of KEPT."""
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in KEPT}


def met(answer: Any) -> str:
    """Return what an answer means for who knocked."""
    if answer.status_code in (301, 302) and "/login/" in answer.url:
        return SIGN_IN
    return OK if answer.status_code in (200, 302, 303) else str(answer.status_code)


def visible_to_all(comment: Comment) -> bool:
    """Whether somebody signed out reads the words on the comment's own page, in a request of its own."""
    caches["pages"].clear()
    memo.forget()
    answer = Client().get(reverse("perspectives:comment", args=[comment.discussion.slug, comment.number]))
    return comment.body in answer.content.decode()


class Knocks:
    """Knocks at doors as everybody, each time in a world that is put back afterwards; collects what is wrong."""

    def __init__(self) -> None:
        self.world = make_world()
        self.before = state()
        self.wrong: list[str] = []

    def at(self, door: Door, role: str) -> None:
        """Post as `role`, and hold against the table what was answered and what followed."""
        client, headers = self.world.clients[role], SCRIPT if door.by_script else {}
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                answer = client.post(door.address, door.form, headers=headers)
            what = f"{door} as {role}"
            self.hold(what, "answer", met(answer), door.expected(role))
            if role in door.may:
                self.followed(door, what)
            else:
                self.hold(what, "changed", self.changed(), [])
            transaction.set_rollback(True)

    def changed(self) -> list[str]:
        """Return the tables that are not as they were."""
        return [name for name, rows in state().items() if rows != self.before[name]]

    def followed(self, door: Door, what: str) -> None:
        """Hold against the table the rows of the log, what Ann is told, and what everybody reads."""
        decisions, links = (len(self.before[name]) for name in ("Decision", "LogEntry"))
        acts = list(Decision.objects.order_by("pk").values_list("act", flat=True))[decisions:]
        self.hold(what, "log", acts, [door.log] if door.log else [])
        self.hold(what, "links", LogEntry.objects.count() - links, len(acts))
        known = [row[0] for row in self.before["Notice"]]
        told = Notice.objects.filter(member=self.world.ann).exclude(pk__in=known).values_list("kind", flat=True)
        self.hold(what, "told", sorted(told), sorted(door.told))
        if door.about is not None:
            self.hold(what, "visible", visible_to_all(door.about), door.visible)

    def hold(self, what: str, which: str, found: Any, expected: Any) -> None:
        """Note down what is not as it should be."""
        if found != expected:
            self.wrong.append(f"{what}: {which} is {found!r}, not {expected!r}")


def test_every_door_lets_in_whom_it_should_and_nobody_else() -> None:
    knocks = Knocks()
    for door in doors(knocks.world):
        for role in ROLES:
            knocks.at(door, role)
    assert knocks.wrong == []


def test_every_other_address_takes_no_post() -> None:
    world = make_world()
    known = {door.name for door in doors(world)}
    args = {
        "policy_changes": [world.forum.slug],
        "notice_receipt": [world.notice.key],
        "statement": next(door.args for door in doors(world) if door.name == "make_appeal"),
    }
    names = [pattern.name for pattern in urls.urlpatterns]
    assert known <= set(names)
    missing = [name for name in names if name not in known]
    answers = {
        name: world.clients["boss"].post(reverse(f"perspectives:{name}", args=args.get(name, []))).status_code
        for name in missing
    }
    assert answers == dict.fromkeys(missing, 405)


@pytest.mark.parametrize(("model", "act"), [("comment", "approve"), ("discussion", "lock"), ("sanction", "lift")])
def test_the_admins_doors_let_in_the_same_people(model: str, act: str) -> None:
    knocks = Knocks()
    world, address = knocks.world, list_of(model)
    row = {"comment": world.held, "discussion": world.discussion, "sanction": world.watched}[model]
    form = {"action": act, "_selected_action": [row.pk], "index": 0, "confirmed": "1", f"seen_{row.pk}": "1:0"}
    # Staff is who may come to the admin; what each sees there, the offices decide.
    for member in world.members.values():
        member.user.is_staff = True
        member.user.save()
    for role in ROLES:
        expected = {"nobody": SIGN_IN, "tom": OK}.get(role, OK if role in TEAM else REFUSED)
        with transaction.atomic():
            knocks.hold(role, "answer", met(world.clients[role].post(address, form)), expected)
            acts = list(Decision.objects.order_by("pk").values_list("act", flat=True))[len(knocks.before["Decision"]) :]
            knocks.hold(role, "log", acts, [act] if role in TEAM else [])
            if role not in TEAM:
                knocks.hold(role, "changed", knocks.changed(), [])
            transaction.set_rollback(True)
    assert knocks.wrong == []


def test_the_table_knows_every_kind_of_answer() -> None:
    table = doors(make_world())
    answers = {door.expected(role) for door in table for role in ROLES}
    assert answers == {SIGN_IN, GONE, REFUSED, OK}
