"""Links to nowhere become links to the pages of authors and series, or plain words."""

import pytest

from perspectives.publishing.documents import parse_document, resolve_links

TARGETS = {"Jane Roe": "/authors/jane-roe/", "A Series: Its Subject": "/a-series/", "Дана Роу": "/authors/дана/"}


@pytest.mark.parametrize(
    ("markdown", "resolved"),
    [
        ("[Jane Roe](#) is one.", "[Jane Roe](/authors/jane-roe/) is one."),
        ("[JANE\u00a0 roe]( ) is one.", "[JANE\u00a0 roe](/authors/jane-roe/) is one."),
        ("[*Jane Roe*](#x)", "[*Jane Roe*](/authors/jane-roe/)"),
        ('[**Jane Roe**](# "Jane")', "[**Jane Roe**](/authors/jane-roe/)"),
        ("[A Series: Its Subject](#)", "[A Series: Its Subject](/a-series/)"),
        ("[Дана Роу](#)", "[Дана Роу](/authors/%D0%B4%D0%B0%D0%BD%D0%B0/)"),
        ("[The Institute](#) and [*it*](#)", "The Institute and *it*"),
        ("[Jane Roe](http://e.org) and [x](mailto:a@b.c)", "[Jane Roe](http://e.org) and [x](mailto:a@b.c)"),
        ("`[Jane Roe](#)` [Jane Roe](#)", "`[Jane Roe](#)` [Jane Roe](/authors/jane-roe/)"),
        ("```\n[x](#)\n```\n[x](#)", "```\n[x](#)\n```\nx"),
        ("```\n[x](#)", "```\n[x](#)"),
        ("` [x](#)", "` x"),
        ("\\[x](#) \\\\[x](#)", "\\[x](#) \\\\x"),
        ("![A picture](#)", "A picture"),
        ("[a\\]b](#) [](#)", "a\\]b "),
        ("no links", "no links"),
        ("", ""),
    ],
)
def test_a_dead_link_is_led_to_its_page_or_becomes_its_words(markdown, resolved):
    assert resolve_links(markdown, TARGETS) == resolved
    assert resolve_links(resolved, TARGETS) == resolved


@pytest.mark.parametrize("address", ["/a b/", "/a)b", '/a"b', "/<b>", "/a\nb"])
def test_an_address_cannot_break_out_of_its_link(address):
    resolved = resolve_links("[x](#)", {"x": address})
    inside = resolved.removeprefix("[x](").removesuffix(")")
    assert not set(inside) & set(' ()"<>\n')


def test_names_with_signs_of_markdown_are_found():
    text = "Jane_Roe *X*, Org\n\nThe title\n\nText by [Jane_Roe *X*](#).\n\n[Jane_Roe *X*](#) is one."
    document = parse_document(text.encode(), "essay.txt")
    assert document.authors[0].name == "Jane_Roe *X*"
    for words in (document.body, *document.bios):
        assert "](/j/)" in resolve_links(words, {"Jane_Roe *X*": "/j/"})


def test_plain_text_stays_itself_when_its_dead_links_become_words():
    text = "Jane Roe\n\nThe title\n\n[1990](#). The year. R&[amp;](#)\n\nMore."
    body = parse_document(text.encode(), "essay.txt").body
    assert resolve_links(body, {}) == "1990\\. The year. R\\&amp;\n\nMore."
