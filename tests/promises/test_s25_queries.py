"""S25: what is typed never becomes a query: it is looked for as it stands, and orders come from a fixed list."""

from __future__ import annotations

import pytest
from django.test import Client

from perspectives.discussion.models import Comment
from tests import cast

pytestmark = pytest.mark.django_db
ATTACKS = [
    "' OR '1'='1",
    "'; DROP TABLE perspectives_comment; --",
    '" OR ""="',
    "1 UNION SELECT password FROM auth_user",
    "%' AND (SELECT COUNT(*) FROM auth_user) > 0 --",
    "\\",
    "%",
    "_",
    "%%%%",
    "*",
    "a & b | !c",
    "'''",
    "((((",
    "))))",
    "foo:*",
    "<->",
    '"unclosed',
    "-",
    "AND OR NOT",
    "NEAR(a b)",
    "body:words",
    "^a",
    "{a b}",
    "$$",
    "pg_sleep(5)",
    "'||pg_sleep(5)||'",
    "randomblob(1000000000)",
    "a" * 10_000,
    " ".join("word" for _n in range(3000)),
    " ".join(f"w{n}" for n in range(500)),
]


@pytest.mark.parametrize("asked", ATTACKS)
def test_search_looks_for_the_words_and_nothing_else(discussion, ann, asked):
    cast.say(discussion, ann, "Quixhm bzzk.")
    answer = Client().get("/search/", {"q": asked})
    assert answer.status_code == 200
    assert Comment.objects.count() == 1
    assert "Quixhm" not in answer.content.decode()


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', "*", "("])
def test_signs_of_query_languages_are_found_where_they_stand(discussion, ann, sign):
    cast.say(discussion, ann, "Plain words.")
    cast.say(discussion, ann, f"A marked{sign}word here.")
    page = Client().get("/search/", {"q": f"marked{sign}word"}).content.decode()
    assert "A marked" in page
    assert "Plain words" not in page


@pytest.mark.parametrize("order", ["-author__user__password", "number", "?", "oldest; DROP", "newest--", "random", "1"])
def test_an_order_that_is_not_on_the_list_is_not_found(discussion, ann, order):
    cast.say(discussion, ann)
    assert Client().get(discussion.get_absolute_url(), {"order": order}).status_code == 404


@pytest.mark.parametrize("field", ["author__user__password", "status__in", "body__regex", "pk__gt", "discussion"])
def test_no_parameter_reaches_a_filter(discussion, ann, field):
    cast.say(discussion, ann, "Quite ordinary words.")
    for path in ("/", "/search/", discussion.get_absolute_url()):
        plain, asked = Client().get(path), Client().get(path, {field: "(a+)+$"})
        assert asked.status_code == 200
        assert ("Quite ordinary" in asked.content.decode()) is ("Quite ordinary" in plain.content.decode())
