"""The comments of a thread that carry a tag, or are featured, in reading order, each with its ancestors folded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import Http404

from perspectives.conf import conf
from perspectives.discussion.cards.lines import lines_of, public_lines
from perspectives.discussion.models import Comment, Discussion, DiscussionTag, Status, Tag
from perspectives.discussion.params import ThreadParams
from perspectives.discussion.tree import Group, context_paths, grouped, rows_of

# Ancestors shown with a comment that a filter found, beside the start of its conversation.
CONTEXT = 5
# Comments that a filter shows on a page: each may bring its context along.
FILTERED = 50


def carried_tag(discussion: Discussion, slug: str) -> Tag:
    """Return the tag if a public comment of the discussion carries it; else Http404, as for a tag that never was."""
    counts = DiscussionTag.objects.filter(discussion=discussion, tag__slug=slug, uses__gt=0).select_related("tag")
    count = counts.first()
    if count is None:
        raise Http404
    return count.tag


def filtered_groups(discussion: Discussion, params: ThreadParams, tag: Tag | None) -> tuple[list[Group], str, str]:
    """Return the groups of a page of the comments asked for, and the queries of the next page and the first.

    They carry `tag`, if there is one, and are featured, if that is asked for. Http404 where no featured one is found.
    """
    found = Comment.objects.filter(discussion=discussion, status=Status.PUBLIC)
    if tag is not None:
        found = found.filter(tag_items__tag=tag)
    if params.only:
        found = found.filter(featured_at__isnull=False)
    newest = params.order == "newest"
    if params.start is not None:
        found = found.filter(_from(found, params.start, newest))
    order = ["-conversation", "path"] if newest else ["conversation", "path"]
    paths = list(found.order_by(*order).values_list("path", "number", "pk")[: FILTERED + 1])
    if params.only and not paths:
        raise Http404
    matched = paths[:FILTERED]
    wanted = context_paths([path for path, _n, _pk in matched], CONTEXT) | {path for path, _n, _pk in matched}
    lines = lines_of(public_lines(discussion.pk).filter(path__in=wanted).order_by(*order))
    groups = grouped(rows_of(lines, conf.INDENT_DEPTH), {key for _path, _number, key in matched})
    more = replace(params, start=paths[-1][1], end=None).query() if len(paths) > FILTERED else ""
    return groups, more, params.beginning().query() if params.start is not None else ""


def _from(found: Any, number: int, newest: bool) -> Q:
    """Return the condition for the rows from comment `number` on; Http404 where it is none of those found."""
    first = found.filter(number=number).values_list("conversation", "path").first()
    if first is None:
        raise Http404
    conversation, path = first
    beyond = Q(conversation__lt=conversation) if newest else Q(conversation__gt=conversation)
    return beyond | Q(conversation=conversation, path__gte=path)
