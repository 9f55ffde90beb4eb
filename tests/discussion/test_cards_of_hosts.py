"""A host's own template of a card: one that only places becomes a mould, any other is rendered for each comment."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.template import Library, engines
from django.template.loader import get_template

from perspectives.discussion.cards.maker import CARD, TOMBSTONE, CardMaker
from perspectives.discussion.cards.moulds import mould_of, render_card
from tests.discussion.rows import answer, discussion, hosts, line, row, tags

PLACES = [
    "<p id='{{ card.number }}'>{{ card.name }}: {{ card.body }}</p>",
    "100 % of {{ card.name }} %s %(name)s {0}",
    "{% if card.at and not card.is_edited or card.reply_url %}{{ card.at }}{% elif card.tags %}a{% else %}b{% endif %}",
    "{% for tag in card.tags %}{{ forloop.counter }} {{ tag.name }}{% if not forloop.last %}, {% endif %}"
    "{% empty %}none{% endfor %}",
    "{% with answered=card.answered %}{% if answered %}{{ answered.name }}{% endif %}{% endwith %}",
    "{% load i18n %}{% translate 'Answer' %} {% blocktranslate with n=card.name %}by {{ n }}{% endblocktranslate %}",
    "{{ card.at|default:card.written }} {{ card.is_edited|yesno:'edited,as written' }} {{ 'x' }} {{ 3 }}",
    "{% include 'perspectives/discussion/_answered.html' with answered=card.answered only %}{{ card.number }}",
    "{% load static %}<img src=\"{% static 'a.svg' %}\">{% url 'perspectives:home' %}{% comment %}x{% endcomment %}",
    "{{ card.name }}{{ card.name }}{{ nobody }}",
    "Always the same.",
]
DOES_MORE = [
    # Compares.
    '{% if card.name == "Mod" %}<b>Moderator</b>{% endif %}{{ card.name }}',
    '{% if card.name != "Ann" %}x{% endif %}',
    '{% if "Mo" in card.name %}x{% endif %}',
    '{% if card.name in "Mod, Eve" %}x{% endif %}',
    "{% if card.number > '100' %}x{% endif %}",
    "{% if card.name == card.answered.name %}x{% endif %}",
    "{% if card.body|length > 1000 %}long{% endif %}",
    "{% if card.number|add:0 > 100 %}x{% endif %}",
    "{% if card.number|divisibleby:2 %}even{% endif %}",
    "{% if card.name is card.name %}x{% endif %}",
    "{% ifchanged card.name %}x{% endifchanged %}",
    # Filters.
    "{{ card.name|upper }}",
    "{{ card.name|capfirst }}",
    "{{ card.name|cut:'M' }}",
    "{{ card.name|default:'x'|lower }}",
    "{{ card.name|slice:':1000' }}",
    "{{ card.name|yesno:card.written }}",
    "{{ card.number|pluralize }}",
    "{{ card.number|add:1 }}",
    "{{ card.body|truncatechars_html:1000 }}",
    "{{ card.body|truncatewords:200 }}",
    "{{ card.body|urlize }}",
    "{{ card.body|striptags }}",
    "{{ card.body|escape }}",
    "{{ card.name|safe }}",
    "{% filter upper %}{{ card.name }}{% endfilter %}",
    "{% spaceless %}<p> {{ card.body }} </p>{% endspaceless %}",
    "{% autoescape off %}{{ card.name }}{% endautoescape %}",
    "{% with name=card.name|upper %}{{ name }}{% endwith %}",
    "{% widthratio card.number 10 100 %}",
    # Takes apart.
    "{{ card.number.0 }}",
    "{{ card.name.upper }}",
    "{% if card.name.isupper %}x{% endif %}",
    "{{ card.tags.0.name }}",
    "{{ card.tags|length }}",
    "{% for letter in card.name %}{{ letter }}-{% endfor %}",
    "{% for letter in card.name %}x{% endfor %}",
    "{% for tag in card.tags|slice:':1' %}{{ tag.name }}{% endfor %}",
    "{{ card }}",
    # Speaks otherwise.
    "{% load i18n %}{% blocktranslate with who=card.name|upper %}{{ who }}{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate count n=card.tags|length %}{{ n }} a{% plural %}{{ n }} b{% endblocktranslate %}",
    "{% load i18n %}{% translate card.name %}",
    "{% include card.parent_url|yesno:'perspectives/discussion/_answered.html,perspectives/_messages.html' %}",
    "{% url 'perspectives:author' card.number %}",
]
COMMENTS = [
    line(2, author_name="Mod", html="<p>short</p>\n <p>www.example.org</p>"),
    line(101, author_name="Ann", html=f"<p>{'word ' * 400}</p>"),
    answer(12, to=2, author_name="Eve <i>", parent_name="Mod", html="<p>1</p>", edited=1),
    answer(13, to=2, author_name="mod", parent_name="mod", html="<p>M &amp; N</p>"),
    answer(1000, to=101, author_name="MOD", parent_name="Mod", html="M"),
]


def rows():
    """Return comments that a template could tell from one another."""
    return [row(made, says_parent=made.parent_id is not None) for made in COMMENTS]


def maker():
    """Return a maker for them."""
    found = tags(COMMENTS[0], "One", "Two") | tags(COMMENTS[3], "Moderation", "two")
    return CardMaker(discussion(), found)


def same(template=CARD):
    """Whether every card is what the engine makes, whoever comes first."""
    made = rows()
    orders = [made, made[::-1], [*made[2:], *made[:2]]]
    told = {shown.comment.number: render_card(template, maker().card(shown)) for shown in made}
    for order in orders:
        caches["pages"].clear()
        get_template(template).template.__dict__.pop("perspectives_moulds", None)
        one = maker()
        if any(one.html(shown) != told[shown.comment.number] for shown in [*order, *order]):
            return False
    return True


@pytest.mark.parametrize("text", PLACES)
def test_a_template_that_only_places_becomes_a_mould(settings, tmp_path, text):
    hosts(settings, tmp_path, _card=text)
    assert all(mould_of(CARD, maker().card(shown)) is not None for shown in rows())
    assert same()


@pytest.mark.parametrize("text", DOES_MORE)
def test_a_template_that_does_more_is_rendered_for_each_comment(settings, tmp_path, text):
    hosts(settings, tmp_path, _card=text)
    assert all(mould_of(CARD, maker().card(shown)) is None for shown in rows())
    assert same()


@pytest.mark.parametrize("text", DOES_MORE)
def test_what_an_included_template_does_counts_as_well(settings, tmp_path, text):
    hosts(settings, tmp_path, _card="{% include 'perspectives/discussion/_inner.html' %}", _inner=text)
    assert all(mould_of(CARD, maker().card(shown)) is None for shown in rows())
    assert same()


def test_a_filter_or_a_tag_of_the_hosts_own_may_do_anything(settings, tmp_path):
    register = Library()
    register.filter("moderates", lambda name: name in frozenset({"Mod"}))
    register.filter("default", lambda value, other: value.upper())
    register.simple_tag(lambda card: f"{card.name[:1]}!", name="first_letter")
    for text in (
        "{% if card.name|moderates %}x{% endif %}",
        "{{ card.name|default:'x' }}",
        "{% first_letter card %}",
        "{% first_letter card as it %}{{ it }}",
    ):
        hosts(settings, tmp_path, _card=text)
        engine = engines["django"].engine
        engine.template_builtins = [*engine.template_builtins, register]
        assert mould_of(CARD, maker().card(rows()[0])) is None
        assert same()


def test_a_hosts_template_takes_the_place_of_ours_and_leaves_again(settings, tmp_path):
    ours = settings.TEMPLATES
    before = maker().html(rows()[0])
    hosts(
        settings,
        tmp_path,
        _card="<b>{{ card.name }}</b>",
        _tombstone="<i>{{ card.number }}</i>",
        _branch="{{ answers }}",
    )
    assert maker().html(rows()[0]) == "<b>Mod</b>"
    assert maker().html(row(line(5, status="spam"))) == "<i>5</i>"
    assert maker().branch(rows()[0]) == ("", "")
    settings.TEMPLATES = ours
    assert maker().html(rows()[0]) == before


def test_a_tombstone_of_the_hosts_own_that_compares_is_rendered_for_each(settings, tmp_path):
    hosts(settings, tmp_path, _tombstone="{% if card.number == '5' %}five{% endif %} {{ card.url }}")
    html = [maker().html(row(line(number, status="spam"))) for number in (4, 5, 6)]
    assert ["five" in one for one in html] == [False, True, False]
    assert mould_of(TOMBSTONE, maker().card(row(line(5, status="spam")))) is None


def test_signs_that_moulds_are_marked_with_may_stand_in_a_hosts_template(settings, tmp_path):
    hosts(settings, tmp_path, _card="\ue0f0{{ card.name }}\ue0f10\ue0f1 \ue0f03\ue0f1")
    assert same()


def test_a_card_that_is_rendered_is_kept_for_those_who_say_the_same(settings, tmp_path, monkeypatch):
    hosts(settings, tmp_path, _card="{{ card.name|upper }}")
    asked = []
    real = render_card
    monkeypatch.setattr(
        "perspectives.discussion.cards.maker.render_card", lambda *given: asked.append(1) or real(*given)
    )
    for _time in range(3):
        assert maker().html(rows()[1]) == "ANN"
    assert len(asked) == 1
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CACHE": None}
    assert maker().html(rows()[1]) == "ANN"
    assert len(asked) == 2
