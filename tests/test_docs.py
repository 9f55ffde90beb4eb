"""What the README and the manual name exists, and what exists is named."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.utils.module_loading import import_string

from perspectives.conf import DEFAULTS
from perspectives.discussion import signals
from perspectives.discussion.cards.card import Card
from perspectives.discussion.params import ORDERS
from perspectives.moderation.matching import matcher, named, validate_list
from perspectives.moderation.policies import FIELDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SITE = (ROOT / "docs" / "site.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
MODERATION = (ROOT / "docs" / "moderation.md").read_text(encoding="utf-8")
POLICY = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
SCREENING = (ROOT / "docs" / "screening.md").read_text(encoding="utf-8")
THREADS = (ROOT / "docs" / "threads.md").read_text(encoding="utf-8")


def test_the_readme_is_short_and_its_picture_is_there():
    assert len(README.splitlines()) < 120
    picture = ROOT / re.search(r"!\[[^\]]+\]\(([^)]+)\)", README)[1]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 300_000


def test_every_setting_is_in_the_manual_and_the_other_way_round():
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS, re.M))
    assert named == set(DEFAULTS)


def test_every_command_the_readme_names_exists():
    named = set(re.findall(r"manage\.py ([a-z_]+)", README + SETTINGS + SITE + MODERATION))
    assert named <= set(get_commands()), named
    ours = {name for name, app in get_commands().items() if app in ("perspectives", "perspectives.site")}
    assert {"publish", "send_notices", "tidy", "start", "test"} <= ours


def test_every_variable_of_the_site_is_in_the_manual_and_the_other_way_round():
    code = (ROOT / "perspectives" / "site" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'\benv\.[a-z_]+\("([A-Z_]+)"', code))
    assert read == set(re.findall(r"^\| `([A-Z_]+)` \|", SITE, re.M))


def test_every_signal_is_in_the_readme():
    for name in (name for name in vars(signals) if name.startswith(("comment_", "event_"))):
        assert f"`{name}`" in README


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(perspectives\.[a-z_.]+[A-Za-z]+)`", README))))
def test_every_dotted_path_the_readme_names_can_be_imported(path):
    if path.count(".") == 1 or path.islower():
        __import__(path)
    else:
        import_string(path)


@pytest.mark.parametrize("block", ["title", "description", "canonical", "head", "main"])
def test_every_block_the_readme_names_is_in_the_base_template(block):
    base = (ROOT / "templates" / "perspectives" / "base.html").read_text(encoding="utf-8")
    assert f"`{block}`" in README
    assert f"{{% block {block} %}}" in base


def test_every_room_is_on_the_map():
    rooms = {path.parent.name for path in (ROOT / "perspectives").glob("*/__init__.py")}
    rooms -= {"migrations", "management", "templatetags", "locale"}
    assert rooms == set(re.findall(r"^\| `([a-z]+)/` \|", README, re.M))


def test_links_in_the_documents_lead_to_files():
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), target


def test_every_check_is_on_the_page_of_screening_in_its_order():
    ours = [path.rpartition(".")[2] for path in DEFAULTS["CHECKS"]]
    assert re.findall(r"^\| `([a-z_]+)` \|", SCREENING.partition("\n##")[0], re.M) == ours


def test_the_examples_of_lists_find_what_the_page_says():
    lines = re.findall(r"^\| `([^`]+)` \| .*", SCREENING.partition("## Lists of words")[2], re.M)
    assert [line for line in lines if validate_list(line) and not line.startswith("/")] == []
    found = named(matcher("\n".join(lines)).find("casinos, abused, v i a g r a, Polish, polish, Essex"))
    assert found == ["~abuse", '"Polish"']
    assert named(matcher("schon").find("schön")) == ["schon"]
    assert named(matcher('"schon"').find("schön")) == []


def test_every_field_of_a_card_is_on_the_page_of_threads_and_the_other_way_round():
    assert re.findall(r"^\| `card\.([a-z_]+)` \|", THREADS, re.M) == [field.name for field in fields(Card)]


def test_every_order_every_key_and_every_template_on_the_page_of_threads_exists():
    assert re.findall(r"^\| `\?order=([a-z]+)` \|", THREADS, re.M) == list(ORDERS)
    folder = ROOT / "templates" / "perspectives" / "discussion"
    named = set(re.findall(r"`(_[a-z]+\.html)`", THREADS))
    assert "_card.html" in named
    assert {name for name in named if not (folder / name).exists()} == set()
    panel = (folder / "_keys.html").read_text(encoding="utf-8")
    keys = re.findall(r"^\| ((?:`.`(?:, )?)+) \|", THREADS, re.M)
    assert re.findall(r"`(.)`", " ".join(keys)) == re.findall(r"<kbd>(.)</kbd>", panel)


def test_every_section_of_the_transparency_report_is_on_the_page_of_moderation(client, db):
    report = client.get("/moderation/transparency.json").json()
    rows = re.findall(r"^\| (`[a-z]+`(?:, `[a-z]+`)*) \|", MODERATION, re.M)
    named = [name for row in rows for name in re.findall(r"`([a-z]+)`", row)]
    assert named == [name for name in report if name not in ("site", "from", "to", "forum", "log")]


def test_every_error_and_warning_of_our_checks_is_in_the_manual():
    checks = (ROOT / "perspectives" / "checks.py").read_text(encoding="utf-8")
    errors = set(re.findall(r"perspectives\.E\d+", checks))
    assert errors == {name for name in errors if f"`{name}`" in SETTINGS}


def test_every_setting_of_a_policy_is_on_its_page_and_the_other_way_round():
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|", POLICY, re.M)
    assert set(re.findall(r"`([a-z_]+)`", " ".join(rows))) == set(FIELDS)


def test_the_example_check_in_the_manual_works():
    code = re.search(r"```python\n(from perspectives.*?)```", SETTINGS, re.S)[1]
    namespace: dict[str, object] = {}
    exec(code, namespace)
    check = namespace["mentions_competitor"]

    class Text:
        body = "Buy at ACME now."

    assert check(Text).facts == {"word": "Acme"}
