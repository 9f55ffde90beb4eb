"""The tags above a thread are what their template makes of each, whatever they are called and whatever it does."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

from perspectives.discussion.cards.entries import TEMPLATE, entries
from perspectives.discussion.thread import TagCount
from tests.discussion.rows import hosts

TAGS = [
    TagCount(1, "NATO", "nato", "12", "?tag=nato", False),
    TagCount(2, "<b>'\"&amp; \ue0f00\ue0f1 %s é 🙂", "b", "1,234", "?order=newest&tag=b", True),
    TagCount(3, "", "", "", "", False),
    TagCount(4, "UN", "un", "3", "?tag=un", False),
]


def rendered():
    return "".join(get_template(TEMPLATE).render({"entry": tag}) for tag in TAGS)


def moulds():
    return get_template(TEMPLATE).template.perspectives_entries


def test_entries_are_what_their_template_makes_of_each():
    for _time in range(2):
        assert entries(TAGS) == rendered()
    assert entries([]) == ""
    assert len(moulds()) == 3
    assert all(moulds().values())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("{% if entry.chosen %}<b>{% endif %}{{ entry.name|default:entry.uses }}{% if entry.name %}x{% endif %}", True),
        ("{{ entry.name|lower }}", False),
        ("{% if entry.uses == '3' %}three{% endif %}{{ entry.name }}", False),
        ("{{ entry.slug }}{{ entry.tag }}{{ entry.name.0 }}", False),
        ("{{ entry.key }}", False),
    ],
)
def test_a_template_of_the_hosts_own_may_do_anything(settings, tmp_path, text, plain):
    hosts(settings, tmp_path, _filter_tag=text)
    assert entries(TAGS) == rendered()
    assert all(mould is not None for mould in moulds().values()) == plain
