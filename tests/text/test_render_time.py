"""Every text of a comment's full length is shown or refused at once: in CPU time, which a busy machine spares."""

from __future__ import annotations

import os
import time

import pytest

from perspectives.text.errors import TextRefused
from perspectives.text.markdown import render_comment, render_essay
from tests.pace import allowed_processor
from tests.text.allowed import faults
from tests.text.storm import FRAGMENTS, LENGTH, mixed, one_fragment

SECONDS = 0.1
FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))
# As many mixtures as are tried unless more seconds are asked for: the same on every machine that is quick enough.
MIXTURES = 150


def _measured(render, text):
    start = time.process_time()
    try:
        html = render(text)
    except TextRefused:
        html = ""
    return time.process_time() - start, html


def _complaint(text, render=render_comment):
    """Return what is wrong with rendering `text`; one slow run may be the garbage collector's, two are ours."""
    spent, html = _measured(render, text)
    if spent > SECONDS:
        spent = min(spent, _measured(render, text)[0])
    if spent > SECONDS and spent > allowed_processor(SECONDS):
        return f"{spent * 1000:.0f} ms"
    size = len(html.encode())
    if size > 100_000 and size > 20 * len(text):
        return f"{size} bytes"
    if len(html) < 10_000:  # the test's parser is far slower than what it tests
        return "; ".join(faults(html, essay=render is not render_comment))
    return ""


def _essay(text):
    return render_essay(text).html


@pytest.mark.timed("processor")
@pytest.mark.parametrize("shape", [0, 1])
def test_no_fragment_of_syntax_is_slow_when_repeated(shape):
    texts = list(one_fragment())[shape::2]
    wrong = {FRAGMENTS[at]: complaint for at, text in enumerate(texts) if (complaint := _complaint(text))}
    assert wrong == {}


@pytest.mark.timed("processor")
def test_no_mixture_of_fragments_is_slow():
    end = time.monotonic() + FUZZ_SECONDS
    wrong, tried, seed = {}, [], int(os.environ.get("FUZZ_SEED", "0"))
    while time.monotonic() < end and ("FUZZ_SECONDS" in os.environ or len(tried) < MIXTURES):
        render = _essay if seed % 5 == 0 else render_comment
        if complaint := _complaint(mixed(seed), render):
            wrong[seed] = complaint
        tried.append(seed)
        seed += 1
    assert wrong == {}


@pytest.mark.timed("processor")
def test_time_grows_with_length_and_not_with_its_square():
    text = "*word* [a](https://a.example) `code`\n> quote\n\n- item\n"
    render_comment(text)
    short, _ = _measured(render_comment, text * 50)
    long = min(_measured(render_comment, text * 400)[0] for _time in range(2))
    assert long < 8 * short * 3


@pytest.mark.timed("processor")
@pytest.mark.parametrize("fragment", ["a\u0301", "\u0f71\u0f74", "\u0301\u0316", "\U0001d160", "\ufdfa"])
def test_marks_and_composed_letters_are_cleaned_quickly(fragment):
    assert _complaint((fragment * LENGTH)[:LENGTH]) == ""
    assert _complaint("a" + (fragment[-1] * LENGTH)) == ""
