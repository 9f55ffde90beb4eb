"""Many people who are signed in: each a user with a confirmed address, a member with a name, and a session."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from perspectives.members.models import Member
from perspectives.site.benchmark.server import Answer, Line
from perspectives.site.benchmark.stage import new_key, new_text

# As long as Django's own.
TOKEN = "b" * 32


@dataclass(frozen=True)
class Person:
    """A member with a browser that is signed in."""

    member: Member
    session: str

    @property
    def cookies(self) -> str:
        """What the browser sends."""
        return f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"

    def post(self, line: Line, path: str, key: str) -> Answer:
        """Send the form at `path` with new words."""
        return line.post(path, urlencode(filled(key)), {"Cookie": self.cookies})


def filled(key: str = "") -> dict[str, str]:
    """Return the form of a new comment with words nobody has written; a key of its own where none is given."""
    return {"body": new_text(), "key": key or new_key(), "tags": "evidence", "csrfmiddlewaretoken": TOKEN}


def gather(count: int) -> list[Person]:
    """Make so many people and return them."""
    users = get_user_model()
    made = users.objects.bulk_create(
        users(username=f"bench{n}", email=f"bench{n}@example.org", password=UNUSABLE_PASSWORD_PREFIX)
        for n in range(count)
    )
    Member.objects.bulk_create(
        Member(user=user, name=f"Reader {n}", name_skeleton=f"bench {n}") for n, user in enumerate(made)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in made
    )
    sessions = Session.objects.bulk_create(_session(user) for user in made)
    members = {member.user_id: member for member in Member.objects.filter(user__in=made).select_related("user")}
    return [Person(members[user.pk], session.session_key) for user, session in zip(made, sessions, strict=True)]


def _session(user: Any) -> Session:
    """Return a session in which the user is signed in."""
    data = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    until = timezone.now() + timedelta(days=2)
    return Session(session_key=secrets.token_hex(16), session_data=SessionStore().encode(data), expire_date=until)
