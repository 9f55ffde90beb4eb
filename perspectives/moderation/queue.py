"""What waits for moderators: one list, its kinds, and how many there are of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Answer, Comment, Discussion, Finding, Forum, Status
from perspectives.discussion.queries import CommentQuerySet, Viewer
from perspectives.members.models import Member
from perspectives.moderation.asked import AGES, Asked, read
from perspectives.moderation.models import Appeal, LegalNotice, Passed
from perspectives.moderation.stretch import HEAVIEST, OLDEST, Order, place_of, stretch
from perspectives.moderation.weights import SCORING

# Nobody needs to know how many thousands wait: counting ends here, so that it takes as long for all queues.
MOST_COUNTED = 1000
# Members or essays that typed words may mean.
MOST_MEANT = 100
# What a check found, not what merely passed.
FOUND = (Answer.FLAG, Answer.HOLD, Answer.REFUSE)

HELD = Q(status=Status.PENDING)
# A held comment with reports is counted as held; what is not public any more needs no answer to its reports. Said as
# what it is not, because SQLite would look up "public" in the index of statuses and walk over nearly all comments.
REPORTED = Q(open_reports__gt=0) & ~Q(status__in=[status for status in Status if status != Status.PUBLIC])
# The lowest threshold of any forum, asked for inside the query: where the range of the index of weights begins.
LOWEST = Forum.objects.filter(spam_threshold__gt=0).order_by("spam_threshold").values("spam_threshold")[:1]


@dataclass(frozen=True)
class Scope:
    """Who asks for what, and when: everything that is in no kind, but in the way of all."""

    viewer: Viewer
    asked: Asked
    now: datetime

    def about(self, discussion: str, member: str) -> Q:
        """Return the condition of forum, essay, member and age on rows with lookups to a discussion and a writer."""
        rule = Q(**{f"{discussion}__forum__slug": self.asked.forum}) if self.asked.forum else Q()
        return rule & self._narrowed(discussion, member)

    def _narrowed(self, discussion: str, member: str) -> Q:
        """Return the condition of essay, member and age."""
        rule = Q(**{f"{discussion}__in": self.discussions}) if self.asked.essay else Q()
        if self.asked.member:
            rule &= Q(**{f"{member}__in": self.members})
        return rule & self._age()

    @cached_property
    def discussions(self) -> list[int]:
        """The discussions that the words for an essay mean."""
        meant = Q(slug=self.asked.essay) | Q(title__icontains=self.asked.essay)
        found = Discussion.objects.filter(self.viewer.moderated(), meant)
        return list(found.order_by("-pk").values_list("pk", flat=True)[:MOST_MEANT])

    @cached_property
    def members(self) -> list[int]:
        """The members whom the words for a member mean."""
        meant = Q(key=self.asked.member) | Q(name__icontains=self.asked.member)
        return list(Member.objects.filter(meant).order_by("pk").values_list("pk", flat=True)[:MOST_MEANT])

    @property
    def title(self) -> str:
        """The title of the discussion whose slug was asked for, else the words as they were typed."""
        found = Discussion.objects.filter(self.viewer.moderated(), slug=self.asked.essay) if self.asked.essay else None
        return (found.values_list("title", flat=True).first() if found else None) or self.asked.essay

    @property
    def name(self) -> str:
        """The name of the member whose key was asked for, else the words as they were typed."""
        found = Member.objects.filter(key=self.asked.member).first() if self.asked.member else None
        return found.display_name if found else self.asked.member

    def comments(self, condition: Q, threshold: Any = None) -> CommentQuerySet:
        """Return the comments of a condition that this moderator has not passed on to the others.

        With `threshold`, a condition on the forum of a comment. Forums are asked for of each comment: joined, SQLite
        would begin with the discussions, walk over all their comments and sort what it finds.
        """
        found = Comment.objects.filter(condition, self._narrowed("discussion", "author"))
        if threshold is not None or self.asked.forum or not self.viewer.moderates_all:
            found = found.filter(Exists(self._discussion(threshold or Q())))
        if self.asked.check:
            found = found.filter(Exists(_found().filter(check_name=self.asked.check)))
        passed = Passed.objects.filter(comment=OuterRef("pk"), member=self.viewer.member)
        return found.filter(~Exists(passed))

    def _discussion(self, condition: Q) -> QuerySet[Any]:
        """Return the discussion of a comment, if this moderator is asked about it."""
        found = Discussion.objects.filter(condition, self.viewer.moderated(), pk=OuterRef("discussion"))
        if not self.viewer.is_moderator:
            return found.none()
        return found.filter(forum__slug=self.asked.forum) if self.asked.forum else found

    def _age(self) -> Q:
        """Return the condition on when a row was written."""
        _label, least, most = AGES.get(self.asked.age, ("", None, None))
        rule = Q(created_at__lt=self.now - least) if least else Q()
        return rule & Q(created_at__gt=self.now - most) if most else rule


def _found() -> QuerySet[Finding]:
    """Return what checks found in the present text of a comment."""
    return Finding.objects.filter(comment=OuterRef("pk"), revision=OuterRef("revision"), answer__in=FOUND)


def held(scope: Scope) -> CommentQuerySet:
    """Return what waits for a first look."""
    return scope.comments(HELD)


def reported(scope: Scope) -> CommentQuerySet:
    """Return what is public and was complained about."""
    return scope.comments(REPORTED)


def suspected(scope: Scope) -> CommentQuerySet:
    """Return what waits and weighs as much as its forum takes for spam now: a threshold that is changed counts at once.

    A check that takes a text for spam gives it that weight, so that this is a range of the index of weights. Where
    reports have made it heavy too, such a check must have found something in what it says now.
    """
    heavy = Q(forum__spam_threshold__gt=0, forum__spam_threshold__lte=OuterRef("weight"))
    said = _found().filter(check_name__in=SCORING)
    return scope.comments(HELD & Q(weight__gte=Subquery(LOWEST)), heavy).filter(Q(open_reports=0) | Exists(said))


def appeals(scope: Scope) -> QuerySet[Any]:
    """Return the appeals that wait for this moderator: not those against one's own decisions, nor one's own."""
    here = scope.about("decision__discussion", "member")
    return Appeal.objects.open().judged_by(scope.viewer).filter(here)


def notices(scope: Scope) -> QuerySet[Any]:
    """Return the notices of illegal content that nobody has answered."""
    here = scope.about("comment__discussion", "comment__author")
    return LegalNotice.objects.open().moderated_by(scope.viewer).filter(here)


@dataclass(frozen=True)
class Kind:
    """One kind of what waits: its rows in parts of which each is one range of an index, and no row is in two."""

    name: str
    label: Any
    parts: tuple[Callable[[Scope], QuerySet[Any]], ...]
    order: Order = OLDEST
    # The template of a row; "" is a comment's card.
    row: str = ""
    joins: tuple[str, ...] = ()
    # The page of a row, by primary key; where it is not there, the item that the row is about.
    page: str = ""


KINDS = {
    kind.name: kind
    for kind in (
        Kind("", _("All"), (held, reported)),
        Kind("held", _("Held"), (held,)),
        Kind("reported", _("Reported"), (reported,)),
        Kind("suspected", _("Suspected spam"), (suspected,), HEAVIEST),
        Kind(
            "appeals",
            _("Appeals"),
            (appeals,),
            OLDEST,
            "perspectives/moderation/_appeal_row.html",
            ("member", "decision__comment__discussion", "decision__discussion"),
            "perspectives:appeal",
        ),
        Kind(
            "notices",
            _("Notices of illegal content"),
            (notices,),
            OLDEST,
            "perspectives/moderation/_notice_row.html",
            ("comment__discussion",),
            "perspectives:legal_notice",
        ),
    )
}


@dataclass(frozen=True)
class Shown:
    """A page of the queue: primary keys of its rows, and the query strings of the pages around it, "" for none."""

    keys: tuple[int, ...]
    previous: str
    next: str


def asked_of(request: HttpRequest, viewer: Viewer) -> Asked:
    """Return what the query string asks for; Http404 for nonsense and for forums the viewer does not moderate."""
    asked = read(request.GET.dict())
    # Pages once had numbers: the first still has.
    if asked.kind not in KINDS or request.GET.get("page", "1") != "1":
        raise Http404
    if asked.forum and not forums_of(viewer).filter(slug=asked.forum).exists():
        raise Http404
    return asked


def forums_of(viewer: Viewer) -> QuerySet[Forum]:
    """Return the forums that `viewer` moderates, by name."""
    return Forum.objects.filter(viewer.moderated("pk")).order_by("name", "pk")


def scope_of(viewer: Viewer, asked: Asked) -> Scope:
    """Return the scope of a question asked now."""
    return Scope(viewer, asked, timezone.now())


def waiting(viewer: Viewer, asked: Asked) -> list[QuerySet[Any]]:
    """Return the rows that wait, in the parts of their kind."""
    scope = scope_of(viewer, asked)
    return [part(scope) for part in KINDS[asked.kind].parts]


def order_of(asked: Asked) -> Order:
    """Return what the rows are ordered by; only comments have a weight."""
    kind = KINDS[asked.kind]
    return HEAVIEST if asked.order == "weight" and not kind.row else kind.order


def shown(scope: Scope, size: int) -> Shown:
    """Return the page that is asked for; Http404 where it should begin at a row that is not there for this viewer."""
    asked, order = scope.asked, order_of(scope.asked)
    parts = [part(scope) for part in KINDS[asked.kind].parts]
    place = _place(scope.viewer, asked, parts[0].model)
    found = stretch(parts, order, size, place, backwards=bool(asked.before))
    first, last = (found.keys[0], found.keys[-1]) if found.keys else (asked.after or asked.before, asked.before)
    return Shown(
        found.keys,
        asked.begun.query(before=first) if found.earlier and first else "",
        asked.begun.query(after=last) if found.later and last else "",
    )


def _place(viewer: Viewer, asked: Asked, model: Any) -> tuple[Any, ...] | None:
    """Return where the page begins or ends, None for the beginning of the list."""
    key = asked.after or asked.before
    if not key:
        return None
    place = place_of(model.objects.moderated_by(viewer), key, order_of(asked))
    if place is None:
        raise Http404
    return place


def counts(viewer: Viewer, asked: Asked) -> dict[str, int]:
    """Return how many wait of each kind, MOST_COUNTED at most, narrowed as `asked` is: one query for each part."""
    scope = scope_of(viewer, asked)
    counted: dict[Any, int] = {}
    for kind in KINDS.values():
        for part in kind.parts:
            if part not in counted:
                counted[part] = part(scope).order_by().values("pk")[:MOST_COUNTED].count()
    return {name: min(MOST_COUNTED, sum(counted[part] for part in kind.parts)) for name, kind in KINDS.items()}


def count_words(count: int) -> str:
    """Return a count as it is shown."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def next_place(viewer: Viewer, asked: Asked, comment: Comment) -> tuple[Asked, int | None]:
    """Return the part of the queue to go on with and the primary key of the card after `comment`, None past the end."""
    order = order_of(asked)
    place = place_of(Comment.objects.all(), comment.pk, order)
    rest = [part.exclude(pk=comment.pk) for part in waiting(viewer, asked)]
    following = stretch(rest, order, 1, place)
    return (asked, following.keys[0]) if following.keys else (asked.begun, None)
