"""The figures as a table in Markdown, as JSON, and as plots, written into the manual between two marks."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

from perspectives.site.benchmark.plot import Panel, Series, plot
from perspectives.site.benchmark.targets import BASE, Figures, lines

MARK, PROFILE = "bench", "profile"
READING = {
    "essay: empty caches": "every cache empty",
    "essay: after a new comment": "after one new comment",
    "essay: warm": "warm",
    "essay: rows": "floor: rows selected and joined",
    "essay: bytes": "floor: bytes from memory",
}
POSTING = {
    "post": "an answer, whose reader is told",
    "post anew": "a new comment",
    "insert": "floor: one INSERT",
}


def text(found: list[Figures]) -> str:
    """Return a table for each database, a column for each size."""
    return "\n".join(_table(name, runs) for name, runs in by_database(found).items())


def by_database(found: list[Figures]) -> dict[str, list[Figures]]:
    """Return runs by database, the smallest first."""
    names = dict.fromkeys(run["database"] for run in found)
    order = sorted(found, key=lambda run: int(run["size"]))
    return {name: [run for run in order if run["database"] == name] for name in names}


def _table(name: str, runs: list[Figures]) -> str:
    base = next((run for run in runs if run["size"] == BASE), None)
    sizes = [f"{run['size']:,}" for run in runs]
    rows = [["", *sizes, "promised"], ["---", *["---:"] * len(runs), "---"]]
    for line in lines():
        cells = [line.cell(run, base) for run in runs]
        if any(cells):
            rows.append([line.what, *("–" if cell is None else str(cell) for cell in cells), line.target])
    return "\n".join([f"### {name}", "", *(f"| {' | '.join(row)} |" for row in rows), ""])


def save(found: list[Figures], path: Path, command: str) -> list[Path]:
    """Write the table into the document at `path`, JSON and plots beside it; return the files written.

    In the document everything between the two marks is replaced; one without marks gets them at its end.
    """
    plots = {
        path.with_suffix(".svg"): _plot("Essay with a page of 200 comments", found, READING),
        path.with_name(f"{path.stem}-posting.svg"): _plot("Posting", found, POSTING),
    }
    for place, drawn in plots.items():
        place.write_text(drawn, encoding="utf-8")
    figures = keep(found, path)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(placed(old, _section(found, list(plots), command)), encoding="utf-8")
    return [path, figures, *plots]


def keep(found: list[Figures], path: Path) -> Path:
    """Write the figures as JSON beside the document at `path`; return the file written."""
    figures = path.with_suffix(".json")
    figures.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return figures


def save_profile(table: str, path: Path, command: str) -> Path:
    """Write what `--profile` has found into the document at `path`, between its own marks; return the path."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    section = "\n".join(["Made by", "", f"    {command}", "", f"on {machine()}.", "", table])
    path.write_text(placed(old, section, PROFILE), encoding="utf-8")
    return path


def placed(document: str, section: str, mark: str = MARK) -> str:
    """Return `document` with `section` between its marks."""
    begin, end = f"<!-- {mark}:begin -->", f"<!-- {mark}:end -->"
    if begin not in document:
        document = f"{document.rstrip()}\n\n{begin}\n{end}\n".lstrip()
    before, _mark, rest = document.partition(begin)
    return f"{before}{begin}\n{section.strip()}\n{end}{rest.partition(end)[2]}"


def _section(found: list[Figures], plots: list[Path], command: str) -> str:
    """Return what stands between the marks."""
    pictures = [f"![{title}]({place.name})" for title, place in zip(("Reading", "Posting"), plots, strict=True)]
    return "\n".join(["Made by", "", f"    {command}", "", f"on {machine()}.", "", *pictures, "", text(found)])


def machine() -> str:
    """Return what the figures were measured on."""
    cores = os.cpu_count() or 1
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()} with {cores} cores, {python}"


def _plot(title: str, found: list[Figures], names: dict[str, str]) -> str:
    """Draw one panel for each database, a line for each name."""
    panels = [
        Panel(
            name,
            [
                Series(label, [(run["size"], run["times"][key]["median"]) for run in runs])
                for key, label in names.items()
            ],
        )
        for name, runs in by_database(found).items()
    ]
    return plot(title, panels, across="comments in the discussion", up="milliseconds, median")
