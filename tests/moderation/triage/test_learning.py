"""The model learns what can be learned, the same each time, and survives whatever is written."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perspectives.moderation.triage import measuring
from perspectives.moderation.triage.explaining import likeness, moved_by
from perspectives.moderation.triage.features import BUCKETS, Facts, bucket_of, features_of
from perspectives.moderation.triage.learning import Example, learn
from perspectives.moderation.triage.model import Model, read, sigmoid
from tests.moderation.triage.texts import made
from tests.pace import allowed_processor

MODEL = learn(made(400))


def test_what_can_be_told_apart_is():
    unseen = made(400, seed=2)
    scores = [(MODEL.score(features_of(one.text)), one.removed) for one in unseen]
    found = [removed for score, removed in scores if score >= 500]
    assert sum(found) / sum(removed for _score, removed in scores) > 0.9
    assert sum(found) / len(found) > 0.9


def test_the_same_decisions_make_the_same_model_and_it_is_read_as_it_was_written():
    stored = learn(made(400)).stored()
    assert stored == MODEL.stored()
    again = read(json.loads(json.dumps(stored)))
    for one in made(50, seed=3):
        assert abs(again.score(features_of(one.text)) - MODEL.score(features_of(one.text))) <= 2


def test_it_measures_itself_on_the_newest_it_has_not_seen():
    figures = measuring.measured(made(500))
    assert figures["of"] == 100
    assert figures["recall"] > 0.9
    assert figures["precision"] > 0.9
    assert figures["auc"] > 0.95


def test_figures_that_cannot_be_are_none():
    fine = [Example("words", False)] * 50
    assert measuring.measured(fine) == {"precision": None, "recall": None, "auc": None, "of": 0}
    assert measuring.measured([*made(40), *fine[:10]])["recall"] is None


@pytest.mark.parametrize(
    ("scores", "area"),
    [
        ([(1, False), (2, True)], 1.0),
        ([(2, False), (1, True)], 0.0),
        ([(1, False), (1, True)], 0.5),
        ([(1, False), (2, True), (2, False), (3, True)], 0.875),
        ([(1, True)], None),
    ],
)
def test_the_area_under_the_curve_counts_pairs(scores, area):
    assert measuring.area(scores) == area


def test_there_is_nothing_to_learn_from_one_kind_alone():
    with pytest.raises(ValueError, match="nothing to tell apart"):
        learn([Example("words", False)] * 300)


def test_it_says_which_words_moved_a_score_and_only_words_of_the_text():
    text = "A cheap casino bonus, and the treaty."
    words = moved_by(MODEL, text, features_of(text))
    said = {word for word, _side in words}
    assert said <= {
        "a",
        "cheap",
        "casino",
        "bonus",
        "and",
        "the",
        "treaty",
        "a cheap",
        "cheap casino",
        "casino bonus",
    } | {
        "bonus and",
        "and the",
        "the treaty",
    }
    assert {word for word, side in words if side > 0} & {"cheap", "casino", "bonus"}
    assert all(side in (1, -1) for _word, side in words)


def test_it_says_what_a_text_is_like_or_nothing():
    bad = next(one for one in made(40, seed=5) if one.removed)
    assert likeness(MODEL, features_of(bad.text)) in ({"rule": 4, "count": 50}, {"rule": 0, "count": 50})
    assert likeness(MODEL, features_of("Something else altogether.")) == {}


def test_a_word_that_one_comment_alone_has_is_never_named():
    secret = Example("casino bonus xylophonist@example.org", True, 4)
    assert not any("xylophonist" in name for name in learn([*made(300), secret]).names.values())


def test_facts_have_buckets_of_their_own():
    found = features_of("SEE HTTPS://EXAMPLE.ORG AND HTTPS://EXAMPLE.COM NOW", Facts(is_newcomer=True))
    assert sum(bucket >= BUCKETS for bucket in found) == 4
    assert bucket_of("peace") == 7239, "The same in every process and release, or nothing learned would fit."


@given(st.text(max_size=500))
def test_no_text_breaks_it(text):
    features = features_of(text)
    assert 0 <= MODEL.score(features) <= 1000
    moved_by(MODEL, text, features)
    likeness(MODEL, features)


@pytest.mark.parametrize("value", [-1e9, -60.1, 0, 60.1, 1e9])
def test_no_weight_overflows(value):
    assert 0 <= sigmoid(value) <= 1


def test_an_empty_model_is_undecided():
    assert Model().score(features_of("words")) == 500


@pytest.mark.timed("processor")
@pytest.mark.parametrize(
    "text", ["a" * 20_000, "a b " * 5_000, "ab" + "\u0301" * 19_998, "https://x.y " * 1_600, "é " * 10_000]
)
def test_the_longest_text_is_scored_at_once(text):
    began = time.process_time()
    features = features_of(text)
    MODEL.score(features)
    moved_by(MODEL, text, features)
    assert time.process_time() - began < allowed_processor(0.02)
