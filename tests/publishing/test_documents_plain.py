"""The plain shape: byline, title, text, notes and series line, as a series of essays really had them."""

import pytest

from perspectives.publishing.documents import SeriesLine, parse_document

TEXT = "The text begins here, and it ends with a full stop."


def read(text):
    """Read a plain document."""
    return parse_document(text.encode(), "essay.txt")


def essay(body, byline="Jane Roe, Institute", end=""):
    """Read an essay with this text."""
    return read(f"{byline}\n\nThe title\n\n{body}\n\n{end}")


def pairs(document):
    """Return names and affiliations."""
    return [(author.name, author.affiliation) for author in document.authors]


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Jane Roe", [("Jane Roe", "")]),
        ("Jane Roe, Institute", [("Jane Roe", "Institute")]),
        ("By Jane Roe, Institute", [("Jane Roe", "Institute")]),
        ("BY: Jane Roe", [("Jane Roe", "")]),
        ("Jane Roe, Org and Other, City", [("Jane Roe", "Org and Other, City")]),
        ("A Roe, Org & B Poe, Org and Other, C", [("A Roe", "Org"), ("B Poe", "Org and Other, C")]),
        ("A Roe & B Poe, Org", [("A Roe", ""), ("B Poe", "Org")]),
        ("A Roe, Org & B Poe, Org & C Loe, Org", [("A Roe", "Org"), ("B Poe", "Org"), ("C Loe", "Org")]),
        ("A Roe, Procter & Gamble", [("A Roe", "Procter & Gamble")]),
        ("A Roe and B Poe, Org", [("A Roe and B Poe", "Org")]),
        ("A Roe, R&D Lab & B Poe, Org", [("A Roe", "R&D Lab"), ("B Poe", "Org")]),
        ("A Roe, Org &\nB Poe, Org", [("A Roe", "Org"), ("B Poe", "Org")]),
        ("A Roe, Org\n& B Poe, Org", [("A Roe", "Org"), ("B Poe", "Org")]),
        ("Ann Roe, Org\nBen Poe, Other", [("Ann Roe", "Org"), ("Ben Poe", "Other")]),
        ("[Jane Roe](#), [Institute](http://e.org)", [("Jane Roe", "Institute")]),
        ("André Lévy, École “Été”", [("André Lévy", "École “Été”")]),
        ("Сергей Рогов, Институт США и Канады", [("Сергей Рогов", "Институт США и Канады")]),
        ("Jane\u00a0Roe,\u00a0Institute", [("Jane\u00a0Roe", "Institute")]),
    ],
)
def test_a_byline_is_read_by_its_grammar(byline, authors):
    document = essay(TEXT, byline=byline)
    assert pairs(document) == authors
    assert document.title == "The title"


@pytest.mark.parametrize(
    ("opening", "title", "name"),
    [
        ("Jane Roe, Institute\nThe title", "The title", "Jane Roe"),
        ("The title of it all\n\nJane Roe, Institute", "The title of it all", "Jane Roe"),
        (
            "Stop Having Unrealistic Expectations\n\nJane Roe, Institute",
            "Stop Having Unrealistic Expectations",
            "Jane Roe",
        ),
        ("A Title\n\nBy Jane Roe", "A Title", "Jane Roe"),
        ("# Jane Roe\n\nAnn Poe", "Jane Roe", "Ann Poe"),
        ("Ann Poe\n\n# Jane Roe", "Jane Roe", "Ann Poe"),
        ("The title\n=====\n\nBy Ann Poe", "The title", "Ann Poe"),
        ("Jane Roe, Institute\n\nBy Any Means", "By Any Means", "Jane Roe"),
        ("Jane Roe\n\nAfter Crimea, Realism", "After Crimea, Realism", "Jane Roe"),
        ("Jane Roe, Institute\n\nBack to the U.S.", "Back to the U.S.", "Jane Roe"),
        ("Jane Roe, Institute\n\nWhat next?", "What next?", "Jane Roe"),
        ("Jane Roe, Institute\n\nRussia: a view", "Russia: a view", "Jane Roe"),
        ("Jane Roe, Institute\n\n[The title](#)", "The title", "Jane Roe"),
        (
            "Jane Roe, Institute\n\nA long title that was wrapped\nby hand",
            "A long title that was wrapped by hand",
            "Jane Roe",
        ),
        ("Jane Roe, Institute\n\nA\u00a0title “with” — é", "A\u00a0title “with” — é", "Jane Roe"),
    ],
)
def test_byline_and_title_are_told_apart(opening, title, name):
    document = read(f"{opening}\n\n{TEXT}")
    assert (document.title, document.authors[0].name, document.body) == (title, name, TEXT)


def test_a_note_at_the_end_tells_who_is_the_author():
    swapped = read(f"Beyond New Start\n\nJane Roe, Institute\n\n{TEXT}\n\n[Jane Roe](#) is a fellow.")
    assert (swapped.title, pairs(swapped)) == ("Beyond New Start", [("Jane Roe", "Institute")])
    usual = read(f"Jane Roe\n\nBy Any Means\n\n{TEXT}\n\nJane Roe is a fellow.")
    assert (usual.title, pairs(usual)) == ("By Any Means", [("Jane Roe", "")])


@pytest.mark.parametrize(
    "where",
    [
        "Print\n{tags}\n\nJane Roe, Org\n\nThe title\n\n{text}",
        "Jane Roe, Org\n\n{tags}\n\nThe title\n\n{text}",
        "Jane Roe, Org\nThe title\n{tags}\n\n{text}",
        "Jane Roe, Org\n\nThe title\n\n{text}\n\n{tags}",
        "Jane Roe, Org\n\nThe title\n\n{text}\n\n{tags}\n\nJane Roe is one.\n\nThis post is part of the A: B project.",
        "Jane Roe, Org\n\nThe title\n\n{text}\n\nThis post is part of the A: B project.\n\n{tags}\n\nPrint",
    ],
)
@pytest.mark.parametrize(
    "tags",
    [
        "U.S. Foreign Policy | NATO | Ukraine",
        "[U.S. Foreign Policy](#) | [NATO](/tag/nato) | [Ukraine](#)",
        "| U.S. Foreign Policy | NATO | Ukraine |",
        "Tags: U.S. Foreign Policy, NATO, Ukraine",
        "U.S. Foreign Policy, NATO | Ukraine",
    ],
)
def test_tags_between_pipes_are_found_before_and_after_the_text(where, tags):
    document = read(where.format(tags=tags, text=TEXT))
    assert document.tags == ("U.S. Foreign Policy", "NATO", "Ukraine")
    assert (document.title, document.body) == ("The title", TEXT)


def test_tags_named_twice_count_once():
    document = read(f"Jane Roe, Org\n\nThe title\n\nNATO | Ukraine\n\n{TEXT}\n\nnato | Arms control")
    assert document.tags == ("NATO", "Ukraine", "Arms control")


def test_a_line_with_pipes_within_the_text_stays():
    assert essay(f"{TEXT}\n\neither | or\n\n{TEXT}").body == f"{TEXT}\n\neither \\| or\n\n{TEXT}"


@pytest.mark.parametrize(
    "line", ["Print", "Printable PDF", "Share", "[Print](#)", "[Printable PDF](http://e.org/a.pdf)", "Print | Share"]
)
def test_page_furniture_is_dropped_where_it_stands_alone(line):
    plain = essay(f"{TEXT}\n\n{TEXT}")
    furnished = (
        f"{line}\n\nJane Roe, Institute\n{line}\n\nThe title\n\n{line}\n\n{TEXT}\n\n{line}\n\n{TEXT}\n{line}\n\n{line}"
    )
    assert read(furnished) == plain


@pytest.mark.parametrize("text", ["Print is dead.", "Share prices fell, and\nPrint\nwent with them.", "Prints"])
def test_words_that_only_look_like_furniture_stay(text):
    assert essay(f"{TEXT}\n\n{text}").body == f"{TEXT}\n\n" + text.replace("\n", " ")


@pytest.mark.parametrize(
    ("line", "series"),
    [
        (
            "This post is part of the [A Series: Its Subject](#) project produced by Some Corporation of New York.",
            SeriesLine("A Series", "Its Subject", "Some Corporation of New York"),
        ),
        ("This essay is part of the A Series: Its Subject series.", SeriesLine("A Series", "Its Subject", "")),
        ("This post is part of [A Series](http://e.org/)", SeriesLine("A Series", "", "")),
        (
            "*This post is part of the A Series: U.S.–Russia: a view project published by [Press, Inc.](#)*",
            SeriesLine("A Series", "U.S.–Russia: a view", "Press, Inc."),
        ),
        (
            "This post is part of the [A Series: Its\nSubject](#) project\nproduced by Some Corporation.",
            SeriesLine("A Series", "Its Subject", "Some Corporation"),
        ),
    ],
)
def test_the_series_line_names_title_subtitle_and_publisher(line, series):
    for end in (line, f"{line}\n\nPrint", f"Jane Roe is a fellow.\n{line}"):
        document = essay(TEXT, end=end)
        assert (document.series, document.body) == (series, TEXT)


def test_a_document_may_name_no_series():
    assert essay(TEXT).series is None


def test_the_series_line_in_the_midst_of_a_text_is_text():
    line = "This post is part of the A project."
    document = essay(f"{TEXT}\n\n{line}\n\n{TEXT}")
    assert document.series is None
    assert line in document.body


@pytest.mark.parametrize(
    ("byline", "notes", "bios"),
    [
        ("Jane Roe, Org", "[Jane Roe](#) is a fellow.", ["[Jane Roe](#) is a fellow."]),
        ("Jane Roe, Org", "Dr. Jane Roe is a fellow.", ["Dr. Jane Roe is a fellow."]),
        ("Jane Roe, Org", "About the author\n\n**Jane Roe** is *it*.", ["\\*\\*Jane Roe\\*\\* is \\*it\\*."]),
        ("Jane Roe, Org", "Jane Roe is a fellow.\n\nShe wrote “It”.", ["Jane Roe is a fellow. She wrote “It”."]),
        ("Jane Roe, Org", "---\n\nJane Roe is\na fellow.", ["Jane Roe is a fellow."]),
        ("William J. Perry, Org", "Ambassador William Perry was one.", ["Ambassador William Perry was one."]),
        ("Ann Roe, O & Ben Poe, P", "Ann Roe is one.\n\nBen Poe is two.", ["Ann Roe is one.", "Ben Poe is two."]),
        ("Ann Roe, O & Ben Poe, P", "Ben Poe is two.\nAnn Roe is one.", ["Ben Poe is two.", "Ann Roe is one."]),
    ],
)
def test_notes_on_the_authors_are_no_part_of_the_text(byline, notes, bios):
    for end in (notes, f"{notes}\n\nThis post is part of the A: B project."):
        document = essay(TEXT, byline=byline, end=end)
        assert (list(document.bios), document.body) == (bios, TEXT)


@pytest.mark.parametrize("end", ["John Poe is no author.", "Jane Roebuck is another.", "[Jane Roebuck](#) is another."])
def test_a_last_paragraph_on_somebody_else_is_text(end):
    document = essay(TEXT, end=end)
    assert document.bios == ()
    assert document.body == f"{TEXT}\n\n{end}"


def test_an_author_has_one_note():
    document = essay(TEXT, end="Jane Roe went there once.\n\nJane Roe is a fellow.")
    assert document.bios == ("Jane Roe is a fellow.",)
    assert document.body == f"{TEXT}\n\nJane Roe went there once."
