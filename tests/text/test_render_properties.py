"""What holds for every text, tried with texts that Hypothesis makes up."""

from __future__ import annotations

import re
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perspectives.text import markdown
from perspectives.text.clean import clean_text
from perspectives.text.errors import TextRefused
from perspectives.text.excerpts import plain_text
from perspectives.text.markdown import escape_plain, render_comment, render_essay, render_note
from tests.text.allowed import faults
from tests.text.storm import FRAGMENTS

fragments = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=40).map("".join)
texts = fragments | st.text(max_size=200)


def _or_refusal(render, text):
    try:
        return render(text)
    except TextRefused as refusal:
        return refusal.code


@given(texts)
@settings(max_examples=300, deadline=None)
def test_a_comment_holds_only_what_is_allowed_and_is_the_same_twice(text):
    html = _or_refusal(render_comment, text)
    assert html.startswith("text_") or faults(html) == []
    assert _or_refusal(render_comment, text) == html


@given(texts)
@settings(max_examples=200, deadline=None)
def test_an_essay_holds_only_what_is_allowed_and_its_passages_are_in_it(text):
    essay = _or_refusal(render_essay, text)
    if not isinstance(essay, str):
        assert faults(essay.html, essay=True) == []
        assert re.findall(r' id="p-([^"]*)"', essay.html) == [passage.key for passage in essay.passages]
        assert len({passage.key for passage in essay.passages}) == len(essay.passages)
        assert " id=" not in render_note(text)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_no_text_needs_the_parachute(text):
    recorded = []
    original, markdown.logger.error = markdown.logger.error, lambda *facts: recorded.append(facts)
    try:
        _or_refusal(render_comment, text)
    finally:
        markdown.logger.error = original
    assert recorded == []


@given(texts)
@settings(max_examples=300, deadline=None)
def test_escaped_plain_text_is_shown_as_it_was(text):
    html = render_note(escape_plain(text))
    assert plain_text(html).split() == clean_text(text).split()
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "a"}  # an address that was typed bare is a link


def test_what_fails_inside_is_shown_as_typed_and_recorded_without_the_text(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RecursionError("secret words")

    monkeypatch.setattr(markdown, "new_parser", fail)
    monkeypatch.setattr(markdown, "_own", threading.local())
    html = render_comment("secret <b>words</b>\nline\n\nmore")
    assert html == "<p>secret &lt;b&gt;words&lt;/b&gt;<br>\nline</p>\n<p>more</p>"
    assert "RecursionError" in caplog.text
    assert "secret" not in caplog.text


def test_a_failure_leaves_nothing_behind_for_the_next_text(monkeypatch):
    def fail(block_parser, root):
        block_parser.parser.state.set("list")
        raise RecursionError

    monkeypatch.setattr(markdown, "_own", threading.local())
    with monkeypatch.context() as patch:
        patch.setattr("perspectives.text.blocks.Inline.run", lambda self, root: fail(self.md, root))
        assert render_comment("*a*") == "<p>*a*</p>"
    assert render_comment("*a*\n\nb") == "<p><em>a</em></p>\n<p>b</p>"


def test_html_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("perspectives.text.guard.OUTPUT_FREE", 10)
    monkeypatch.setattr("perspectives.text.guard.OUTPUT_FACTOR", 2)
    with pytest.raises(TextRefused) as caught:
        render_comment("- a")
    assert caught.value.code == "text_swollen"


def test_threads_do_not_mix_their_texts():
    wrong = []

    def render(number):
        text = f"*{number}* `{number}`\n\n```\n{number}\n```"
        wanted = f"<p><em>{number}</em> <code>{number}</code></p>\n<pre><code>{number}\n</code></pre>"
        wrong.extend(number for _ in range(200) if render_comment(text) != wanted)

    threads = [threading.Thread(target=render, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
