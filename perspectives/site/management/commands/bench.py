"""`manage.py bench`: how quick the site is beside its own floor, at every size, on every database there is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from perspectives.site.benchmark import databases, profiling, report
from perspectives.site.benchmark.run import QUICK, Scale, run
from perspectives.site.benchmark.server import PATIENCE
from perspectives.site.benchmark.targets import BASE
from perspectives.site.bootstrap import ROOT

SIZES = "100,1000,10000,100000,1000000"


class Command(BaseCommand):
    """Measure each size on each database in a process of its own, and print what came of it."""

    help = "Measures the thread engine beside its own floor, and prints how each figure stands to its target."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--sizes", default=SIZES, help=f"comments, parted by commas ({SIZES})")
        parser.add_argument(
            "--database-url",
            default=os.environ.get("DATABASE_URL", ""),
            help="a PostgreSQL server to measure on as well; a database is made there and dropped (DATABASE_URL)",
        )
        parser.add_argument("--no-sqlite", action="store_true", help="PostgreSQL alone")
        parser.add_argument("--cache", default="locmemcache://", help="the cache of pages (locmemcache://)")
        parser.add_argument("--workers", type=int, default=1, help="processes of the server, of four threads each (1)")
        parser.add_argument("--rounds", type=int, default=Scale.rounds, help=f"measurements of each ({Scale.rounds})")
        parser.add_argument("--quick", action="store_true", help="a few of each, to see that it runs")
        parser.add_argument("--folder", type=Path, help="where the databases lie while they are measured")
        parser.add_argument("--save", type=Path, metavar="FILE.md", help="write the table into FILE.md, and beside it")
        parser.add_argument("--from-json", type=Path, nargs="+", help="measure nothing: figures that --save has kept")
        parser.add_argument("--profile", action="store_true", help="of which parts the time of dear requests is made")
        parser.add_argument("--one", type=int, help="measure one size here and now; for the command's own use")
        parser.add_argument("--result", type=Path, help="with --one: the file for the figures")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and report; CommandError where a process failed."""
        if options["one"]:
            figures = _measured(options)
            options["result"].write_text(json.dumps(figures), encoding="utf-8")
            return
        if options["save"] and not options["save"].parent.is_dir():
            raise CommandError(f"There is no folder {options['save'].parent} to write into.")
        if options["profile"]:
            self.profile(options)
            return
        kept = options["from_json"]
        found = _kept(kept) if kept else self.measured(options)
        if kept or len(found) > 1:
            self.stdout.write(report.text(found))
        if options["save"]:
            for path in report.save(found, options["save"], _command(options)):
                self.stdout.write(f"Written: {path}")

    def profile(self, options: dict[str, Any]) -> None:
        """Look into the dearer requests, on every database, and print what was met."""
        size = int(options["sizes"].split(",")[0]) if options["sizes"] != SIZES else BASE
        found = []
        for kind in _kinds(options):
            with tempfile.TemporaryDirectory(prefix="perspectives-bench-", dir=options["folder"]) as folder:
                found.append(self.one(size, kind, Path(folder), options))
            self.stdout.write(profiling.text(found[-1:]))
        if options["save"]:
            self.stdout.write(
                f"Written: {report.save_profile(profiling.text(found), options['save'], _command(options))}"
            )

    def measured(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the figures of every database and size."""
        sizes = [int(size) for size in options["sizes"].split(",")]
        found = []
        for kind in _kinds(options):
            for size in sizes:
                with tempfile.TemporaryDirectory(prefix="perspectives-bench-", dir=options["folder"]) as folder:
                    found.append(self.one(size, kind, Path(folder), options))
                self.stdout.write(report.text(found[-1:]))
                if options["save"]:  # Hours of measuring are not lost with the run after them.
                    report.keep(found, options["save"])
        return found

    def one(self, size: int, url: str, folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Measure one size in a process of its own, on a database of its own, and return the figures."""
        result = folder / "result.json"
        command = [sys.executable, str(ROOT / "manage.py"), "bench", f"--one={size}", f"--result={result}"]
        command += [f"--folder={folder}", f"--rounds={options['rounds']}", f"--workers={options['workers']}"]
        command += [f"--{name}" for name in ("quick", "profile") if options[name]]
        self.stdout.write(f"{size:,} comments on {'PostgreSQL' if url else 'SQLite'} …")
        with databases.postgresql(url) if url else nullcontext(databases.sqlite(folder)) as own:
            status = finished(command, _environment(own, folder, options))
        if status or not result.exists():
            raise CommandError(f"Measuring {size:,} comments failed; the lines above say why.")
        figures: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return figures


def _measured(options: dict[str, Any]) -> dict[str, Any]:
    """Measure one size, or look into it, in this process."""
    if options["profile"]:
        return profiling.run(options["one"], 3 if options["quick"] else profiling.ROUNDS)
    return run(options["one"], _scale(options), options["folder"])


def _kinds(options: dict[str, Any]) -> list[str]:
    """Return the databases to measure on: "" for SQLite, and the address of a PostgreSQL server."""
    url = options["database_url"]
    return [*([] if options["no_sqlite"] else [""]), *([url] if databases.is_postgresql(url) else [])]


def _kept(paths: list[Path]) -> list[dict[str, Any]]:
    """Return the figures kept in all of these files."""
    return [run for path in paths for run in json.loads(path.read_text(encoding="utf-8"))]


def finished(command: list[str], environment: dict[str, str]) -> int:
    """Run `command` to its end and return its exit status; one broken off by Ctrl-C gets time to stop its servers."""
    with subprocess.Popen(command, env=environment) as process:  # noqa: S603
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait(PATIENCE)
            raise


def _scale(options: dict[str, Any]) -> Scale:
    """Return how much is to be measured."""
    if options["quick"]:
        return replace(QUICK, workers=options["workers"])
    return Scale(rounds=options["rounds"], workers=options["workers"])


def _environment(url: str, folder: Path, options: dict[str, Any]) -> dict[str, str]:
    """Return the environment of a measurement: nothing of this site's but its code."""
    ours = {"SITE_URL", "ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "TRUSTED_PROXIES", "TIME_ZONE"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "DJANGO_SETTINGS_MODULE": "perspectives.site.benchmark.settings",
        "DATABASE_URL": url,
        "CACHE_URL": options["cache"],
        "VAR_DIR": str(folder / "var"),
    }


def _command(options: dict[str, Any]) -> str:
    """Return the command line that made the figures, without the address of anybody's database."""
    given = [f"--sizes {options['sizes']}"] if options["sizes"] != SIZES else []
    given += ["--database-url postgresql://…"] if databases.is_postgresql(options["database_url"]) else []
    given += [f"--{name} {options[name]}" for name in ("cache", "workers", "rounds") if _differs(name, options)]
    given += [f"--{name}" for name in ("profile", "no-sqlite", "quick") if options[name.replace("-", "_")]]
    return " ".join(["python3 manage.py bench", *given, f"--save {options['save']}"])


def _differs(name: str, options: dict[str, Any]) -> bool:
    usual = {"cache": "locmemcache://", "workers": 1, "rounds": Scale.rounds}
    return bool(options[name] != usual[name])
