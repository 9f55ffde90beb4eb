"""What a viewer is made of, in one query: the member behind a user, the offices, and two permissions of the host's.

Django answers `has_perm` by its backends, each of which may ask whatever it likes. Where all of them answer as Django's
own `ModelBackend` does, the two permissions are two conditions on tables we know, and come with the member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission, PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string

from perspectives.discussion.prepared import Prepared
from perspectives.members.models import Member

# The methods of a backend that say what somebody may do.
DECIDING = (
    "has_perm",
    "get_all_permissions",
    "get_user_permissions",
    "get_group_permissions",
    "_get_permissions",
    "_get_user_permissions",
    "_get_group_permissions",
)
# Where a user keeps the answer that came with it, until it is taken.
KEPT = "_perspectives_asked"
Answer = tuple[Member | None, list[tuple[str, int]], list[bool]]
# The relations from a user to the member and from there to the offices.
MEMBER, ROLES = "perspectives_member", "perspectives_member__roles"


def is_plain(user: Any) -> bool:
    """Whether the host answers permissions of `user` as Django alone does, so that `asked` finds the same.

    A request's user is a lazy object, which has the class of the user behind it but not its type.
    """
    return is_plain_class(user.__class__)


def is_plain_class(user_class: type) -> bool:
    """Whether users of a class are plain, as `is_plain` says of one."""
    return _is_plain(user_class, tuple(settings.AUTHENTICATION_BACKENDS))


@cache
def _is_plain(user_class: type, backends: tuple[str, ...]) -> bool:
    """Whether users of a class, with backends at these paths, have the permissions that Django's tables say."""
    if not issubclass(user_class, PermissionsMixin) or not issubclass(user_class, get_user_model()):
        return False
    if user_class.has_perm is not PermissionsMixin.has_perm:
        return False
    classes = [import_string(path) for path in backends]
    deciding = [backend for backend in classes if not _is_silent(backend)]
    return bool(deciding) and all(_same(backend, ModelBackend, DECIDING) for backend in deciding)


def _is_silent(backend: type) -> bool:
    """Whether a backend says nothing about permissions: it only knows who somebody is."""
    return not hasattr(backend, "has_perm") or _same(backend, BaseBackend, DECIDING[:4])


def _same(backend: type, model: type, names: Iterable[str]) -> bool:
    """Whether a class has the methods `names` of `model`, unchanged."""
    return all(getattr(backend, name, None) is getattr(model, name) for name in names)


def asked(user: Any, permissions: tuple[str, ...]) -> Answer:
    """Return the member behind `user` or None, the offices as (kind, forum), and whether each permission is held.

    One query, for a user without a member as well, none the first time for one of `user_asked`. Permissions are named
    "app.codename"; ask `is_plain` before.
    """
    known = getattr(user, KEPT, None)
    if known is not None:
        setattr(user, KEPT, None)
        if known[0] == permissions:
            return known[1]
    return _answer(_question(user.__class__, permissions)(user.pk), user, permissions)


def user_asked(key: Any, permissions: tuple[str, ...]) -> Any:
    """Return the user with this primary key, or None; what `asked` will return is asked in the same query."""
    users = get_user_model()
    rows = _question(users, permissions, whole=True)(key)
    if not rows:
        return None
    names = [field.attname for field in users._meta.concrete_fields]
    user = users.from_db(users._default_manager.db, names, list(rows[0][-len(names) :]))
    setattr(user, KEPT, (permissions, _answer([row[: -len(names)] for row in rows], user, permissions)))
    return user


def _answer(rows: list[tuple[Any, ...]], user: Any, permissions: tuple[str, ...]) -> Answer:
    """Return what the rows of `_question` say about `user`."""
    fields = _fields()
    if not rows:
        return None, [], [user.is_superuser] * len(permissions)
    may = [user.is_superuser or bool(held) for held in rows[0][len(fields) + 2 :]]
    member = _member(fields, rows[0])
    roles = [(row[len(fields)], row[len(fields) + 1]) for row in rows if row[len(fields)] is not None]
    return member, roles if member else [], may


def _fields() -> list[str]:
    """Return the columns of a member."""
    return [field.attname for field in Member._meta.concrete_fields]


@cache
def _question(
    user_class: type[models.Model], permissions: tuple[str, ...], *, whole: bool = False
) -> Callable[[Any], list[tuple[Any, ...]]]:
    """Return what finds the rows of `asked` by a user's primary key; put into SQL once, where that is a number.

    With `whole` the columns of the user come last, of those whom the host's own manager finds.
    """
    wanted = {f"may_{place}": _held(user_class, name) for place, name in enumerate(permissions)}
    columns = [*(f"{MEMBER}__{name}" for name in _fields()), f"{ROLES}__kind", f"{ROLES}__forum_id"]
    own = [field.attname for field in user_class._meta.concrete_fields] if whole else []

    def question(key: Any) -> models.QuerySet[Any, Any]:
        users = get_user_model()._default_manager if whole else get_user_model()._base_manager
        found: models.QuerySet[Any, Any] = users.filter(pk=key).order_by().annotate(**wanted)
        return found.values_list(*columns, *wanted, *own)

    prepared = Prepared(question, converted=True)
    return lambda key: prepared.rows(key) if isinstance(key, int) else list(question(key))


def _member(fields: list[str], row: tuple[Any, ...]) -> Member | None:
    """Return the member of a row, None where there is none or it has left."""
    values = dict(zip(fields, row, strict=False))
    if values["id"] is None or values["erased_at"] is not None:
        return None
    member: Member = Member.from_db(Member.objects.db, fields, list(values.values()))
    return member


def _held(user_class: type[models.Model], permission: str) -> Exists:
    """Return the condition that the user of the outer query holds `permission`, by itself or by a group."""
    app, _dot, codename = permission.partition(".")
    named = Permission.objects.filter(content_type__app_label=app, codename=codename)
    relations: list[Any] = [user_class._meta.get_field(name) for name in ("user_permissions", "groups")]
    own, groups = relations
    by_user = Q(**{own.related_query_name(): OuterRef("pk")})
    by_group = Q(**{f"group__{groups.related_query_name()}": OuterRef("pk")})
    return Exists(named.filter(by_user | by_group))
