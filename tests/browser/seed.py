"""Puts the stages, the gallery and the attacks into the site: run in a process of its own, inside `manage.py shell`."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import edit_comment, post_comment, withdraw_comment
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment, Discussion, Policy, Role, RoleKind
from perspectives.members.actions import name_member
from perspectives.members.models import Member
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.models import Act, Reason, Rule
from perspectives.notifications.models import NoticeKind
from perspectives.notifications.tokens import make_token
from perspectives.publishing.actions import make_series, publish_post, save_post
from perspectives.publishing.models import Post
from perspectives.text.errors import TextRefused
from tests.browser.wild import LONG_WORDS, NAMES, TAGS, TITLES, WIDE
from tests.text.attacks import ATTACKS

STAGES = 92
PASSWORD = "a password for browsers"
_keys = itertools.count(1)


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


def say(discussion: Discussion, who: dict[str, str], body: str, **fields: Any) -> Comment:
    """Post a comment."""
    key = f"browser-key-{next(_keys):06d}"
    return post_comment(discussion=discussion, author=member(who), body=body, key=key, **fields).comment


def essay(title: str, series: str) -> Any:
    """Publish an essay in a series of its own and return the post; everybody is published there at once."""
    place = make_series(title=series, subtitle="A series for browsers", publisher="The Stage")
    body = "The first paragraph of an essay about *patience*.\n\n## A heading\n\nA list:\n\n- one\n- two"
    post = save_post(
        series=place, title=title, body=body, authors=[("Jo Writer", "Institute of Stages")], bio="Jo Writer writes.",
        tags=["NATO"],
    ).post  # fmt: skip
    publish_post(post=post, at=timezone.now() - timedelta(days=2))
    forum = post.discussion.forum
    forum.policy = Policy.PUBLISH
    forum.save()
    return post


def cast(number: str) -> dict[str, dict[str, str]]:
    """Return the people of one stage."""
    shown = {name: f"{name.capitalize()} of {number}" for name in ("ann", "ben", "newt", "mod", "eve")}
    return {name: person(f"{name}-{number}", words) for name, words in shown.items()}


def stage(number: str) -> dict[str, Any]:
    """Return a stage: three comments, and from then on newcomers are held."""
    post, people = essay("Patience", f"Stage {number}"), cast(number)
    forum = post.discussion.forum
    Role.objects.create(forum=forum, member=member(people["mod"]), kind=RoleKind.MODERATOR)
    first = say(post.discussion, people["ann"], "Patience is *a method*.", tags=["evidence"])
    say(post.discussion, people["ben"], "Is it?", parent=first.number, tags=["question"])
    say(post.discussion, people["ann"], "Another beginning.")
    forum.policy = Policy.NEWCOMERS
    forum.save()
    return described(post, people)


def described(post: Any, people: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return the addresses and people as the tests read them."""
    return {
        "series": post.series.get_absolute_url(),
        "essay": post.get_absolute_url(),
        "discussion": reverse("perspectives:discussion", args=[post.discussion.slug]),
        "people": people,
    }


def gallery() -> tuple[dict[str, Any], dict[str, str]]:
    """Return a stage with everything that can be seen, and the addresses of the single pages by name."""
    post, people = essay("An essay with everything", "Gallery"), cast("gallery")
    people |= {name: person(f"{name}-gallery") for name in ("nobody", "unnamed")}
    discussion, ann, mod = post.discussion, people["ann"], people["mod"]
    discussion.forum.guidelines = "Be *precise*."
    discussion.forum.save()
    Role.objects.create(forum=discussion.forum, member=member(mod), kind=RoleKind.MODERATOR)
    shown = {name: say(discussion, ann, f"The comment that is {name}.", tags=["evidence"]) for name in STATUSES}
    outcomes(shown, people)
    parent = None
    for depth in range(9):
        speaker = people["ben"] if depth % 2 else ann
        parent = say(discussion, speaker, f"At depth {depth}.", parent=parent and parent.number, tags=["question"])
    for words in (WIDE, LONG_WORDS):
        say(discussion, people["eve"], words, tags=["counter-argument", "experience", "correction"])
    return described(post, people), addresses(shown, ann)


STATUSES = ("public", "pending", "rejected", "spam", "withdrawn", "answered", "edited", "reported")


def outcomes(shown: dict[str, Comment], people: dict[str, dict[str, str]]) -> None:
    """Let happen to each comment what its name says."""
    ann, mod, ben = (member(people[name]) for name in ("ann", "mod", "ben"))
    rule = Rule.objects.of(shown["public"].discussion.forum).first()
    say(shown["answered"].discussion, people["ben"], "An answer that stays.", parent=shown["answered"].number)
    decide(comment=shown["rejected"], moderator=mod, act=Act.REJECT, revision=1, rule=rule, words="Not like this.")
    decide(comment=shown["spam"], moderator=mod, act=Act.SPAM, revision=1)
    for name in ("withdrawn", "answered"):
        withdraw_comment(comment=shown[name], member=ann)
    edit_comment(comment=shown["edited"], editor=ann, body="The comment that is edited, mended.", tags=[], revision=1)
    report_comment(comment=shown["reported"], reporter=ben, reason=Reason.ABUSE, words="Please look at this.")
    forum = shown["pending"].discussion.forum
    Comment.objects.filter(pk=shown["pending"].pk).update(status="pending", public_at=None)
    Discussion.objects.filter(pk=shown["pending"].discussion_id).update(
        public_count=Comment.objects.filter(discussion=shown["pending"].discussion_id, status="public").count()
    )
    assert forum.policy == Policy.PUBLISH


def addresses(shown: dict[str, Comment], ann: dict[str, str]) -> dict[str, str]:
    """Return the addresses of single pages by name."""
    found = {name: comment.get_absolute_url() for name, comment in shown.items()}
    slug = shown["public"].discussion.slug
    for verb in ("reply", "edit", "withdraw", "report", "history", "desk_item"):
        number = shown["edited" if verb == "history" else "public"].number
        found[verb] = reverse(f"perspectives:{verb}", args=[slug, number])
    found["desk_item_pending"] = reverse("perspectives:desk_item", args=[slug, shown["pending"].number])
    found["sample"] = Post.objects.order_by("pk")[0].get_absolute_url()
    found["new"] = reverse("perspectives:new_comment", args=[slug])
    found["author"] = reverse("perspectives:author", args=["jo-writer"])
    found["tag"] = reverse("perspectives:tag", args=["nato"])
    token = make_token(str(member(ann).key), [NoticeKind.values[0]])
    found["unsubscribe"] = reverse("perspectives:unsubscribe", args=[token])
    decision = shown["rejected"].decisions.get()
    found["undo"] = reverse("perspectives:undo", args=[decision.pk])
    return found


def assault() -> tuple[dict[str, str], list[str]]:
    """Say every attack, name people and essays so; return who did, and the addresses where it shows."""
    attacker, post = person("attacker", "An attacker"), essay(TITLES[0], TITLES[1])
    discussion = post.discussion
    stored = [attempt(say, discussion, attacker, text, tags=[TAGS[number % 4]]) for number, text in enumerate(ATTACKS)]
    for number, name in enumerate(NAMES):
        say(discussion, person(f"attacker-{number}", name), f"By a wild name, {number}.")
    assert sum(stored) > 200, "Most attacks are texts like any other, and are stored."
    attempt(save_post, post=post, series=post.series, title=TITLES[0], body="\n\n".join(ATTACKS[:50]), bio=ATTACKS[0])
    where = [post.series.get_absolute_url(), reverse("perspectives:discussion", args=[discussion.slug])]
    return attacker, [post.get_absolute_url(), *where, *essays_of_attacks(post.series)]


def attempt(act: Any, *args: Any, **fields: Any) -> bool:
    """Do `act` and tell whether it was done: a text that is refused is stored nowhere."""
    try:
        with transaction.atomic():
            act(*args, **fields)
    except (Refused, TextRefused):
        return False
    return True


def essays_of_attacks(series: Any) -> list[str]:
    """Publish essays made of the attacks, and return their addresses."""
    for first in range(0, len(ATTACKS), 25):
        body = "\n\n".join(ATTACKS[first : first + 25])
        attempt(save_post, series=series, title=f"Attacks from {first}", body=body, bio=ATTACKS[first], by=None)
    for post in Post.objects.filter(series=series, title__startswith="Attacks from"):
        publish_post(post=post)
    return [post.get_absolute_url() for post in Post.objects.filter(series=series, title__startswith="Attacks from")]


def main() -> None:
    """Seed, and write down what is where."""
    with transaction.atomic():
        seeded: dict[str, Any] = {"stages": [stage(str(number)) for number in range(STAGES)]}
        seeded["gallery"], seeded["addresses"] = gallery()
        with override_settings(PERSPECTIVES=settings.PERSPECTIVES | {"CHECKS": []}):
            seeded["attacker"], seeded["attacks"] = assault()
    (settings.VAR / "seeded.json").write_text(json.dumps(seeded), encoding="utf-8")
