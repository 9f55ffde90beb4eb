"""Every document that is refused, with its sentence, which names file and line."""

import pytest

from perspectives.publishing.documents import DocumentRefused, parse_document

OPENING = "Jane Roe, Institute\n\nThe title\n\n"
HEAD = "Title: The title\nAuthors: Jane Roe\n"
LONG = "A sentence of the text stands here. " * 12

PLAIN = {
    "nothing": ("", 1, "the document is empty"),
    "blank lines": ("\n \n\u00a0\n\u200b\ufeff\n", 1, "the document is empty"),
    "only furniture": ("Print\n\nShare\n", 1, "the document is empty"),
    "only a byline": ("\nJane Roe, Institute\n", 2, "there is no title and no text"),
    "only a paragraph": (LONG, 1, "there is no byline"),
    "no byline": (f"The title of it\n\n{LONG}\n\n{LONG}", 1, "there is no byline"),
    "no byline, but paragraphs": (f"{LONG}\n\n{LONG}", 1, "there is no byline"),
    "an endless byline": (f"Jane Roe, {'and others ' * 200}\n\nThe title\n\nText.", 1, "there is no byline"),
    "no title": (f"Jane Roe, Institute\n\n{LONG}\n\n{LONG}", 3, "there is no title"),
    "no title, a short text": ("Jane Roe, Institute\n\nThe text.\n\nMore.", 3, "there is no title"),
    "an endless title": (f"Jane Roe\n\n{'title ' * 60}\n\nText.", 3, "there is no title"),
    "no text": ("Jane Roe\n\nThe title\n", 3, "there is no text after the title"),
    "no text but an end": (f"{OPENING}Jane Roe is one.\n\nThis post is part of the A project.", 3, "there is no text"),
    "no text to see": (f"{OPENING}\u200b*\n", 3, "there is no text"),
    "no name": (", Institute\n\nThe title\n\nText.", 1, "there is no author's name"),
    "an endless name": (f"{'Jane ' * 30}\n\nThe title\n\nText.", 1, "an author's name has more than 120 characters"),
    "an endless affiliation": (f"Jane Roe, {'x' * 301}\n\nThe title\n\nText.", 1, "the affiliation has 301 characters"),
    "an address for a name": ("jane@example.org\n\nThe title\n\nText.", 1, "an author's name holds an e-mail address"),
    "a hidden sign in a name": ("Jane\u202e Roe, X\n\nThe title\n\nText.", 1, "an author's name has no letter, or an"),
    "a hidden sign in a title": ("Jane Roe\n\nThe \u202etitle\n\nText.", 3, "the title has an invisible character"),
    "an author twice": ("Jane Roe, X & jane  roe, Y\n\nThe title\n\nText.", 1, "“jane roe” is named twice"),
    "too many authors": (" & ".join(f"A{n} Roe, X" for n in range(31)) + "\n\nThe title\n\nText.", 1, "more than 30"),
    "a long tag": (f"{OPENING}NATO | {'y' * 50}\n\nText.", 5, "the tag “yyy"),
    "too many tags": (f"{OPENING}{'|'.join(f'tag {n}' for n in range(21))}\n\nText.", 5, "there are more than 20 tags"),
    "a NUL": (f"{OPENING}Te\0xt.", 5, "there is a character that no text holds (U+0000)"),
    "an escape": (f"{OPENING}Te\x1bxt.", 5, "(U+001B)"),
    "a C1 control": (f"{OPENING}Text\x92s.", 5, "(U+0092)"),
    "a mark of damage": (f"{OPENING}Text.\n\nThe l\ufffdt\ufffd.", 7, "(U+FFFD)"),
    "a noncharacter": (f"{OPENING}Text\uffff.", 5, "(U+FFFF)"),
    "a series without end": (
        f"{OPENING}Text.\n\nThis post is part of {'a' * 201}",
        7,
        "the title of the series has 201",
    ),
}
MARKDOWN = {
    "no title": ("Authors: Jane Roe\n\nText.", 3, "there is no title; add a line “Title: …”"),
    "no author": ("Title: It\n\nText.", 3, "there is no author; add a line “Authors: "),
    "no author below a heading": ("# It\n\nText.", 3, "there is no author; write “By Name, Affiliation”"),
    "a heading and nothing": ("# It", 1, "there is no byline and no text after the title"),
    "no text": (HEAD, 2, "there is no text after the title"),
    "no text but an end": (f"{HEAD}\nJane Roe is one.", 1, "there is no text after the title"),
    "an unknown key": (f"{HEAD}Titel: It\n\nText.", 3, "“Titel” is not known in the head; use Title, Authors, "),
    "an unknown first key": (f"Layout: post\n{HEAD}\nText.", 1, "“Layout” is not known"),
    "no key": (f"{HEAD}just words\n\nText.", 3, "this line of the head is no “Key: value”"),
    "too little indented": (f"{HEAD}  Ann Poe\n\nText.", 3, "this line of the head is no “Key: value”"),
    "a key twice": (f"{HEAD}title: Other\n\nText.", 3, "“title” was given on line 1 already"),
    "two dates": (f"{HEAD}Date: 2014-05-12\nPublished: 2014-05-13\n\nText.", 4, "“Published” was given on line 3"),
    "no date": (f"{HEAD}Date: 31 June 2014\n\nText.", 3, "“31 June 2014” is no date; write it as 2014-05-12"),
    "an unknown status": (f"{HEAD}Status: gone\n\nText.", 3, "the status is neither “draft” nor “published”"),
    "no slug": (f"{HEAD}Slug: Not One!\n\nText.", 3, "“Not One!” cannot stand in an address"),
    "an endless slug": (f"{HEAD}Slug: {'a' * 81}\n\nText.", 3, "cannot stand in an address"),
    "a subtitle alone": (f"{HEAD}Subtitle: It\n\nText.", 3, "there is no series to this line"),
    "an endless publisher": (
        f"{HEAD}Series: A\nPublisher: {'x' * 201}\n\nText.",
        3,
        "the publisher has 201 characters",
    ),
    "an endless title": (f"Title: {'x' * 301}\nAuthors: Jane Roe\n\nText.", 1, "the title has 301 characters"),
    "an unseen title": ("Title: *\nAuthors: Jane Roe\n\nText.", 1, "there is no title on this line"),
    "a tag of signs": (f"{HEAD}Tags: NATO, !!\n\nText.", 3, "the tag “!!”"),
    "an author twice": ("Title: It\nAuthors: Jane Roe\n    Jane Roe, X\n\nText.", 3, "“Jane Roe” is named twice"),
}


def refusal_of(data, name):
    """Return why a document is refused."""
    with pytest.raises(DocumentRefused) as refused:
        parse_document(data, name)
    return refused.value


@pytest.mark.parametrize(("text", "line", "reason"), PLAIN.values(), ids=PLAIN)
def test_a_bad_plain_document_is_refused_with_one_sentence(text, line, reason):
    must_refuse(refusal_of(text.encode(), "essay.txt"), "essay.txt", line, reason)


@pytest.mark.parametrize(("text", "line", "reason"), MARKDOWN.values(), ids=MARKDOWN)
def test_a_bad_markdown_document_is_refused_with_one_sentence(text, line, reason):
    must_refuse(refusal_of(text.encode(), "essay.md"), "essay.md", line, reason)


def must_refuse(refusal, name, line, reason):
    """Check the sentence and what it is made of."""
    sentence = str(refusal)
    assert sentence.startswith(f"{name}, line {line}: ")
    assert reason in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert (refusal.name, refusal.line) == (name, line)


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        ("Jané Roe".encode("latin-1"), 1, "byte 4 (0xE9) is not UTF-8"),
        (OPENING.encode() + "“Té".encode() + b" \x93xt\x94", 5, "byte 8 (0x93) is not UTF-8"),
        (OPENING.replace("\n", "\r\n").encode() + b"\xff", 5, "byte 1 (0xFF) is not UTF-8"),
        ("Jane Roe".encode("utf-16"), 1, "byte 1 (0xFF) is not UTF-8"),
        (b"\xef\xbb\xbfText \xc3", 1, "byte 6 (0xC3) is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", 1, "byte 1 (0x89) is not UTF-8"),
        (b"PK\x03\x04", 1, "there is a character that no text holds (U+0003)"),
        ("Text \ud800".encode("utf-8", "surrogatepass"), 1, "byte 6 (0xED) is not UTF-8"),
    ],
)
def test_what_is_no_utf_8_is_refused_with_line_and_byte(data, line, reason):
    must_refuse(refusal_of(data, "essay.txt"), "essay.txt", line, reason)


def test_too_many_bytes_are_refused_at_the_line_that_passes_the_limit(settings):
    settings.PERSPECTIVES = {**settings.PERSPECTIVES, "IMPORT_MAX_BYTES": 100}
    data = f"{OPENING}{'word ' * 10}\n{'word ' * 10}".encode()
    refusal = refusal_of(data, "essay.txt")
    must_refuse(refusal, "essay.txt", 6, "the document passes 100 bytes here")
    assert parse_document(data[:100], "essay.txt").title == "The title"


def test_too_many_lines_are_refused():
    must_refuse(refusal_of(b"a\n" * 60_000, "essay.txt"), "essay.txt", 50_001, "the document passes 50000 lines here")


def test_a_file_name_cannot_write_on_the_terminal():
    sentence = str(refusal_of(b"", "a\x1b[2J\n\udcff.txt"))
    assert sentence.isprintable()
    assert sentence.startswith("a\ufffd[2J\ufffd\ufffd.txt, line 1: ")
