# ruff: noqa: E501
import re

import pytest

from perspectives.text.errors import TextRefused
from perspectives.text.excerpts import plain_text
from perspectives.text.markdown import escape_plain, render_comment, render_essay, render_note


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("*a* **b** ***c*** _d_ ~~e~~", "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> <em>d</em> <del>e</del></p>"),
        ("`a < b` ``c`d``", "<p><code>a &lt; b</code> <code>c`d</code></p>"),
        ("a\n- b\n- c", "<p>a</p>\n<ul><li>b</li>\n<li>c</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li>\n<li>b</li>\n</ol>'),
        ("- a\n  - b", "<ul><li>a\n<ul><li>b</li>\n</ul>\n</li>\n</ul>"),
        ("> a\nb", "<blockquote><p>a</p>\n</blockquote>\n<p>b</p>"),
        ("# A title #\nwords", "<p><strong>A title</strong></p>\n<p>words</p>"),
        ("#12 is right", "<p>#12 is right</p>"),
        ("a\n---\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("```py\n*a*\n\n<b>\n```", "<pre><code>*a*\n\n&lt;b&gt;\n</code></pre>"),
        ("    code\n\n    more", "<pre><code>code\n\nmore\n</code></pre>"),
        ("```\nnever closed", "<pre><code>never closed\n</code></pre>"),
        ("\\*a\\* &copy; &amp;lt;", "<p>*a* © &amp;lt;</p>"),
        ("99999999999. a", "<p>99999999999. a</p>"),
        ("٣. نص", "<p>٣. نص</p>"),
        ("a|b\n-|-\nc|d", "<p>a|b<br>\n-|-<br>\nc|d</p>"),
        ("![alt](https://a.example/x.png)", '<p><a href="https://a.example/x.png" rel="nofollow ugc noopener">alt</a></p>'),
    ],
)  # fmt: skip
def test_a_comment_is_shown_as_its_writer_meant_it(typed, shown):
    assert render_comment(typed) == shown


HONEST = {
    "sixty links": " ".join(f"see [the source {n}](https://a.example/{n}?x=[{n}])" for n in range(60)),
    "two hundred brackets": "[sic] " * 200 + "a[1][2] = b[3]",
    "a list of a hundred": "\n".join(f"{n}. item *{n}*" for n in range(1, 101)),
    "quoted ten deep": "\n".join(">" * depth + f" words of level {depth}" for depth in range(10, 0, -1))
    + "\nmy answer",
    "code": "```\n" + "\n".join(" " * (n % 60) + "if (a[i] < b) { *p++ = '`'; }" for n in range(400)) + "\n```",
    "code without fences": "\n".join("    " + " " * (n % 40) + "- name: x" for n in range(300)),
    "emoji and scripts": "👩‍👩‍👧 🇺🇦 " * 50 + "مرحبا بالعالم " * 50 + "你好，世界。" * 50 + "नमस्ते दुनिया " * 50,
    "a long essay": ("Words – “quoted”, *stressed*, and (in brackets) more. " * 8 + "\n\n") * 45,
    "a long rule": "words\n\n" + "- " * 60 + "\n\n" + "*" * 200 + "\n\nwords",
    "nested list": "\n".join("  " * depth + f"- level {depth}" for depth in range(12)),
    "mathematics": "2*3*4 = 24 and a_1 + a_2 < b_3 > c * " * 100,
}


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST.keys())
def test_an_honest_text_is_never_refused_and_keeps_its_words(text):
    words = set(re.findall(r"\w+", re.sub(r"\]\(\S*\)|^[0-9]+\.", "", text[:20_000], flags=re.MULTILINE)))
    assert words <= set(re.findall(r"\w+", plain_text(render_comment(text[:20_000]))))
    assert words <= set(re.findall(r"\w+", plain_text(render_note(text[:20_000]))))


@pytest.mark.parametrize(
    ("text", "code"),
    [(">" * 25 + " a", "text_nested"), ("- " * 25 + "a", "text_nested"), (">a\nb\n" * 2000, "text_quotes")],
)
def test_a_text_too_costly_to_show_is_refused_with_words_that_help(text, code):
    with pytest.raises(TextRefused) as caught:
        render_comment(text)
    assert caught.value.code == code
    assert "Please" in str(caught.value)


def test_a_link_definition_of_one_text_is_unknown_in_the_next():
    render_comment("[secret]: https://a.example\n\n[secret]")
    assert "<a" not in render_comment("[secret]")


def test_an_essay_has_headings_below_its_title_and_links_inside_the_site():
    html = render_note("# One\n\n## Two\n\n##### Five\n\n[a](/b/c) [d](//evil.example) [e](https://f.example)")
    assert html == (
        "<h2>One</h2>\n<h3>Two</h3>\n<h4>Five</h4>\n"
        '<p><a href="/b/c" rel="noopener">a</a> d <a href="https://f.example" rel="noopener">e</a></p>'
    )


def test_an_essay_without_a_top_heading_keeps_its_levels():
    assert render_note("## Two\n\n### Three") == "<h2>Two</h2>\n<h3>Three</h3>"


def test_an_underlined_line_is_a_heading_in_an_essay_only():
    assert render_note("Title\n=====\n\nwords") == "<h2>Title</h2>\n<p>words</p>"
    assert render_comment("Title\n---\nwords") == "<p>Title</p>\n<hr>\n<p>words</p>"


def test_typography_is_kept_to_the_letter():
    words = "“Rebuilding” the U.S.–Russia relationship — Mankoff’s café... -- (c)"
    assert render_note(words) == f"<p>{words}</p>"


def test_passages_keep_their_keys_when_other_blocks_change():
    before = render_essay("# A\n\nwords\n\n- x\n- y\n\n> quote\n\nlast")
    after = render_essay("new\n\n# A\n\nwords\n\n- x\n- z\n\n> quote\n\nlast *one*")
    assert [passage.kind for passage in before.passages] == ["heading", "paragraph", "list", "quote", "paragraph"]
    kept = {passage.key for passage in before.passages} & {passage.key for passage in after.passages}
    assert kept == {
        passage.key for passage in before.passages if passage.kind in ("heading", "quote") or passage.text == "words"
    }


def test_repeated_passages_are_told_apart():
    first, second = render_essay("same\n\nsame").passages
    assert (second.key, second.text) == (first.key + "-2", "same")


def test_a_table_that_is_too_wide_stays_text():
    assert "<table" in render_note("a|b\n-|-\nc|d")
    assert "<table" not in render_note("|" * 200 + "\n" + "|-" * 200 + "\n" + "x\n" * 200)


@pytest.mark.parametrize(
    "plain",
    ["1990. The year", "* star", "# hash", "_a_ *b*", "a < b & c &amp; d", "> not a quote", "- dash\n+ plus", "a\n===", "`x`",
     "[a](b)", "https://a.example/a_b_(c)*d* _e_", "\\ back", "~~x~~", "```", "a | b\n--|--", "***"],
)  # fmt: skip
def test_plain_text_is_escaped_to_itself(plain):
    assert plain_text(render_note(escape_plain(plain))).split() == plain.split()


def test_plain_paragraphs_that_are_indented_are_no_code():
    assert render_note(escape_plain("    First.\n\n    Second.")) == "<p>First.</p>\n<p>Second.</p>"
