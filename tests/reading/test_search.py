"""Search finds essays and public comments that hold every word, and nothing else."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from perspectives.reading.searching import LENGTH, WORDS, query_of
from tests import cast


def found(client, words, **query):
    """Return the text of the results for `words`."""
    response = client.get("/search/", {"q": words} | query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "treaties",
        "TREATIES sober",
        "stop",
        "waiting ann",
        "institute",
        "“sober”",
        "reat",
    ],
)
def test_an_essay_is_found_by_words_of_title_text_and_bylines_in_any_case(client, essay, words):
    assert 'href="/peace/stop-waiting/"' in found(client, words)


@pytest.mark.parametrize("words", ["absent", "treaties absent", "nobody treaties", "100%", "t_eaties", "trea\\ties"])
def test_one_word_that_is_missing_finds_nothing(client, essay, words):
    text = found(client, words)
    assert "Nothing here holds all of these words." in text
    assert "/peace/stop-waiting/" not in text


@pytest.mark.parametrize("words", ["überlegung", "ÜBERLEGUNG", "Überlegung", "ДОВЕРЯЙ", "доверяй"])
def test_case_is_folded_beyond_ascii_on_every_database(client, write, words):
    write("Languages", body="Eine Überlegung: доверяй, но проверяй.")
    assert "/peace/languages/" in found(client, words)


def test_public_comments_are_found_by_their_words_and_writer(client, essay):
    ben = cast.make_member("Benedikt")
    said = cast.say(essay.discussion, ben, "An evidence of interest.")
    for words in ("evidence", "benedikt interest"):
        assert f'href="{said.get_absolute_url()}"' in found(client, words)


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_comments_that_are_not_public_are_found_by_nobody(client, essay, mod_of_series, status):
    ann, eve = cast.make_member("Ann"), cast.make_member("Eve")
    cast.in_status(essay.discussion, ann, status, body="Quicksilver.")
    for member in (None, ann, eve, mod_of_series):
        if member is not None:
            client.force_login(member.user)
        assert "Nothing here holds" in found(client, "quicksilver")


@pytest.fixture
def mod_of_series(series):
    """A moderator of the series' forum."""
    return cast.make_moderator("Mod", series.forum)


@pytest.mark.parametrize("words", ["", "   ", "\u200b", '"" “”', "\x00"])
def test_an_empty_search_shows_the_form_alone(client, essay, words):
    text = found(client, words)
    assert "Every word must occur" in text
    assert "px-essays" not in text


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '" onfocus="alert(1)', "</title><b>"])
def test_what_was_typed_is_shown_as_text(client, essay, words):
    text = found(client, words)
    assert words not in text


@pytest.mark.parametrize("raw", [b"%00", b"%FF%FE", b"%ED%A0%80", b"%0D%0A", b"%F0%9F%98%80", b"a" * 3000])
def test_odd_bytes_are_no_error(client, essay, raw):
    assert client.get("/search/?q=" + raw.decode()).status_code == 200


def test_a_long_search_is_cut_and_says_so(client, essay):
    text = found(client, " ".join(f"word{n}" for n in range(30)))
    assert "only its first eight words were looked for" in text


def test_search_keeps_its_words_from_page_to_page(client, write, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 1}
    for number in range(3):
        write(f"Essay {number}", body="R&D treaties.")
    text = found(client, "R&D")
    assert 'href="?q=R%26D&amp;page=2"' in text
    assert "Page 2 of 3" in found(client, "R&D", page=2)


def test_who_searches_too_often_is_told_when_to_come_back(client, essay, settings):
    limits = settings.PERSPECTIVES["LIMITS"] | {"search": [(2, 60)]}
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": limits, "ADDRESS_FACTOR": 1}
    answers = [client.get("/search/?q=treaties") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    text = answers[2].content.decode()
    assert "Please try again in a minute." in text
    assert 'value="treaties"' in text


@given(st.text())
@hypothesis_settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_makes_a_bounded_clean_query(typed):
    query = query_of(typed)
    assert len(query.text) <= LENGTH
    assert len(query.words) <= WORDS
    assert all(word.strip() and "\x00" not in word for word in query.words)
    assert query_of(query.text).words[: len(query.words)] == query.words
