"""A page of the comments behind the figures: what each says, what matched, and what moderators decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from perspectives.discussion.models import Answer, Comment, Forum, Status
from perspectives.moderation.findings import sentence_by, title_of
from perspectives.moderation.models import Act
from perspectives.moderation.rehearsal.checks import rehearsed_checks
from perspectives.moderation.rehearsal.paper import Hit
from perspectives.moderation.rehearsal.run import Found, decided_on, screened, team_of
from perspectives.moderation.trust import Known, known_of
from perspectives.text.excerpts import excerpt

EXCERPT_LENGTH = 240


@dataclass(frozen=True)
class Row:
    """A comment, its beginning, the answers today and then, what the changed settings found, what was decided."""

    comment: Comment
    words: str
    today: str
    then: Answer
    matched: list[str]
    decided: str


def rows_of(hits: Sequence[Hit], forum: Forum, changed: Forum) -> list[Row]:
    """Return the rows of a page, in the order of `hits`: five queries. What was withdrawn since is left out."""
    comments = Comment.objects.filter(pk__in=[hit.pk for hit in hits], discussion__forum=forum)
    comments = comments.exclude(status=Status.WITHDRAWN).select_related("discussion", "author")
    found = {comment.pk: comment for comment in comments}
    decided, team = decided_on(list(found.values())), team_of(forum)
    known = known_of((comment.author_id for comment in found.values()), forum, timezone.now())
    checks = rehearsed_checks()

    def found_in(comment: Comment, then: Answer) -> list[str]:
        settings = changed if then != Answer.PASS else forum
        return _matched(screened(comment, settings, team, known.get(comment.author_id, Known()), checks))

    return [
        Row(
            comment=found[hit.pk],
            words=excerpt(found[hit.pk].html, EXCERPT_LENGTH),
            today=str(hit.today.label),
            then=hit.then,
            matched=found_in(found[hit.pk], hit.then),
            decided=str(Act(decided[hit.pk]).label) if hit.pk in decided else "",
        )
        for hit in hits
        if hit.pk in found
    ]


def _matched(found: Sequence[Found]) -> list[str]:
    """Return what the checks found, in words."""
    silent = (Answer.PASS, Answer.DID_NOT_RUN)
    return [
        f"{title_of(name)}: {sentence_by(name, verdict.facts)}"
        for name, verdict in found
        if verdict.answer not in silent
    ]
