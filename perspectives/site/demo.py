"""A small sample discussion for a new site: invented people, a believable exchange, every state a comment can be in."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from perspectives.discussion.actions import post_comment, withdraw_comment
from perspectives.discussion.actions.tag import get_or_make_tags, retag_comment
from perspectives.discussion.models import Comment, Discussion, Event, RoleKind, Status
from perspectives.members.actions import name_member
from perspectives.members.models import Member
from perspectives.moderation.actions import appoint as give_office
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.models import Act, Reason, Rule
from perspectives.publishing.models import Post
from perspectives.site.kept import kept_secret

# The tag every comment of the sample carries, so that nobody takes invented people for real ones.
SAMPLE = "sample"
# How long before now the sample begins: the essay must be out by then.
AGE = timedelta(hours=44)


class Person(NamedTuple):
    """Somebody who can sign in to the sample site."""

    role: str
    name: str
    email: str
    password: str


class Line(NamedTuple):
    """A comment of the sample: who says what, in answer to which line (from 1), how many minutes after the last."""

    who: str
    body: str
    tags: list[str]
    parent: int | None
    minutes: int
    # What becomes of it: public, withdrawn, rejected, reported or held.
    outcome: str


CAST = [("moderator", "Helen Marsh"), ("member", "Daniel Osei"), ("member", "Ruth Adler")]
VOICES = ["Tomasz Wilk", "Irina Sokolova", "Sam Brenner"]

# The exchange itself, in the order of posting.
LINES = [
    Line(**line) for line in json.loads((Path(__file__).parent / "sample_discussion.json").read_text(encoding="utf-8"))
]


def make_people() -> list[Person]:
    """Return the moderator and the two members, made where they are missing; passwords are kept in `var/`."""
    people = []
    for role, name in CAST:
        first = name.split()[0].lower()
        password = kept_secret(settings.VAR, f"password-{first}", lambda: secrets.token_urlsafe(9))
        person = Person(role, name, f"{first}@example.org", password)
        _make_person(person)
        people.append(person)
    return people


def _make_person(person: Person) -> None:
    """Make the user and the member of `person` unless they are there; what they changed since stays changed."""
    users = get_user_model()
    if users.objects.filter(username=person.email).exists():
        return
    with transaction.atomic():
        user = users.objects.create_user(
            username=person.email,
            email=person.email,
            password=person.password,
            # Django's admin opens to staff alone; what is seen there, the roles decide.
            is_staff=person.role == "moderator",
        )
        name_member(user=user, name=person.name)
        EmailAddress.objects.create(user=user, email=person.email, primary=True, verified=True)


def make_sample_discussion(post: Post, now: datetime | None = None) -> int:
    """Fill the discussion of `post` with the sample and return how many comments it has; 0 if anything is there.

    All of it in one transaction. No mail is sent: the events count as told.
    """
    discussion = post.discussion
    if Comment.objects.filter(discussion=discussion).exists():
        return 0
    now = now or timezone.now()
    with transaction.atomic():
        _speak(discussion, now)
        Event.objects.filter(discussion=discussion, told_at=None).update(told_at=now)
    return len(LINES)


def appoint(discussion: Discussion) -> None:
    """Make the moderator moderator, and editor, of the forum of `discussion`; once is enough."""
    helen = Member.objects.get(user__username="helen@example.org")
    for kind in (RoleKind.MODERATOR, RoleKind.EDITOR):
        give_office(forum=discussion.forum, member=helen, kind=kind, by=None)


def _speak(discussion: Discussion, now: datetime) -> None:
    """Post the lines one after the other, and let what is to happen to them happen."""
    voices = {name: Member.objects.get(name=name) for _role, name in CAST}
    voices |= {name: _voice(name) for name in VOICES}
    helen, moment = voices["Helen Marsh"], max(now - AGE, discussion.visible_from or now)
    for place, line in enumerate(LINES, start=1):
        moment = min(moment + timedelta(minutes=line.minutes), now)
        comment = _say(discussion, voices[line.who], place, line, moment)
        if comment.status == Status.PENDING and line.outcome != "held":
            decide(comment=comment, moderator=helen, act=Act.APPROVE, revision=1, now=moment)
    _afterwards(discussion, voices, min(moment, now))


def _say(discussion: Discussion, who: Member, place: int, line: Line, moment: datetime) -> Comment:
    """Post one line at `moment`, its tags put on afterwards: invented newcomers may have no tags of their own."""
    comment = post_comment(
        discussion=discussion,
        author=who,
        body=line.body,
        parent=line.parent,
        key=f"sample-line-{place}",
        now=moment,
    ).comment
    retag_comment(comment, get_or_make_tags([*line.tags, SAMPLE]))
    return comment


def _afterwards(discussion: Discussion, voices: dict[str, Member], moment: datetime) -> None:
    """Reject one comment, withdraw another that has an answer, report a third; the last one waits for its links."""
    comments = {
        line.outcome: Comment.objects.get(discussion=discussion, key=f"sample-line-{place}")
        for place, line in enumerate(LINES, start=1)
    }
    helen = voices["Helen Marsh"]
    decide(
        comment=comments["rejected"],
        moderator=helen,
        act=Act.REJECT,
        revision=1,
        rule=Rule.objects.of(discussion.forum).first(),
        words="Please argue with what somebody says, not with what they might be paid. You are welcome to try again.",
        now=moment,
    )
    withdraw_comment(comment=comments["withdrawn"], member=comments["withdrawn"].author, now=moment)
    report_comment(
        comment=comments["reported"],
        reporter=voices["Ruth Adler"],
        reason=Reason.ABUSE,
        words="This is about the writer, not about the essay.",
        now=moment,
    )


def _voice(name: str) -> Member:
    """Return an invented person who cannot sign in."""
    user, _made = get_user_model().objects.get_or_create(
        username=f"sample-{name.split(maxsplit=1)[0].lower()}", defaults={"is_active": False}
    )
    return name_member(user=user, name=name)
