"""What the README and the manual name exists, and what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.utils.module_loading import import_string

from perspectives.conf import DEFAULTS
from perspectives.discussion import signals

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SITE = (ROOT / "docs" / "site.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_the_readme_is_short_and_its_picture_is_there():
    assert len(README.splitlines()) < 120
    picture = ROOT / re.search(r"!\[[^\]]+\]\(([^)]+)\)", README)[1]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 300_000


def test_every_setting_is_in_the_manual_and_the_other_way_round():
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS, re.M))
    assert named == set(DEFAULTS)


def test_every_command_the_readme_names_exists():
    named = set(re.findall(r"manage\.py ([a-z_]+)", README + SETTINGS + SITE))
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
    for name in ("README.md", "docs/settings.md", "docs/site.md", "docs/comments.md"):
        page = ROOT / name
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), target


def test_the_example_check_in_the_manual_works():
    code = re.search(r"```python\n(from perspectives.*?)```", SETTINGS, re.S)[1]
    namespace: dict[str, object] = {}
    exec(code, namespace)
    check = namespace["mentions_competitor"]

    class Text:
        body = "Buy at ACME now."

    assert check(Text).facts == {"word": "Acme"}
