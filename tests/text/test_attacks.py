import html as entities

import pytest

from perspectives.text.excerpts import plain_text
from perspectives.text.markdown import render_comment, render_essay, render_note
from perspectives.text.sanitise import sanitise_comment, sanitise_essay
from tests.text.allowed import faults
from tests.text.attacks import ATTACKS


def test_there_are_more_than_two_hundred_different_attacks():
    assert len(set(ATTACKS)) > 400


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_leaves_nothing_but_allowed_html(attack):
    assert faults(render_comment(attack)) == []
    assert faults(render_essay(attack).html, essay=True) == []
    assert faults(render_note(attack), essay=True) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_in_stored_html_is_taken_out(attack):
    stored = entities.unescape(attack)
    assert faults(sanitise_comment(stored.encode("utf-8", "ignore").decode())) == []
    assert faults(sanitise_essay(stored.encode("utf-8", "ignore").decode()), essay=True) == []


@pytest.mark.parametrize(
    "harmless",
    [
        "5 < 6 & 7 > 3",
        "I <3 this, AT&T",
        "<b>bold</b> as typed",
        "<script>alert(1)</script>",
        "if (a<b && c>d) return;",
        "List<String> x = new ArrayList<>();",
        "see #12 and 2**3*4",
        "snake_case_names __init__",
        "x = a[1][2](3)",
        "a ~ b, ~/home",
        "50% of $100 & more…",
        "<!-- a comment -->",
        "<?xml version='1.0'?>",
        "“Quotes” – dashes — é ’",
        "C:\\Users\\ann",
    ],
)
def test_a_harmless_text_is_kept_whole(harmless):
    assert plain_text(render_comment(harmless)) == harmless.replace("__init__", "init")


@pytest.mark.parametrize(
    "address", ["https://a.example/?q=1&copy=2", "http://a.example/x_(y)", "https://é.example/中?a[]=1"]
)
def test_an_honest_link_keeps_its_address(address):
    href = entities.escape(address, quote=False)
    assert f'<a href="{href}" rel="nofollow ugc noopener">' in render_comment(f"[x](<{address}>)")
    assert f'<a href="{href}" rel="nofollow ugc noopener">{href}</a>' in render_comment(f"see {address}, and")


def test_a_link_that_leads_nowhere_good_is_plain_words():
    assert render_comment("[the words](javascript:alert(1))") == "<p>the words</p>"
