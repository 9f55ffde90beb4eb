"""Every address of the site, filled with what stands on the stage: for promises that hold at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.urls import get_resolver, reverse
from django.utils.http import int_to_base36

from perspectives.discussion.models import Comment, Tag
from perspectives.moderation.models import Decision
from perspectives.moderation.tokens import statement_token
from perspectives.notifications.models import NoticeKind
from perspectives.notifications.tokens import make_token
from perspectives.publishing.models import Contributor
from tests.promises.stage import Stage, Subject

# Rows that reading may leave: the session, limits (which count tries), and the cache table that allauth counts in.
COUNTED = {"django_session", "perspectives_attempt", "perspectives_site_cache"}


def names(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the name and pattern of every address but Django's admin, which `admin_paths` fills."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not hasattr(pattern, "url_patterns"):
            yield namespace + (pattern.name or ""), pattern
        elif pattern.namespace != "admin":
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)


def arguments(stage: Stage) -> Callable[[str], dict[str, Any]]:
    """Return what gives the value of every parameter that an address of a name may have; the rows are read once."""
    pending, public = stage.subjects["pending"], stage.subjects["public"]
    everywhere = {
        "slug": stage.post.discussion.slug,
        "series": stage.series.slug,
        "forum": stage.series.forum.slug,
        "rule": stage.series.forum.rules.first().pk,
        "post": stage.post.slug,
        "author": Contributor.objects.first().slug,
        "tag": Tag.objects.get(name=public.tag).slug,
    }
    on_public = ("perspectives:reply", "perspectives:report", "perspectives:give_notice")
    of = {True: of_the_writer(public), False: of_the_writer(pending)}

    def arguments_of(name: str) -> dict[str, Any]:
        known = of_the_chain(stage, name) or everywhere | of[name in on_public]
        return known | {"number": Decision.objects.first().pk} if name == "perspectives:undo" else known

    return arguments_of


def of_the_writer(subject: Subject) -> dict[str, Any]:
    """Return the parameters that tell of one comment and who wrote it."""
    member = subject.writer
    return {
        "number": subject.comment.number,
        "member": member.key,
        "token": make_token(member.key, [NoticeKind.ANSWER]),
        "uidb36": int_to_base36(member.user.pk),
        "key": default_token_generator.make_token(member.user),
    }


def of_the_chain(stage: Stage, name: str) -> dict[str, Any]:
    """Return the parameters of an address of the chain; {} for all others."""
    found = {
        "perspectives:legal_notice": lambda: {"number": stage.notice.pk},
        "perspectives:notice_receipt": lambda: {"key": stage.notice.key},
        "perspectives:appeal": lambda: {"number": stage.appeal.pk},
        "perspectives:statement": lambda: {"token": statement_token(stage.appeal.decision)},
        "perspectives:make_appeal": lambda: {"token": statement_token(stage.appeal.decision)},
    }
    return found[name]() if name in found else {}


def paths(stage: Stage) -> dict[str, str]:
    """Return name → address, one for every pattern of the site."""
    found, known_of = {}, arguments(stage)
    for name, pattern in names():
        known = known_of(name)
        asked = list(pattern.pattern.regex.groupindex)
        found[name] = reverse(name, kwargs={one: known[one] for one in asked})
    return found


def admin_paths(models: list[Any]) -> dict[str, str]:
    """Return name → address of the pages of Django's admin for `models`: lists, adding, one row, its history."""
    found = {}
    for model in models:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("pk").first()
        for page in ("changelist", "add"):
            found[f"{base}_{page}"] = reverse(f"{base}_{page}")
        for page in ("change", "delete", "history") if row else ():
            found[f"{base}_{page}"] = reverse(f"{base}_{page}", args=[row.pk])
    return found


def dump(but: set[str] = COUNTED) -> dict[str, list[Any]]:
    """Return every row of every table: what "changes nothing" is held against."""
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - but):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """Return the tables that are not as they were."""
    return [table for table in after if before.get(table) != after[table]]


def newest(stage: Stage) -> Comment:
    """Return the last comment of the essay."""
    return stage.post.discussion.comments.order_by("-number").first()
