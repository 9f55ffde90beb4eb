"""The benchmark measures what it says, holds it against what was promised, and writes it down where it belongs."""

from __future__ import annotations

import json
import sys
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from perspectives.discussion.models import Discussion
from perspectives.site.benchmark import clock, databases, floor, report, targets
from perspectives.site.benchmark.plot import HEIGHT, TOP, Panel, Series, plot, scale_of
from perspectives.site.benchmark.run import Scale, run
from perspectives.site.benchmark.server import Answer
from perspectives.site.benchmark.stage import last_start
from perspectives.site.management.commands import bench
from tests import cast

TINY = Scale(rounds=1, posts=1, bursts={4: 4, 16: 16}, pages=(2, 4))


def figures(size=1000, database="SQLite 3", **medians):
    """Return the figures of a run in which everything took a millisecond, but for `medians`."""
    took = dict.fromkeys([*report.READING, *report.POSTING], 1.0) | {
        name.replace("_", " "): value for name, value in medians.items()
    }
    burst = {"writers": 4, "sent": 8, "accepted": 8, "stored": 8, "shown": 8, "counted": 8, "rate": 250.0}
    return {
        "database": database,
        "size": size,
        "workers": 1,
        "times": {name: {"median": value, "low": value, "high": value, "count": 3} for name, value in took.items()},
        "rows": {"essay": 200, "oldest, last page": 100},
        "queries": dict.fromkeys(
            ("essay", "own page", "essay, signed in", "own page, signed in", "post", "post anew"), 5
        ),
        "bursts": [burst | {"whole": True}, burst | {"writers": 16, "whole": True}],
        "differences": "",
        "memory": {"100": 50_000, "1000": 51_000},
    }


def cell_of(what, found, base=None):
    """Return the first cell of the line `what` that has one."""
    cells = [line.cell(found, base) for line in targets.lines() if line.what == what]
    return next(cell for cell in cells if cell)


def test_a_summary_is_the_median_and_the_middle_half():
    assert clock.summary([5, 1, 3, 2, 4]) == clock.Times(3, 2, 4, 5)
    assert clock.summary([7]) == clock.Times(7, 7, 7, 1)


def test_probes_take_turns_and_the_first_rounds_do_not_count():
    said = []

    def probe(name):
        return clock.Probe(
            name,
            lambda: Answer(200, {}, b"", said.append(name) or float(len(said))),
            prepare=lambda: said.append("prepare"),
        )

    times = clock.measure([probe("a"), probe("b")], rounds=3, warm_up=1)
    assert said == ["prepare", "a", "prepare", "b"] * 4
    assert times["a"].median == 10
    assert times["a"].count == 3


def test_an_error_page_is_no_record():
    with pytest.raises(RuntimeError, match="status 500"):
        clock.measure([clock.Probe("page", lambda: Answer(500, {}, b"", 0.1))], rounds=1)


@pytest.mark.parametrize(
    ("name", "value", "what", "met"),
    [
        ("essay: warm", 2.4, "Essay with 200 comments, warm", True),
        ("essay: warm", 2.6, "Essay with 200 comments, warm", False),
        ("essay: empty caches", 4.0, "Essay, every cache empty", True),
        ("essay: empty caches", 4.1, "Essay, every cache empty", False),
        ("post", 10.0, "Posting an answer, whose reader is told", True),
        ("post", 10.5, "Posting an answer, whose reader is told", False),
    ],
)
def test_a_time_is_held_against_the_floor_of_its_own_run(name, value, what, met):
    assert cell_of(what, figures(**{name: value})).met is met


def test_a_larger_discussion_is_held_against_one_of_a_thousand_by_comments_shown():
    base, large = figures(), figures(size=1_000_000, **{"oldest, last page: empty caches": 1.5})
    base["times"]["oldest, last page: empty caches"] = base["times"]["essay: warm"]
    what = "Oldest, last page, for each comment on it"
    assert not cell_of(what, large, base).met
    large["rows"]["oldest, last page"] = 150
    assert cell_of(what, large, base).met


def test_queries_must_be_few_and_the_same_at_every_size():
    few, more = figures(), figures(size=10_000)
    more["queries"]["essay"] = 6
    assert cell_of("Queries of the essay's page, signed out", more).met
    assert not cell_of("Queries of the essay's page, signed out", more, few).met


@pytest.mark.parametrize(("database", "met"), [("SQLite 3", False), ("PostgreSQL 15", True)])
def test_a_rate_is_held_against_what_was_promised_for_the_database(database, met):
    found = figures(database=database)
    found["bursts"][0]["rate"] = 150.0
    assert cell_of("4 writers at once", found).met is met
    found["bursts"][0]["accepted"] = 7
    assert not cell_of("4 writers at once", found).met


def test_memory_must_stay_and_differences_count_as_a_miss():
    found = figures()
    assert cell_of("Memory of a worker, first pages and last", found).met
    found["memory"]["1000"] = 60_000
    assert not cell_of("Memory of a worker, first pages and last", found).met
    assert cell_of("Accepted = stored = shown = counted", found).met
    found["differences"] = "something is wrong"
    assert not cell_of("Accepted = stored = shown = counted", found).met


def test_the_table_has_a_part_for_each_database_and_a_column_for_each_size():
    found = [figures(size=10_000), figures(), figures(database="PostgreSQL 15")]
    text = report.text(found)
    assert text.count("### ") == 2
    assert "|  | 1,000 | 10,000 | promised |" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows[: len(rows) // 2]} == {5}


def test_saving_replaces_what_stands_between_the_marks_and_nothing_else(tmp_path):
    page = tmp_path / "benchmark.md"
    page.write_text("Before.\n\n<!-- bench:begin -->\nstale\n<!-- bench:end -->\n\nAfter.\n")
    written = report.save([figures(), figures(size=10_000)], page, "python3 manage.py bench")
    text = page.read_text()
    assert text.startswith("Before.\n")
    assert text.endswith("\n\nAfter.\n")
    assert "stale" not in text
    assert "python3 manage.py bench" in text
    assert {path.name for path in written} == {
        "benchmark.md",
        "benchmark.json",
        "benchmark.svg",
        "benchmark-posting.svg",
    }
    assert json.loads((tmp_path / "benchmark.json").read_text())[0]["size"] == 1000
    for name in ("benchmark.svg", "benchmark-posting.svg"):
        assert f"]({name})" in text
        ElementTree.parse(tmp_path / name)


def test_a_document_without_marks_gets_them_at_its_end():
    text = report.placed("# Title\n", "table")
    assert text == "# Title\n\n<!-- bench:begin -->\ntable\n<!-- bench:end -->\n"
    assert report.placed(text, "other") == text.replace("table", "other")


def test_a_plot_has_title_axes_legend_and_its_points_in_place():
    series = [Series("warm & quick", [(100, 1.0), (10_000, 10.0)])]
    drawn = plot("A <title>", [Panel("SQLite", series), Panel("PostgreSQL", series)], across="comments", up="ms")
    root = ElementTree.fromstring(drawn)
    words = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"A <title>", "SQLite", "PostgreSQL", "comments", "ms", "warm & quick", "100", "10,000"} <= set(words)
    heights = [float(dot.get("cy")) for dot in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert heights == [TOP + HEIGHT, TOP] * 2


def test_an_axis_is_in_powers_of_ten_and_never_without_width():
    assert scale_of([3, 40], 0, 100).powers == [0, 1, 2]
    assert scale_of([10, 10], 0, 100).powers == [1, 2]
    assert scale_of([1, 100], 0, 100).at(10) == 50


def test_a_database_is_told_by_its_address(tmp_path):
    assert databases.is_postgresql("postgresql://postgres@127.0.0.1/x")
    assert databases.is_postgresql("postgres://host/x")
    assert not databases.is_postgresql("")
    assert not databases.is_postgresql("sqlite:////tmp/x")
    assert databases.sqlite(tmp_path) == f"sqlite:///{tmp_path}/bench.sqlite3"


@pytest.mark.parametrize(("order", "start"), [("oldest", 2), ("newest", 1), ("discussed", 4)])
def test_the_last_page_starts_where_few_are_left(discussion, ann, monkeypatch, order, start):
    monkeypatch.setattr("perspectives.site.benchmark.stage.LAST", 2)
    for parent in (None, None, 1, None):
        cast.say(discussion, ann, parent=parent)
    assert last_start(discussion, order) == start


def test_the_floor_of_a_page_is_the_page(discussion, ann, tmp_path):
    numbers = [cast.say(discussion, ann).number for _comment in range(3)]
    rows = "".join(f'<article class="px-comment" id="{n}">Ä {n}</article><p>more</p>' for n in numbers)
    page = f"<main>\r\n<article>essay</article>{rows}</main>".encode()
    floor.make_tables()
    assert floor.lay("essay", page, discussion, tmp_path) == 3
    assert floor.numbers_on(page) == numbers
    with connection.cursor() as cursor:
        cursor.execute("SELECT card FROM bench_floor ORDER BY place")
        cards = "".join(card for (card,) in cursor.fetchall()).encode()
    head, tail = ((tmp_path / f"essay.{end}").read_bytes() for end in ("head", "tail"))
    assert head + cards + tail == page


@pytest.fixture
def own_tables(transactional_db):
    """Take the benchmark's tables away again."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        cursor.execute("DROP TABLE IF EXISTS bench_insert")


def test_a_whole_run_gives_every_line_a_figure(own_tables, tmp_path, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.faults.served")
    monkeypatch.setenv("SERVED_DATABASE", str(connection.settings_dict["NAME"]))
    found = run(60, TINY, tmp_path)
    assert Discussion.objects.get().last_number > 60
    assert found["differences"] == ""
    assert all(burst["whole"] for burst in found["bursts"])
    larger = {"1,000 comments on a page, every cache empty", "Floor: the rows of 1,000 comments"}
    for line in targets.lines():
        assert line.cell(found, None) or line.what in larger or "1.3" in line.target, line.what


def test_the_command_measures_each_size_in_a_process_of_its_own(monkeypatch, tmp_path):
    asked = []

    def measured(command, environment):
        kind = environment["DATABASE_URL"].partition(":")[0]
        asked.append((command[2:4], kind, environment["DJANGO_SETTINGS_MODULE"]))
        result = next(part for part in command if part.startswith("--result=")).removeprefix("--result=")
        size = int(command[3].removeprefix("--one="))
        with open(result, "w") as file:
            json.dump(figures(size=size), file)
        return 0

    monkeypatch.setattr(bench, "finished", measured)
    out, page = StringIO(), tmp_path / "page.md"
    call_command("bench", "--sizes=100,1000", "--quick", "--database-url=", f"--save={page}", stdout=out)
    settings = "perspectives.site.benchmark.settings"
    assert asked == [(["bench", f"--one={size}"], "sqlite", settings) for size in (100, 1000)]
    assert f"python3 manage.py bench --sizes 100,1000 --quick --save {page}" in page.read_text()
    again = StringIO()
    call_command("bench", f"--from-json={tmp_path / 'page.json'}", stdout=again)
    assert again.getvalue() in out.getvalue()


def test_figures_are_kept_after_each_size_and_a_wrong_folder_is_said_at_once(monkeypatch, tmp_path):
    page = tmp_path / "page.md"

    def measured(self, size, url, folder, options):
        if size == 1000:
            raise CommandError("It broke.")
        return figures(size=size)

    monkeypatch.setattr(bench.Command, "one", measured)
    asked = ["bench", "--sizes=100,1000", "--database-url="]
    with pytest.raises(CommandError, match="There is no folder"):
        call_command(*asked, f"--save={tmp_path}/nowhere/page.md", stdout=StringIO())
    with pytest.raises(CommandError, match="It broke"):
        call_command(*asked, f"--save={page}", stdout=StringIO())
    assert [run["size"] for run in json.loads((tmp_path / "page.json").read_text())] == [100]


def test_a_process_is_run_to_its_end_and_its_status_told():
    assert bench.finished([sys.executable, "-c", "raise SystemExit(3)"], {}) == 3


def test_a_measurement_that_fails_is_said_to_have_failed(monkeypatch):
    monkeypatch.setattr(bench, "finished", lambda command, environment: 1)
    with pytest.raises(CommandError, match="Measuring 100 comments failed"):
        call_command("bench", "--sizes=100", "--database-url=", stdout=StringIO())
