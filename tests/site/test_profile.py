"""`bench --profile` looks into the dear requests and tells of which parts of the house their time is made."""

from __future__ import annotations

import json
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.template import engines

from perspectives.discussion.models import Discussion
from perspectives.site.benchmark import profiling, report, sampling
from perspectives.site.bootstrap import ROOT
from perspectives.site.management.commands import bench


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("django/db/backends/sqlite3/base.py", "the database and its driver"),
        ("psycopg/cursor.py", "the database and its driver"),
        ("django/db/models/query.py", "Django's ORM: statements built, rows made objects"),
        ("django/template/base.py", "templates"),
        ("django/core/handlers/base.py", "Django: request, answer, middleware"),
        ("django/utils/html.py", ""),
        ("json/decoder.py", ""),
    ],
)
def test_a_file_of_others_belongs_to_a_part(file, part):
    assert sampling.part_of_file(f"/somewhere/site-packages/{file}") == part


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("discussion/tree.py", "discussion: rows, tree, page"),
        ("discussion/cards/maker.py", "discussion: cards, kept HTML put together"),
        ("reading/views/post.py", "reading"),
        ("conf.py", "conf"),
        ("site/benchmark/profiling.py", ""),
    ],
)
def test_a_file_of_ours_belongs_to_its_room(file, part):
    assert sampling.part_of_file(str(ROOT / "perspectives" / file)) == part


def test_the_innermost_part_is_named_and_what_serves_it_is_not():
    template = engines["django"].from_string("{% for one in many %}{{ one.look }}{% endfor %}")
    met = []

    class One:
        def look(self):
            met.append(sampling.part_of(sys._getframe()))

    template.render({"many": [One()]})
    assert met == ["templates"]
    assert sampling.part_of(None) == sampling.ELSEWHERE


def test_looks_are_counted_while_something_runs_and_not_after():
    sampler = sampling.Sampler()
    template = engines["django"].from_string("{% for one in many %}{% if one %}{% else %}0{% endif %}{% endfor %}")

    def until_seen():
        while sampler.seen.total() < 20:
            template.render({"many": range(100)})

    sampler.watch(until_seen)
    seen = sampler.seen.total()
    template.render({"many": range(10_000)})
    assert sampler.seen.total() == seen >= 20
    assert next(iter(sampler.shares())) == "templates"
    assert sum(sampler.shares().values()) == pytest.approx(1)


def looked_into(database="SQLite 3"):
    """Return what a run of one request comes to."""
    shares = {"templates": 0.5, "the database and its driver": 0.485, "reading": 0.01, "conf": 0.005}
    return {"database": database, "size": 1000, "cases": [{"name": "the essay", "ms": 4.0, "shares": shares}]}


def test_the_table_tells_shares_and_times_and_gathers_what_is_small():
    table = profiling.text([looked_into()])
    assert "### SQLite 3, 1,000 comments" in table
    assert "| in all | 4.00 ms |" in table
    assert "| templates | 2.00 ms, 50% |" in table
    assert "| elsewhere | 0.06 ms, 2% |" in table
    assert "reading" not in table
    assert table.strip().endswith("| elsewhere | 0.06 ms, 2% |")


@pytest.mark.django_db(transaction=True)
def test_every_request_is_answered_as_expected_and_has_parts():
    found = profiling.run(60, 2)
    assert [case["name"] for case in found["cases"]][-1] == "posting an answer, whose reader is told"
    assert len(found["cases"]) == 7
    assert all(case["ms"] > 0 for case in found["cases"])
    assert Discussion.objects.get().last_number > 60
    assert found["database"].lower().startswith(connection.vendor)
    with pytest.raises(RuntimeError, match="status 404"):
        profiling.ask(profiling.request("/no-such-series/"), 200)


def test_the_command_keeps_the_profile_between_its_own_marks(monkeypatch, tmp_path):
    asked = []

    def measured(command, environment):
        asked.append([part for part in command if part in ("--profile", "--one=1000")])
        result = next(part for part in command if part.startswith("--result=")).removeprefix("--result=")
        with open(result, "w") as file:
            json.dump(looked_into(), file)
        return 0

    monkeypatch.setattr(bench, "finished", measured)
    page = tmp_path / "page.md"
    page.write_text(report.placed("", "figures") + "\n<!-- profile:begin -->\nstale\n<!-- profile:end -->\n")
    call_command("bench", "--profile", "--database-url=", f"--save={page}", stdout=StringIO())
    assert asked == [["--one=1000", "--profile"]]
    text = page.read_text()
    assert "stale" not in text
    assert "figures" in text
    assert "python3 manage.py bench --profile --save" in text
    assert "| templates | 2.00 ms, 50% |" in text
