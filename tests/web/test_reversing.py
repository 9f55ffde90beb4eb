"""Remembered addresses are those that Django gives, whatever they are asked for and wherever the site is mounted."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, clear_url_caches, include, path, reverse, reverse_lazy, set_script_prefix
from django.utils import translation

from perspectives.web import reversing
from perspectives.web.reversing import address, landing

urlpatterns = [path("elsewhere/", include("perspectives.urls"))]


@pytest.fixture(autouse=True)
def at_the_root():
    reversing._reversed.cache_clear()
    reversing._resolved.cache_clear()
    yield
    set_script_prefix("/")


def test_an_address_is_reversed_once(monkeypatch):
    assert address("perspectives:series", "a-b") == reverse("perspectives:series", args=["a-b"])
    monkeypatch.setattr(reversing, "reverse", None)
    assert address("perspectives:series", "a-b").endswith("/a-b/")


def test_what_cannot_be_reversed_is_said_each_time():
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            address("perspectives:series", "/")


def test_another_mount_another_prefix_and_other_addresses_are_not_mixed_up(settings):
    assert address("perspectives:search") == reverse("perspectives:search")
    set_script_prefix("/under/")
    assert address("perspectives:search") == reverse("perspectives:search")
    assert address("perspectives:search").startswith("/under/")
    set_script_prefix("/")
    settings.ROOT_URLCONF = __name__
    clear_url_caches()
    assert address("perspectives:search").startswith("/elsewhere/")


@pytest.mark.parametrize(
    ("setting", "leads"),
    [
        ("perspectives:home", "/"),
        ("/join/?a=b", "/join/?a=b"),
        ("https://accounts.example/in", "https://accounts.example/in"),
        (reverse_lazy("perspectives:home"), "/"),
    ],
)
def test_a_setting_leads_where_django_says(setting, leads):
    assert landing(setting) == landing(setting) == leads


def test_what_is_said_once_knows_no_context_and_each_language():
    page = Template(
        "{% load i18n perspectives %}{{ name }} {% once %}[{{ name }}{% translate 'Search' %}"
        "{% url 'perspectives:search' %}]{% endonce %} {% address 'perspectives:series' slug %}"
    )
    for name in ("Ann", "Ben"):
        said = page.render(Context({"name": name, "slug": "a"}))
        assert said == f"{name} [Search{reverse('perspectives:search')}] {reverse('perspectives:series', args=['a'])}"
    with translation.override("de"):
        page.render(Context({"slug": "a"}))
    (known,) = [node.known for node in page.nodelist if hasattr(node, "known")]
    assert sorted(language for _addresses, _prefix, language in known) == ["de", "en-gb"]
    set_script_prefix("/under/")
    assert "[Search/under/" in page.render(Context({"name": "Ann", "slug": "a"}))
