"""The comment's own page: its thread around it, where it stands, and all that can be done with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.cards.lines import Line, lines_of, public_lines, tags_of
from perspectives.discussion.cards.maker import CardMaker
from perspectives.discussion.cards.pile import branches, flat
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment, CommentRevision, Discussion, Status
from perspectives.discussion.paths import ancestors_of
from perspectives.discussion.places import thread_address
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import edit_until, may_edit, may_withdraw, viewer_of
from perspectives.discussion.tree import Row, rows_of
from perspectives.moderation.actions import may_mark
from perspectives.moderation.impartial import is_impartial
from perspectives.moderation.standing import standing_decision_of
from perspectives.moderation.statement import statement_decision_of
from perspectives.moderation.tokens import statement_path

# Answers on one page of a comment.
ANSWERS = 100
# Where a comment that a decision has brought there has something to explain.
EXPLAINED = (Status.PENDING, Status.REJECTED, Status.SPAM)


@require_safe
def comment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of one comment. A bare tombstone where only its place is left; 404 for all else one may not read."""
    viewer = viewer_of(request)
    found = _found(viewer, slug, number)
    discussion = found.discussion
    after = request.GET.get("after", "")
    if after and not (after.isascii() and after.isdecimal() and len(after) <= 8):
        raise Http404
    return page(
        request,
        "perspectives/reading/comment.html",
        lambda: _context(viewer, found, after),
        etag=f"{discussion.pk}.{discussion.version}.{number}.{after}.{get_language()}.{conf.INDENT_DEPTH}",
    )


def _found(viewer: Viewer, slug: str, number: int) -> Comment:
    """Return the comment if `viewer` may read its words, or if its place is kept in a thread the viewer may open."""
    rows = Comment.objects.filter(discussion__slug=slug, number=number).select_related("discussion__forum", "author")
    found = rows.visible_to(viewer).first()
    if found is None:
        open_to = Discussion.objects.visible_to(viewer)
        found = get_object_or_404(rows.in_thread().filter(discussion__in=open_to))
    return found


def _context(viewer: Viewer, found: Comment, after: str) -> dict[str, Any]:
    """Return what the page shows; a writer whose comment stands under a withdrawn essay sees it alone."""
    readable = Comment.objects.filter(pk=found.pk).visible_to(viewer).exists()
    around = Discussion.objects.visible_to(viewer).filter(pk=found.discussion_id).exists()
    above = _above(found) if around else []
    own = lines_of(Comment.objects.filter(pk=found.pk), above)
    answers = _answers(found, after, own) if around else []
    maker = CardMaker(
        found.discussion, tags_of([*above, *own, *answers], hidden=True), main=found.number, words=readable
    )
    shown = rows_of(answers[:ANSWERS], conf.INDENT_DEPTH, base_depth=found.depth)
    context: dict[str, Any] = {
        "discussion": found.discussion,
        "comment": found,
        "card": flat([Row(own[0], 0, says_parent=found.parent_id is not None)], maker),
        "ancestors": flat([row._replace(indent=0, says_parent=False) for row in rows_of(above, 0)], maker),
        "ancestors_count": len(above),
        "answers": branches(shown, maker),
        "more_after": shown[-1].comment.number if len(answers) > ANSWERS else None,
        "after": after,
        "in_thread": thread_address(found) if around and (found.is_public or found.is_tombstone) else "",
    }
    return context | _personal(viewer, found)


def _above(found: Comment) -> list[Line]:
    """Return the comments above one, the start of the conversation first."""
    return lines_of(public_lines(found.discussion_id).filter(path__in=ancestors_of(found.path)).order_by("path"))


def _answers(found: Comment, after: str, own: list[Line]) -> list[Line]:
    """Return the comments under `found` in reading order, behind number `after` if given; one too many.

    Http404 where `after` is none of them: a comment that does not show must not be told from one that never was.
    """
    below = public_lines(found.discussion_id).filter(conversation=found.conversation).below(found.path)
    below = below.exclude(pk=found.pk)
    if after:
        last = get_object_or_404(below.only("path"), number=int(after))
        below = below.filter(path__gt=last.path)
    return lines_of(below.order_by("conversation", "path")[: ANSWERS + 1], own)


def _personal(viewer: Viewer, found: Comment) -> dict[str, Any]:
    """Return what only the writer and the forum's team learn: status, reason, and what they can do."""
    marks = found.is_public and may_mark(viewer.member, found.discussion)
    own = viewer.member is not None and found.author_id == viewer.member.pk
    moderates = viewer.may_moderate(found.discussion.forum_id)
    offered = {"may_mark": marks, "may_feature": marks and is_impartial(viewer.member, found)}
    if not own and not moderates:
        return offered
    explained = statement_decision_of(found)
    return offered | {
        "statement": statement_path(explained) if explained is not None else "",
        "own": own,
        "moderates": moderates,
        "decision": standing_decision_of(found) if found.status in EXPLAINED else None,
        "may_edit": may_edit(found, viewer.member, timezone.now()),
        "edit_until": edit_until(found.created_at),
        "may_withdraw": may_withdraw(found, viewer.member),
        "has_history": found.revision > 1,
    }


@require_safe
def history(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a comment said before: for its writer and the forum's moderators; to everybody else it does not exist."""
    viewer = viewer_of(request)
    found = _found(viewer, slug, number)
    own = viewer.member is not None and found.author_id == viewer.member.pk
    if not own and not viewer.may_moderate(found.discussion.forum_id):
        raise Http404
    revisions = CommentRevision.objects.filter(comment=found).select_related("by").order_by("-number")[:100]
    context = {"comment": found, "discussion": found.discussion, "revisions": revisions}
    return page(request, "perspectives/reading/history.html", context)
