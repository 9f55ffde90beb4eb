"""The essay that comes with the project, letter by letter, whatever its lines end with."""

from hashlib import sha256
from pathlib import Path

import pytest

from perspectives.publishing.documents import DocumentAuthor, SeriesLine, parse_document, read_document

ESSAY = Path(__file__).parents[2] / "perspectives/site/essays/stop-having-unrealistic-expectations.txt"

FIRST = (
    "The United States and Russia are key pillars of the international system, and they share a capacity to shape"
    " critical issues of peace and security. From nonproliferation to regional security in Europe, the former "
    "Soviet Union, Afghanistan, the Middle East, and Korea, there are few areas of international security "
    "unaffected by the actions of the United States and Russia. While the import of U.S.-Russia relations for "
    "global security is nothing new, the bilateral relationship is becoming more important as change accelerates "
    "and the world becomes less predictable, since few other states have both the global interests and range of "
    "capabilities of the United States and Russia. The ability of Moscow and Washington to manage that change "
    "depends in large part on their ability to find a common language."
)
SECOND = (
    "Both sides need to stop having unrealistic expectations about the other. Russia is not going to jettison its"
    " strategic independence to become a junior partner of the United States; it is not going to undergo an "
    "imminent democratic transition; and its government and people are not going to subscribe to the whole "
    "spectrum of “Western” values promoted by the United States. At the same time, Moscow should recognize that "
    "the United States has other priorities today, and is not going to seek Russian approval for everything it "
    "does internationally—nor is it going to eschew intervening abroad (with or without the imprimatur of the UN "
    "Security Council) when it believes vital interests are at stake. If Washington and Moscow can adopt a more "
    "sober perspective on one another, they can get back to cooperating on the basis of common interests."
)


def test_every_part_of_the_essay_is_in_its_own_field():
    essay = read_document(ESSAY)
    assert essay.title == "Stop having unrealistic expectations"
    assert essay.authors == (DocumentAuthor("Jeffrey Mankoff", "Center for Strategic and International Studies"),)
    assert essay.body == f"{FIRST}\n\n{SECOND}"
    assert essay.bios == (
        "[Jeffrey Mankoff](#) is a Fellow and Deputy Director of the Russia and Eurasia Program at the "
        "[Center for Strategic and International Studies](#).",
    )
    assert essay.series == SeriesLine(
        title="Perspectives on Peace and Security",
        subtitle="Rebuilding the U.S.–Russia Relationship",
        publisher="Carnegie Corporation of New York",
    )
    assert (essay.tags, essay.slug, essay.published_at, essay.state, essay.summary) == ((), None, None, None, None)
    assert (essay.format, essay.name, essay.last_line) == ("plain", ESSAY.name, 13)


def test_the_file_is_the_one_that_was_given():
    digest = "16422daa748c6e0c52c22c226e98372f6e20c3667e525a0bf2ef62c385263f76"
    assert sha256(ESSAY.read_bytes()).hexdigest() == digest


def test_the_essay_is_attributed_beside_it():
    note = ESSAY.with_name("ATTRIBUTION").read_text()
    assert "Jeffrey Mankoff" in note
    assert "licence" in note


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") + b"\r\n\r\n",
        lambda data: data.strip(),
        lambda data: data.replace(b"\n\n", b"\n\xc2\xa0\n"),
        lambda data: b"Print\n\n[Printable PDF](#)\n\nShare\n" + data + b"\n\nPrint | Share\n",
        lambda data: data.replace(b"\n\n", b"\n"),
    ],
    ids=[
        "byte-order mark",
        "CRLF",
        "CR",
        "BOM and CRLF",
        "no blank ends",
        "spaces in blank lines",
        "furniture",
        "tight",
    ],
)
def test_what_is_only_the_file_and_not_the_essay_changes_nothing(change):
    data = ESSAY.read_bytes()
    essay, changed = parse_document(data, "a.txt"), parse_document(change(data), "a.txt")
    assert changed == essay
    assert changed.digest == essay.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Jeffrey Mankoff, Center", b"Jeffrey Mankoff, Centre"),
        (b"Stop having", b"Do stop having"),
        (b"sober perspective", b"sombre perspective"),
        (b"is a Fellow", b"was a Fellow"),
        (b"produced by Carnegie", b"produced by the Carnegie"),
    ],
)
def test_a_changed_essay_has_another_digest(old, new):
    data = ESSAY.read_bytes()
    assert old in data
    assert parse_document(data.replace(old, new), "a.txt").digest != parse_document(data, "a.txt").digest


def test_the_same_essay_under_another_name_has_the_same_digest():
    data = ESSAY.read_bytes()
    assert parse_document(data, "a.txt").digest == parse_document(data, "b.txt").digest
