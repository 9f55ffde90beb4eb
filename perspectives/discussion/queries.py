"""The vocabulary of questions about discussions and comments; the one rule of who sees what stands here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from perspectives.discussion.paths import after_subtree
from perspectives.members.models import Member

PUBLIC = "public"


@dataclass(frozen=True)
class Viewer:
    """Who looks: a member or nobody, and the forums (by primary key) where that person moderates or edits."""

    member: Member | None = None
    # A superuser, or a holder of the model permission, has the role in every forum.
    moderates_all: bool = False
    edits_all: bool = False
    moderates: frozenset[int] = field(default_factory=frozenset)
    edits: frozenset[int] = field(default_factory=frozenset)
    # Of those one moderates, the forums where one is a senior moderator.
    leads: frozenset[int] = field(default_factory=frozenset)
    is_authenticated: bool = False

    @property
    def is_moderator(self) -> bool:
        """Whether the person moderates any forum at all."""
        return self.moderates_all or bool(self.moderates)

    def may_moderate(self, forum_id: int) -> bool:
        """Whether the person moderates the forum with this primary key."""
        return self.moderates_all or forum_id in self.moderates

    def may_lead(self, forum_id: int) -> bool:
        """Whether the person is a senior moderator of the forum with this primary key."""
        return self.moderates_all or forum_id in self.leads

    def may_edit(self, forum_id: int) -> bool:
        """Whether the person edits essays of the forum with this primary key."""
        return self.edits_all or forum_id in self.edits

    def moderated(self, path: str = "forum") -> Q:
        """Return the condition that the forum at lookup `path` is moderated by this person."""
        return Q() if self.moderates_all else Q(**{f"{path}__in": self.moderates})

    def edited(self, path: str = "forum") -> Q:
        """Return the condition that the forum at lookup `path` is edited by this person."""
        return Q() if self.edits_all else Q(**{f"{path}__in": self.edits})


ANYBODY = Viewer()


def open_to_all(now: datetime, path: str = "") -> Q:
    """Return the condition that the discussion at lookup `path` ("discussion__") belongs to something published."""
    until = f"{path}visible_until"
    return Q(**{f"{path}visible_from__lte": now}) & (Q(**{until: None}) | Q(**{f"{until}__gt": now}))


class DiscussionQuerySet(models.QuerySet[Any]):
    """Discussions, by who may see them."""

    def public(self, now: datetime | None = None) -> DiscussionQuerySet:
        """Those of things that are published now."""
        return self.filter(open_to_all(now or timezone.now()))

    def visible_to(self, viewer: Viewer, now: datetime | None = None) -> DiscussionQuerySet:
        """Those that `viewer` may open: public ones, and all in forums the viewer moderates or edits."""
        if viewer.moderates_all or viewer.edits_all:
            return self.all()
        rule = open_to_all(now or timezone.now())
        staffed = viewer.moderates | viewer.edits
        return self.filter(rule | Q(forum__in=staffed)) if staffed else self.filter(rule)


class CommentQuerySet(models.QuerySet[Any]):
    """Comments, by who may see them and where they stand."""

    def public(self, now: datetime | None = None) -> CommentQuerySet:
        """Those that everybody may read now."""
        return self.filter(open_to_all(now or timezone.now(), "discussion__"), status=PUBLIC)

    def visible_to(self, viewer: Viewer, now: datetime | None = None) -> CommentQuerySet:
        """Those whose words `viewer` may read: public ones, one's own, and all in forums one moderates.

        An editor reads what is public also under an essay of the forum that is not published now.
        """
        if viewer.moderates_all:
            return self.all()
        around = Q() if viewer.edits_all else open_to_all(now or timezone.now(), "discussion__")
        if viewer.edits and not viewer.edits_all:
            around |= Q(discussion__forum__in=viewer.edits)
        rule = around & Q(status=PUBLIC)
        if viewer.member is not None:
            rule |= Q(author=viewer.member)
        if viewer.moderates:
            rule |= Q(discussion__forum__in=viewer.moderates)
        return self.filter(rule)

    def moderated_by(self, viewer: Viewer) -> CommentQuerySet:
        """Those in forums that `viewer` moderates; none for everybody else."""
        return self.filter(viewer.moderated("discussion__forum")) if viewer.is_moderator else self.none()

    def in_thread(self) -> CommentQuerySet:
        """The rows a thread shows: public comments, and tombstones that keep the place of public answers."""
        # SQLite finds no index for the bare condition "shown" that Django makes of `shown=True`; it does for this.
        return self.filter(shown__in=(True,))

    def below(self, path: str) -> CommentQuerySet:
        """The comment at `path` and everything under it, within a discussion: one range."""
        return self.filter(path__gte=path, path__lt=after_subtree(path))

    def by(self, member: Member) -> CommentQuerySet:
        """Those written by `member`."""
        return self.filter(author=member)
