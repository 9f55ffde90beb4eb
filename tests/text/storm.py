"""Texts that are hard to render, made by repeating and mixing fragments of syntax up to a comment's full length."""

from __future__ import annotations

import random
from collections.abc import Iterator

LENGTH = 20_000

# ruff: noqa: E501
FRAGMENTS: tuple[str, ...] = (
    # brackets, links, images
    "[", "]", "![", "](", "[](", "[a](", "[a](b)", "[a](<", "[a](<b>)", "[a](b \"", "[a](b '", '[a](b "c")', "[a][b]", "[a]: b\n",
    "[a]: http://b 'c'\n", "[^a]", "[^a]: b\n", "*[a]: b\n", "(", ")", "[[a](b)](c)", "[a\\](b)", "[a](http://b/(c)(d))", "[a]((", "[a](b(c)",
    # emphasis
    "*", "**", "***", "_", "__", "~", "~~", "~~~", "*a", "a*", "*a*", "**a", "a**", "*a_", "_a*", "*a **b ", "a** b* ", "*a _b *c _d ", "`*`",
    "a*b_c", "**a*", "*a**", "~~a", "a~~", "~~a~~", "* *", "_ _", "*_~~", "~~_*",
    # code
    "`", "``", "```", "`a", "`a`", "``a`", "```\n", "~~~\n", "```a\n", "~~~a\n", "> ```\n", "- ```\n", "    ```\n", "```\n```\n", "`` ` ``",
    # html and entities
    "<", ">", "&", "<a", "<a>", "</a>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!", "<div>\n", "<b>", "</b>", "<a href='", "&amp;", "&#",
    "&#58;", "&#x3a;", "&colon;", "&Tab;", "&NewLine;", "&nbsp;", "&a", "&;", "<script>", "<svg>", "<math>", "<style>", "<textarea>", "<p>",
    "<http://a>", "<http://", "<a@b.c>", "<a@", "<javascript:a>", "<mailto:a@b>",
    # addresses
    "http://a", "http://", "https://a.b/c?d=e&f=g ", "http://a ", "www.a.b ", "a@b.c ", "http://a(", "http://a)", "http://a.", "//a", "/\\a",
    "mailto:a@b ", "http://\u00e9\u4e2d ", "https://\U0001f600 ", "javascript:", "HTTP://A ",
    # blocks
    "# ", "#", "###### a\n", "# a\n", "a\n=\n", "a\n-\n", "a\n---\n", "---\n", "***\n", "- - -\n", "-\n", "=\n", "> ", ">", ">\n", "> a\n", ">> a\n",
    "> > > a\n", ">a\nb\n", "- ", "- a\n", "  - a\n", "    - a\n", "* ", "* a\n", "+ a\n", "1. ", "1. a\n", "1990. a\n", "99999999999. a\n",
    "- > ", "> - ", "- 1. ", "- a\n\n", "- a\n\n  b\n", "1. a\n\n    b\n\n", "- # a\n", "-\ta\n", "\t- a\n", "* * *\n", "- a\n1. b\n", "- a\n    # b\n",
    "|", "|a", "a|b\n", "|a|b|\n", "-|-\n", "|-|-|\n", "a|b\n-|-\n", "a|b\n-|-\nc|d\n", ": a\n", "a\n: b\n", "!!! a\n    b\n", "[TOC]\n", "{: #a }", "{#a .b}",
    # white space, odd and long words
    " ", "  ", "    ", "\t", "\n", "\n\n", " \n", "  \n", "    \n", "    a\n", "     a\n", "\ta\n", "        a\n", "\\", "\\\n", "\\\\", "\\[", "\\`", "\\*",
    "a", "a ", "a\n", "a  \n", "word ", "\r", "\r\n", "\x0b", "\u2028", "\u200b", "\u202e", "\u00a0", "\ufeff", "\ud800", "\x00", "\x02", "\x03",
    "\x020\x03", "\x02klzzwxh:0000\x03", "klzzwxh:0000", "wzxhzdk:0", "a\u0301", "\u0301", "\u0f71\u0f74", "\u4e2d", "\U0001f600", "\u0627", "\u00df", "\u0130",
    "\ufdfa", "\u1e9e", '"', "'", "\u201c", "\u2019", "'\"", "1", ".", "1.", "-", "+", "=", "!", "!!", "!!!", "(c)", "--", "...", "$", "%", "%3a", ":", "@",
)  # fmt: skip


def one_fragment(length: int = LENGTH) -> Iterator[str]:
    """Yield every fragment repeated up to `length` characters, in one line and on a line each."""
    for fragment in FRAGMENTS:
        yield fragment * (length // len(fragment))
        yield (fragment + "\n") * (length // (len(fragment) + 1))


def mixed(seed: int, length: int = LENGTH) -> str:
    """Return a text of `length` characters that repeats and nests a few fragments, chosen by `seed`."""
    chance = random.Random(seed)
    shape = chance.randrange(6)
    picked = chance.choices(FRAGMENTS, k=chance.randint(1, 5))
    unit = "".join(picked)
    if shape == 0:
        text = unit * length
    elif shape == 1:
        text = "".join(fragment * (length // (len(picked) * len(fragment)) + 1) for fragment in picked)
    elif shape == 2:
        text = "".join(chance.choices(FRAGMENTS, k=length // 2))
    elif shape == 3:
        text = (picked[0] + "\n") * (length // 4) + unit * length
    elif shape == 4:
        text = "\n".join(
            " " * (chance.choice((1, 2, 4)) * (line % chance.choice((3, 9, 40, 400)))) + unit
            for line in range(length // 4)
        )
    else:
        prefix = chance.choice(("> ", "- ", "    ", "> - ", "1. ", "- > ")) * chance.randint(1, 12)
        text = "\n".join(prefix + unit * chance.randint(1, 40) for _ in range(length // 8))
    return text[:length]
