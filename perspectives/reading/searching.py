"""Search, the simple and right version: every word must occur, in whatever case, somewhere in the essay or comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from perspectives.publishing.models import Byline
from perspectives.text.clean import clean_line, is_blank

LENGTH = 200
WORDS = 8
# Quotation marks around a word are no part of it.
MARKS = "\"'“”„‘’«»"


@dataclass(frozen=True)
class Query:
    """What is looked for: the words, and what was typed as it is shown again."""

    text: str
    words: tuple[str, ...]
    # Whether more was typed than is looked for.
    is_cut: bool


def query_of(typed: str) -> Query:
    """Return the query in what was typed, cleaned and cut to LENGTH characters and WORDS words."""
    line = clean_line(typed[: 4 * LENGTH])
    text = line[:LENGTH]
    words = tuple(dict.fromkeys(word for raw in text.split() if (word := raw.strip(MARKS)) and not is_blank(word)))
    return Query(text, words[:WORDS], len(line) > LENGTH or len(words) > WORDS)


def essays_with(posts: Any, words: tuple[str, ...]) -> Any:
    """Return those of `posts` that hold all `words` in title, summary, text or bylines."""
    for word in words:
        lines = Byline.objects.filter(post=OuterRef("pk"))
        lines = lines.filter(_holds(word, "contributor__name", "affiliation"))
        posts = posts.filter(_holds(word, "title", "summary", "body") | Exists(lines))
    return posts


def comments_with(comments: Any, words: tuple[str, ...]) -> Any:
    """Return those of `comments` that hold all `words` in their text or in their writer's name."""
    for word in words:
        comments = comments.filter(_holds(word, "body", "author__name"))
    return comments


def _holds(word: str, *fields: str) -> Q:
    """Return the condition that one of `fields` holds `word`; SQLite folds the case of ASCII letters only."""
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    rule = Q()
    for field in fields:
        for form in sorted(forms):
            rule |= Q(**{f"{field}__icontains": form})
    return rule
