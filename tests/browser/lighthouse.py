"""Asks Lighthouse about the essay with 200 comments, as a phone loads it from the site itself: `.ci/lighthouse`.

Prints what the page weighs and the four marks, each the median of the runs; ends with 1 where one is below its target.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.serving import running
from tests.browser.stage import Site
from tests.browser.weight import PROMISED, weigh

TARGET = 98
FLAGS = " ".join(["--headless", *ARGUMENTS])


def say(*lines: str) -> None:
    """Print lines as soon as they are known."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


@contextmanager
def a_site() -> Iterator[Site]:
    """Give the site, running in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="perspectives-lighthouse-") as folder, running(Path(folder)) as found:
        address, seeder = found
        yield Site(address, Path(folder), seeder)


def weights(address: str) -> bool:
    """Print what the page weighs; return whether every kind is within what is promised."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        sizes, files = weigh(browser.new_page(), address)
        browser.close()
    for kind, size in sorted(sizes.items()):
        promised = f", promised {PROMISED[kind]:,}" if kind in PROMISED else ""
        say(f"{kind:8} {size:9,} bytes in {files[kind]} file(s){promised}")
    return all(sizes[kind] <= most for kind, most in PROMISED.items())


def ask(program: str, address: str) -> dict[str, Any]:
    """Return one report of Lighthouse, as its JSON has it."""
    command = [program, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    done = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": CHROMIUM}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse failed:\n{done.stderr}")
    return json.loads(done.stdout)


def marks(report: dict[str, Any]) -> dict[str, int]:
    """Return the marks of one report, by category, 0 to 100."""
    return {name: round(100 * part["score"]) for name, part in report["categories"].items()}


def missed(report: dict[str, Any]) -> list[str]:
    """Return what the marks were lost by, a line each."""
    return [
        f"  {category}: {found['title']} {found.get('displayValue', '')}".rstrip()
        for category, part in report["categories"].items()
        for reference in part["auditRefs"]
        if reference["weight"] and (found := report["audits"][reference["id"]])["score"] not in (None, 1)
    ]


def main() -> int:
    """Serve, weigh, ask, print; return the status of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the command of Lighthouse")
    parser.add_argument("--runs", type=int, default=3, help="how often each mark is taken (3)")
    options = parser.parse_args()
    with a_site() as site:
        address = site.address + site.full.essay
        light = weights(address)
        reports = [ask(options.program, address) for _run in range(options.runs)]
    taken = [marks(report) for report in reports]
    medians = {name: median(each[name] for each in taken) for name in taken[0]}
    for name, mark in medians.items():
        say(f"{name:15} {mark:5.1f}   of {', '.join(str(each[name]) for each in taken)}")
    say(*missed(reports[-1]))
    return 0 if light and min(medians.values()) >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
