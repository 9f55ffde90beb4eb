"""Markdown with a head of `Key: value` lines."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from perspectives.publishing.documents import SeriesLine, parse_document, parse_when

HEAD = """Title: The title
Authors: Jane Roe, Institute
"""


def read(text, name="essay.md"):
    """Read a Markdown document."""
    return parse_document(text.encode(), name)


def headed(line="", body="The *text*.", name="essay.md"):
    """Read a document with one more line in its head."""
    return read(f"{HEAD}{line}\n\n{body}\n", name)


def pairs(document):
    """Return names and affiliations."""
    return [(author.name, author.affiliation) for author in document.authors]


WHOLE = """---
TITLE: Stop waiting: a plea
authors: Ann Roe, Org & Sons
    Ben Poe, Org and Other, City
Series: A Series
Subtitle: Its Subject
Publisher: Some Corporation
Tags: NATO, U.S. Foreign Policy | Ukraine
Date: 2014-05-12 10:00
Slug: stop-waiting
Summary: What is in it,
    and why.
Bio: [Ann Roe](#) is one,
    of *many*.
    Ben Poe is two.
Status: draft
---

First – “paragraph”, l’été\u00a0!
Wrapped.

## Heading

- a
- b

    code [not](#) a link

Last [link](), [live](http://e.org).
"""


@pytest.mark.parametrize("name", ["essay.md", "essay.markdown", "ESSAY.MD", "essay.txt", "essay"])
def test_every_key_of_the_head_fills_its_field(name):
    document = read(WHOLE, name)
    assert document.title == "Stop waiting: a plea"
    assert pairs(document) == [("Ann Roe", "Org & Sons"), ("Ben Poe", "Org and Other, City")]
    assert document.series == SeriesLine("A Series", "Its Subject", "Some Corporation")
    assert document.tags == ("NATO", "U.S. Foreign Policy", "Ukraine")
    assert document.published_at == datetime(2014, 5, 12, 10)
    assert (document.slug, document.state, document.format) == ("stop-waiting", "draft", "markdown")
    assert document.summary == "What is in it, and why."
    assert document.bios == ("[Ann Roe](#) is one, of *many*.", "Ben Poe is two.")


def test_the_text_below_the_head_stays_as_it_is_written():
    body = read(WHOLE).body
    assert body.startswith("First – “paragraph”, l’été\u00a0!\nWrapped.\n\n## Heading\n\n- a\n- b\n\n    code")
    assert body.endswith("Last [link](#), [live](http://e.org).")


@pytest.mark.parametrize("key", ["title", "TITLE", "Title", "  Title"])
def test_keys_count_in_any_case(key):
    assert read(f"{key}: It\nAuthors: Jane Roe\n\nText.").title == "It"


def test_a_plain_file_that_begins_with_a_known_key_is_markdown_and_another_is_not():
    assert headed(name="essay.txt").body == "The *text*."
    plain = read("Ambassador: Jane Roe\n\nThe title\n\nThe *text*.", "essay.txt")
    assert (plain.format, plain.body) == ("plain", "The \\*text\\*.")


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("Authors: A Roe, Org & B Poe, Org", [("A Roe", "Org"), ("B Poe", "Org")]),
        ("Authors: A Roe, Org &\n    B Poe, Org", [("A Roe", "Org"), ("B Poe", "Org")]),
        (
            "Authors: A Roe, Org\n    B Poe, Sons & Daughters, Inc.",
            [("A Roe", "Org"), ("B Poe", "Sons & Daughters, Inc.")],
        ),
        ("Authors:\n    A Roe, Org\n\tB Poe", [("A Roe", "Org"), ("B Poe", "")]),
        ("Author: A Roe, Sons & Daughters, Inc.", [("A Roe", "Sons & Daughters, Inc.")]),
        ("Author: A Roe\nAuthor: B Poe, Org", [("A Roe", ""), ("B Poe", "Org")]),
    ],
)
def test_authors_stand_one_a_line_or_in_the_grammar_of_a_byline(head, authors):
    assert pairs(read(f"Title: It\n{head}\n\nText.")) == authors


def test_the_authors_of_the_head_override_the_byline():
    byline = "Ann Roe, Sons & Daughters, Inc."
    document = read(f"Authors: {byline}\n    Ben Poe\n\n{byline} & Ben Poe\n\nThe title\n\nText.", "essay.txt")
    assert pairs(document) == [("Ann Roe", "Sons & Daughters, Inc."), ("Ben Poe", "")]
    assert (document.title, document.body) == ("The title", "Text.")


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Authors: Jane Roe\n\n# The *title*\n\nText.", "The title", "Text."),
        ("Authors: Jane Roe\n\nThe title\n=========\n\nText.", "The title", "Text."),
        ("Authors: Jane Roe\n\nA word before.\n\n# The title #\n\nText.", "The title", "A word before.\n\n\nText."),
        ("Authors: Jane Roe\n\nJane Roe, Org\n\n# The title\n\nText.", "The title", "Text."),
        (
            "Authors: Jane Roe\n\nOne\n\n```\n# no\n```\n\n# [The title](#)\n\nText.",
            "The title",
            "One\n\n```\n# no\n```\n\n\nText.",
        ),
        ("Title: The title\nAuthors: Jane Roe\n\n# The title\n\nText.", "The title", "Text."),
        ("Title: The title\nAuthors: Jane Roe\n\n# Another\n\nText.", "The title", "# Another\n\nText."),
        ("# The title\n\nBy Jane Roe, Org\n\nText.", "The title", "Text."),
        ("By Jane Roe, Org\n\n# The title\nText.", "The title", "Text."),
        ("Jane Roe, Org\n\nThe title\n\nText.", "The title", "Text."),
        ("Title: The title\n\nBy Jane Roe, Org\n\nText.", "The title", "Text."),
        ("# C\\# is *no* title\n\nBy Jane Roe, Org\n\nText.", "C# is no title", "Text."),
    ],
)
def test_a_first_level_heading_is_the_title_where_the_head_has_none(text, title, body):
    document = read(text)
    assert (document.title, document.authors[0].name, document.body) == (title, "Jane Roe", body)


def test_notes_and_series_line_after_the_text_count_in_markdown_too():
    line = "This post is part of the [A Series: Its Subject](#) project produced by Press."
    document = headed(body=f"Text.\n\n---\n\n*[Jane Roe](#) is a\nfellow.*\n\n{line}\n\nNATO | Ukraine")
    assert document.body == "Text."
    assert document.bios == ("*[Jane Roe](#) is a fellow.*",)
    assert document.series == SeriesLine("A Series", "Its Subject", "Press")
    assert document.tags == ("NATO", "Ukraine")


@pytest.mark.parametrize(
    ("head", "series"),
    [
        ("Series: A Series", SeriesLine("A Series", "Its Subject", "Press")),
        ("Series: a series\nSubtitle: Other", SeriesLine("a series", "Other", "Press")),
        ("Series: Another: Thing", SeriesLine("Another", "Thing", "")),
        ("Series: Another: Thing\nSubtitle: Sub", SeriesLine("Another: Thing", "Sub", "")),
        ("Publisher: Other Press", SeriesLine("A Series", "Its Subject", "Other Press")),
        ("", SeriesLine("A Series", "Its Subject", "Press")),
    ],
)
def test_the_head_has_the_last_word_on_the_series(head, series):
    line = "This post is part of the [A Series: Its Subject](#) project produced by Press."
    assert headed(head, body=f"Text.\n\n{line}").series == series


def test_a_table_and_its_pipes_stay_in_the_text():
    table = "| a | b |\n|---|---|\n| c | d |"
    assert headed(body=f"{table}\n\nText.\n\n{table}").body == f"{table}\n\nText.\n\n{table}"


def test_dead_links_in_code_are_left_alone():
    body = "`[a]()` and [b]()\n\n```\n[c]()\n```\n\n\\[d]() ``[e]() ` `` [f](#x)"
    assert headed(body=body).body == "`[a]()` and [b](#)\n\n```\n[c]()\n```\n\n\\[d]() ``[e]() ` `` [f](#)"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2014-05-12", date(2014, 5, 12)),
        ("12 May 2014", date(2014, 5, 12)),
        ("May 12, 2014", date(2014, 5, 12)),
        ("Sept. 3, 2014", date(2014, 9, 3)),
        ("2014-05-12 10:00", datetime(2014, 5, 12, 10)),
        ("2014-05-12T10:00:30", datetime(2014, 5, 12, 10, 0, 30)),
        ("2014-05-12T10:00Z", datetime(2014, 5, 12, 10, tzinfo=UTC)),
        ("2014-05-12 10:00 +02:00", datetime(2014, 5, 12, 10, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_dates_are_read_as_people_write_them(text, when):
    assert parse_when(text) == when
    assert type(parse_when(text)) is type(when)
    assert headed(f"Published: {text}").published_at == when


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2014",
        "12/05/2014",
        "2014-02-30",
        "31 June 2014",
        "12 Mai 2014",
        "0000-01-01",
        "9999-12-31",
        "2014-05-12 25:00",
        "2014-05-12T10:00+99:00",
        "2014-05-12 10:00 noon",
        "٢٠١٤-٠٥-١٢",
    ],
)
def test_what_is_no_date_is_none(text):
    assert parse_when(text) is None


def test_values_without_words_are_as_if_not_given():
    document = headed("Tags:\nSlug:\nDate:\nSummary: \nStatus: Published")
    assert (document.tags, document.slug, document.published_at) == ((), None, None)
    assert (document.summary, document.state) == (None, None)
