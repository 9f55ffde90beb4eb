"""The people of the stages: users who are signed in already, each with a name."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore

from perspectives.members.actions import name_member
from perspectives.members.models import Member

PASSWORD = "a password for browsers"


def person(name: str, shown: str = "") -> dict[str, str]:
    """Make a user who is signed in already, with a display name unless it is ""; return it as the tests know it."""
    email = f"{name.lower()}@example.org"
    user = get_user_model().objects.create_user(username=email, email=email, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    if shown:
        name_member(user=user, name=shown)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": shown, "email": email, "password": PASSWORD, "session": session.session_key}


def member(row: dict[str, str]) -> Member:
    """Return the member of a person."""
    return Member.objects.get(user__email=row["email"])


def cast(number: str) -> dict[str, dict[str, str]]:
    """Return the people of one stage."""
    cast = ("ann", "ben", "newt", "mod", "mia", "sue", "eve")
    return {name: person(f"{name}-{number}", f"{name.capitalize()} of {number}") for name in cast}
