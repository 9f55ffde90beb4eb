"""Refuses, holds or flags a text with words of the forum's lists; how lists are written, matching/lists.py says."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from perspectives.discussion.screening import Submission, Verdict, flag, hold, passed, refuse
from perspectives.moderation.matching import Hit, matcher, named

# As many as a writer needs to see.
NAMED = 10
# In sanitised HTML, where quotation marks within a value are escaped.
_BEHIND = re.compile(r'(?:href|title)="([^"]+)"')


def words(submission: Submission) -> Verdict:
    """Refuse (422) a text with a refused word, hold one with a held word, flag one with a watched word.

    What is read counts, and what stands in links.
    """
    forum = submission.forum
    refused = found(submission, forum.refused_words)
    if refused:
        message = _("This forum does not take texts with these words: %(words)s. Please say it in others.")
        return refuse(message % {"words": quoted(submission, refused)}, **facts_of(submission, refused))
    held = found(submission, forum.held_words)
    if held:
        return hold(**facts_of(submission, held))
    watched = found(submission, forum.watched_words)
    return flag(**facts_of(submission, watched)) if watched else passed()


def found(submission: Submission, listed: str) -> list[Hit]:
    """Return what of a list stands in a text; finds behind the end of its plain words are in its links."""
    if not listed.strip():
        return []
    return matcher(listed).find(_text(submission))


def _text(submission: Submission) -> str:
    """Return the words that are read, and behind them where links lead and what they say when pointed at."""
    behind = (unescape(value) for value in _BEHIND.findall(submission.html))
    return "\n\n".join([submission.plain, *behind])


def facts_of(submission: Submission, hits: list[Hit]) -> dict[str, Any]:
    """Return which lines were found, and where in the plain words."""
    seen = [[hit.start, hit.end] for hit in hits if hit.end <= len(submission.plain)]
    return {"words": named(hits), "spans": seen}


def quoted(submission: Submission, hits: list[Hit]) -> str:
    """Return the words that were found as their writer wrote them: lists and their signs are for moderators."""
    text = _text(submission)
    pieces = dict.fromkeys(" ".join(text[hit.start : hit.end].split())[:60] for hit in hits)
    return ", ".join(_("“%(word)s”") % {"word": piece} for piece in list(pieces)[:NAMED])
