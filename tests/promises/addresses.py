"""Every address of the site, filled with what stands on the stage: for promises that hold at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.urls import get_resolver, reverse
from django.utils.http import int_to_base36

from perspectives.discussion.models import Comment, Tag
from perspectives.moderation.models import Decision
from perspectives.notifications.models import NoticeKind
from perspectives.notifications.tokens import make_token
from perspectives.publishing.models import Contributor
from tests.promises.stage import Stage

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


def arguments(stage: Stage, name: str) -> dict[str, Any]:
    """Return the value of every parameter that an address may have."""
    writer = stage.subjects["public" if name in ("perspectives:reply", "perspectives:report") else "pending"]
    user = writer.writer.user
    return {
        "slug": stage.post.discussion.slug,
        "number": Decision.objects.first().pk if name == "perspectives:undo" else writer.comment.number,
        "series": stage.series.slug,
        "post": stage.post.slug,
        "author": Contributor.objects.first().slug,
        "tag": Tag.objects.get(name=stage.subjects["public"].tag).slug,
        "token": make_token(writer.writer.key, [NoticeKind.ANSWER]),
        "uidb36": int_to_base36(user.pk),
        "key": default_token_generator.make_token(user),
    }


def paths(stage: Stage) -> dict[str, str]:
    """Return name → address, one for every pattern of the site."""
    found = {}
    for name, pattern in names():
        known = arguments(stage, name)
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
