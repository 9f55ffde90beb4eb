"""Puts stages, the gallery and the attacks into the site, each when a test asks for it: run in a process of its own."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import edit_comment, post_comment, withdraw_comment
from perspectives.discussion.errors import Refused
from perspectives.discussion.filling import Wish, fill
from perspectives.discussion.models import Comment, Discussion, Policy, Role, RoleKind
from perspectives.moderation.actions import decide, mark_comment, report_comment
from perspectives.moderation.models import Act, Reason, Rule
from perspectives.notifications.models import NoticeKind
from perspectives.notifications.tokens import make_token
from perspectives.publishing.actions import make_series, publish_post, save_post
from perspectives.publishing.models import Post
from perspectives.text.errors import TextRefused
from tests.browser.seed_chain import chain, letters
from tests.browser.seed_people import cast, member, person
from tests.browser.seed_rooms import about, rooms
from tests.browser.seed_rules import policed
from tests.browser.seed_triage import learned
from tests.browser.wild import LONG_WORDS, NAMES, TAGS, TITLES, WIDE
from tests.text.attacks import ATTACKS

_keys = itertools.count(1)
_stages = itertools.count(1)


def say(discussion: Discussion, who: dict[str, str], body: str, **fields: Any) -> Comment:
    """Post a comment."""
    key = f"browser-key-{next(_keys):06d}"
    return post_comment(discussion=discussion, author=member(who), body=body, key=key, **fields).comment


BODY = "The first paragraph of an essay about *patience*.\n\n## A heading\n\nA list:\n\n- one\n- two"


def essay(title: str, series: str, slug: str = "", body: str = BODY) -> Any:
    """Publish an essay in a series of its own and return the post; everybody is published there at once."""
    place = make_series(title=series, subtitle="A series for browsers", publisher="The Stage")
    post = save_post(
        series=place, title=title, body=body, authors=[("Jo Writer", "Institute of Stages")], bio="Jo Writer writes.",
        tags=["NATO"], slug=slug or None,
    ).post  # fmt: skip
    publish_post(post=post, at=timezone.now() - timedelta(days=2))
    forum = post.discussion.forum
    forum.policy = Policy.PUBLISH
    forum.save()
    return post


def stage() -> dict[str, Any]:
    """Return a stage: three comments, and from then on newcomers are held."""
    number = str(next(_stages))
    # A slug of its own: looking for a free one takes longer with every stage.
    post, people = essay("Patience", f"Stage {number}", f"patience-{number}"), cast(number)
    forum = post.discussion.forum
    for name, kind in (("mod", RoleKind.MODERATOR), ("mia", RoleKind.SENIOR), ("sue", RoleKind.SENIOR)):
        Role.objects.create(forum=forum, member=member(people[name]), kind=kind)
    first = say(post.discussion, people["ann"], "Patience is *a method*.", tags=["evidence"])
    say(post.discussion, people["ben"], "Is it?", parent=first.number, tags=["question"])
    say(post.discussion, people["ann"], "Another beginning.")
    forum.policy, forum.tone_words = Policy.NEWCOMERS, "nincompoop"
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
    Role.objects.create(forum=discussion.forum, member=member(people["sue"]), kind=RoleKind.SENIOR)
    shown = {name: say(discussion, ann, f"The comment that is {name}.", tags=["evidence"]) for name in STATUSES}
    outcomes(shown, people)
    parent = None
    for depth in range(9):
        speaker = people["ben"] if depth % 2 else ann
        parent = say(discussion, speaker, f"At depth {depth}.", parent=parent and parent.number, tags=["question"])
    hard = [
        say(discussion, people["eve"], words, tags=["counter-argument", "experience", "correction"])
        for words in (WIDE, LONG_WORDS)
    ]
    Role.objects.create(forum=discussion.forum, member=member(people["mia"]), kind=RoleKind.SENIOR)
    for comment in (shown["edited"], shown["public"], *hard):
        mark_comment(comment=comment, by=member(mod), act=Act.FEATURE)
    found = addresses(shown, ann) | chain(shown, member(ann), member(mod))
    about(member(people["ben"]), discussion.forum, member(mod))
    people["boss"] = person("boss-gallery", "Boss of gallery")
    learned(member(people["boss"]))
    return described(post, people), found | rooms(discussion.forum, member(people["ben"]))


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
    Comment.objects.filter(pk=shown["pending"].pk).update(status="pending", public_at=None, shown=False)
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
    found["desk_item_hard"] = reverse("perspectives:desk_item", args=[slug, shown["reported"].number])
    found["desk_pass"] = reverse("perspectives:desk_pass", args=[slug, shown["reported"].number])
    found["sample"] = Post.objects.order_by("pk")[0].get_absolute_url()
    found["new"] = reverse("perspectives:new_comment", args=[slug])
    found["author"] = reverse("perspectives:author", args=["jo-writer"])
    found["tag"] = reverse("perspectives:tag", args=["nato"])
    token = make_token(str(member(ann).key), [NoticeKind.values[0]])
    found["unsubscribe"] = reverse("perspectives:unsubscribe", args=[token])
    picks = "&".join(f"pick={shown[name].pk}" for name in ("pending", "reported"))
    found["together"] = f"{reverse('perspectives:together')}?{picks}"
    decision = shown["rejected"].decisions.get()
    forum = shown["public"].discussion.forum
    found |= policed(forum)
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


def everything() -> dict[str, Any]:
    """Return the gallery as the tests read it."""
    described, found = gallery()
    return {"stage": described, "addresses": found}


def crowd() -> dict[str, Any]:
    """Return three stages: many talk on several pages, in one conversation longer than a page, on one full page.

    The last has the words of the essay that comes with the site.
    """
    found = {}
    words = Post.objects.order_by("pk")[0].body
    for name, shape, size, body in (
        ("crowd", "mixed", 450, BODY),
        ("crush", "wide", 260, BODY),
        # Some are not public: this makes a page of 200.
        ("full", "mixed", 205, words),
    ):
        post, people = essay("Patience", name, name, body), cast(name)
        fill(discussion=post.discussion, wish=Wish(size, timezone.now() - timedelta(hours=1), shape=shape))
        found[name] = described(post, people)
    return found


def queue() -> dict[str, Any]:
    """Return a stage on which QUEUED comments wait, the last five by Newt, and where Ben moderates as well."""
    described = stage()
    people, slug = described["people"], described["discussion"].rstrip("/").rpartition("/")[2]
    discussion = Discussion.objects.get(slug=slug)
    Role.objects.create(forum=discussion.forum, member=member(people["ben"]), kind=RoleKind.MODERATOR)
    with override_settings(PERSPECTIVES=settings.PERSPECTIVES | {"CHECKS": ["perspectives.moderation.checks.policy"]}):
        discussion.forum.policy = Policy.HOLD
        discussion.forum.save()
        for number in range(QUEUED):
            say(discussion, people["newt" if number >= QUEUED - 5 else "eve"], f"What waits, number {number}.")
    return described


# A hundred to be decided on one by one, and five together.
QUEUED = 105


def attacks() -> dict[str, Any]:
    """Return who attacked, and where it shows."""
    with override_settings(PERSPECTIVES=settings.PERSPECTIVES | {"CHECKS": []}):
        attacker, found = assault()
    return {"attacker": attacker, "attacks": found}


MAKERS: dict[str, Callable[[], dict[str, Any]]] = {
    "stage": stage,
    "gallery": everything,
    "crowd": crowd,
    "queue": queue,
    "attacks": attacks,
    "letters": letters,
}


def main() -> None:
    """Read what is wished, a line each; write where it is, a line each."""
    for line in sys.stdin:
        with transaction.atomic():
            made = MAKERS[line.strip()]()
        sys.stdout.write(f"{json.dumps(made)}\n")
        sys.stdout.flush()
