"""Whatever comes in: a document or one sentence, in time that grows with its length and no faster."""

import time
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perspectives.publishing.documents import DocumentRefused, find_documents, parse_document, resolve_links
from perspectives.text.markdown import render_essay
from tests.pace import allowed_processor

# Lines that mean something, so that arbitrary orders of them reach every branch.
LINES = [
    "", "", "", "Jane Roe, Institute", "By Ann Poe", "Ann Poe, A & Jane Roe, B", "The title", "# Heading",
    "## Two", "===", "---", "Print", "[Share](#)", "NATO | Ukraine", "Tags: a, b", "Title: T",
    "Authors: Jane Roe", "    more", "Date: x", "Series: S: T", "Publisher: P", "A sentence that ends.",
    "- item", "• item", "1. one", "2. two", "1990. The", "* star", "[Jane Roe](#) is one.", "She is.",
    "This post is part of the [A: B](#) project produced by C.", "```", "`a", "\u200b", "\u00a0", "word " * 60,
    "[x](http://e.org)", "[x](", "&", "About the author", "x\u0301", "Print\x0b", "~~~", "> q",
]  # fmt: skip
documents = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=40)), max_size=25).map("\n".join)
names = st.sampled_from(["a.txt", "a.md", "a", "a.markdown"])


def outcome(data, name):
    """Return the document, or the sentence of its refusal."""
    try:
        return parse_document(data, name)
    except DocumentRefused as refusal:
        return str(refusal)


@given(st.binary(max_size=300), names)
def test_any_bytes_are_a_document_or_refused(data, name):
    assert outcome(data, name)


@given(documents, names)
@example("Jane Roe\n# \nx", "a.txt")
@example("Print\n===", "a.md")
def test_any_text_is_a_document_or_refused_in_one_sentence(text, name):
    result = outcome(text.encode("utf-8", "surrogatepass"), name)
    if isinstance(result, str):
        assert result.startswith(f"{name}, line ")
        assert "\n" not in result
    else:
        assert result.title
        assert result.body
        assert result.authors
        assert len(result.digest) == 64
        assert all(isinstance(tag, str) and tag for tag in result.tags)
        assert result.published_at is None or isinstance(result.published_at, date)


@given(documents, names)
def test_line_ends_and_a_byte_order_mark_change_nothing(text, name):
    data = text.replace("\r", "").encode("utf-8", "surrogatepass")
    before = outcome(data, name)
    for same in (data.replace(b"\n", b"\r\n"), data.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + data):
        after = outcome(same, name)
        if isinstance(before, str):
            assert after == before
        elif not data.startswith(b"\xef\xbb\xbf"):
            assert all(getattr(after, part.name) == getattr(before, part.name) for part in fields(after))
            assert after.digest == before.digest


@given(documents, names)
def test_what_is_read_can_be_resolved_and_rendered(text, name):
    document = outcome(text.encode("utf-8", "surrogatepass"), name)
    if not isinstance(document, str):
        resolved = resolve_links(document.body, {"Jane Roe": "/authors/jane-roe/"})
        assert resolve_links(resolved, {}) == resolved
        assert "<script" not in render_essay(resolved).html


@given(st.text(max_size=200))
def test_any_text_can_have_its_links_resolved_once_and_for_all(text):
    resolved = resolve_links(text, {"x": "/x/"})
    assert isinstance(resolved, str)


REPEATED = [
    "a\n", "a\n\n", "Aa b\n\n", "- a\n", "- a\n\n", "1. a\n", "## A\n", "Print\n", "Print\n\n", "[", "[a](#)\n",
    "[a](#) ", "[a](", "[a](#[", "![a](#)", "\\[", "`", "` ``", "```\n", "&", "& ,", "A, B & ", "|", "a | b\n",
    "a | b | ", "Jane Roe is x.\n\n", "This post is part of the [A: B](#) project produced by C.\n\n",
    "This post is part of the ", " produced by ", "http://a.b/c_d ", "*", "_", "***\n", "---\n", "A\n===\n",
    "T: x\n", "Title: x\n", "    x\n", " ", "\t", "\u00a0", "\u200b", "e\u0301", "(", "a. ", "By A, B\n",
    "Tags: a, ", " project", "\"", "*a* ", "~~~\n", "a &\n", "*\\", "\\*",
]  # fmt: skip


def seconds_to_read(data, name):
    """Return the processor's seconds that reading and resolving takes."""
    start = time.process_time()
    document = outcome(data, name)
    if not isinstance(document, str):
        assert resolve_links(document.body, {"a": "/x/"})
    return time.process_time() - start


def is_read_in_time(data, name):
    """Whether reading takes less than two seconds; a second try, for a busy machine."""
    return seconds_to_read(data, name) < 2 or seconds_to_read(data, name) < allowed_processor(2)


@pytest.mark.timed("processor")
@pytest.mark.parametrize(
    ("lead", "name"),
    [("Jane Roe, X\n\nThe title\n\nx", "a.txt"), ("Title: T\nAuthors: Jane Roe\n\nx", "a.md")],
    ids=["plain", "head"],
)
@pytest.mark.parametrize("unit", REPEATED)
def test_a_megabyte_of_anything_takes_less_than_two_seconds(lead, name, unit):
    data = (lead + unit * ((1_000_000 - len(lead)) // len(unit.encode()))).encode()
    assert is_read_in_time(data, name)


@pytest.mark.timed("processor")
@pytest.mark.parametrize(
    "unit", ["Print\n", "\n", "NATO | Ukraine\n", "A Roe & ", "Title: T\n", "# ", "Tags: a\n\n", "a,\n"]
)
def test_a_megabyte_of_openings_takes_less_than_two_seconds(unit):
    data = (unit * (1_000_000 // len(unit))).encode()
    assert is_read_in_time(data, "a.txt")


def test_nothing_is_found_among_no_paths():
    assert find_documents([]) == []
