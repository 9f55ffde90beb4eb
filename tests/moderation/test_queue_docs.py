"""The page about the queue says what is built: its kinds, its parameters, its keys."""

from __future__ import annotations

import re
from pathlib import Path

from perspectives.moderation.asked import AGES, KEYS, ORDERS, WORDS
from perspectives.moderation.queue import KINDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "queue.md").read_text(encoding="utf-8")


def test_every_kind_is_on_the_page_and_the_other_way_round() -> None:
    assert set(re.findall(r"`kind=([a-z]+)`", PAGE)) == {name for name in KINDS if name}
    assert all(str(kind.label) in PAGE for kind in KINDS.values())


def test_every_parameter_and_its_values_are_on_the_page() -> None:
    table = PAGE.partition("| parameter |")[2].partition("\n\n")[0]
    named = re.findall(r"^\| (`[a-z`, ]+) \|", table, re.MULTILINE)
    assert {word for cell in named for word in re.findall(r"[a-z]+", cell)} == {*WORDS, *KEYS} - {"kind"}
    assert all(f"`{value}`" in table for value in (*AGES, *ORDERS) if value)


def test_every_key_is_on_the_page_in_the_panel_and_in_the_script() -> None:
    table = PAGE.partition("## Keys")[2].partition("## ")[0]
    keys = set(re.findall(r"`(\w)`(?= `|,| \|)", table.replace("| `", "|`").replace("`?`", "")))
    script = (ROOT / "static" / "perspectives" / "desk.js").read_text(encoding="utf-8")
    acts = script.partition("const ACTS = {")[2].partition("};")[0]
    panel = (ROOT / "templates/perspectives/moderation/_desk_keys.html").read_text(encoding="utf-8")
    assert keys == set(re.findall(r"^  (\w):", acts, re.MULTILINE))
    assert keys <= set(re.findall(r"<kbd>(\w)</kbd>", panel))
