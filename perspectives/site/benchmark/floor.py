"""Lay the floor: a page's bytes as files, and its ready HTML as rows, from the page as the site has made it."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import connection

from perspectives.discussion.models import Comment, Discussion

# Where the row of a comment begins in a page, and its number.
CARD = re.compile(r'<article\b[^>]*\bid="(\d+)"')


def lay(name: str, page: bytes, discussion: Discussion, folder: Path) -> int:
    """Keep `page` for the bare server under `name`; return how many comments it shows.

    The page is parted before every comment: what stands before the first is its head, the rest are the cards.
    """
    text = page.decode()
    starts = [(found.start(), int(found[1])) for found in CARD.finditer(text)]
    ends = [start for start, _number in starts[1:]] + [text.rfind("</article>") + len("</article>")]
    (folder / f"{name}.page").write_bytes(page)
    (folder / f"{name}.head").write_text(text[: starts[0][0]] if starts else text, encoding="utf-8", newline="")
    (folder / f"{name}.tail").write_text(text[ends[-1] :] if starts else "", encoding="utf-8", newline="")
    numbers = [number for _start, number in starts]
    keys = dict(Comment.objects.filter(discussion=discussion, number__in=numbers).values_list("number", "pk"))
    rows = [
        (name, place, keys[number], text[start:end])
        for place, ((start, number), end) in enumerate(zip(starts, ends, strict=True))
    ]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM bench_floor WHERE page = %s", [name])
        cursor.executemany("INSERT INTO bench_floor (page, place, comment_id, card) VALUES (%s, %s, %s, %s)", rows)
    return len(rows)


def numbers_on(page: bytes) -> list[int]:
    """Return the numbers of the comments on a page, in order."""
    return [int(number) for number in CARD.findall(page.decode())]


def make_tables() -> None:
    """Make the tables of the bare server."""
    serial = "integer PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_floor (page varchar(40), place integer, comment_id bigint, card text, "
            "PRIMARY KEY (page, place))"
        )
        cursor.execute(
            f"CREATE TABLE bench_insert (id {serial}, discussion_id bigint, number integer, path varchar(400), "
            "author_id bigint, body text, html text, body_hash varchar(64), key varchar(64), status varchar(10), "
            "created_at timestamp)"
        )
