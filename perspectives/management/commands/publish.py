"""Publish documents from files: one line for each, exit status 1 when any was refused."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.publishing.actions import Imported, import_document
from perspectives.publishing.documents import DocumentRefused, find_documents, parse_when, read_document
from perspectives.publishing.models import PostState
from perspectives.publishing.rules import POST_TAGS
from perspectives.text.errors import TextRefused
from perspectives.text.tags import clean_tags


class Command(BaseCommand):
    """Publish files and folders of documents; a document that is refused stops no other."""

    help = "Publishes documents (plain text or Markdown) as essays. The same document twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add paths and options."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a document, or a folder of documents")
        parser.add_argument("--series", metavar="SLUG-OR-TITLE", help="the series, instead of the one a document names")
        parser.add_argument("--tag", action="append", default=[], dest="tags", metavar="T", help="a tag for all")
        parser.add_argument("--draft", action="store_true", help="save without publishing")
        parser.add_argument("--at", metavar="WHEN", help="when to publish: 2019-03-04 or 2019-03-04T09:00")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
        parser.add_argument("--force", action="store_true", help="replace what was edited on the site since its import")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish each document and say what became of it; CommandError where any was refused."""
        wish = {name: options[name] for name in ("series", "draft", "dry_run", "force")}
        wish |= {"tags": _tags(options["tags"] or []), "at": _moment(options["at"])}
        if options["draft"] and options["at"]:
            raise CommandError(_("A draft has no date of publication: give --draft or --at, not both."))
        refused = sum(not self.publish(found, wish) for found in _documents(options["paths"]))
        if refused:
            raise CommandError(
                ngettext("%(count)d document was refused.", "%(count)d documents were refused.", refused)
                % {"count": refused}
            )

    def publish(self, found: Path | DocumentRefused, wish: dict[str, Any]) -> bool:
        """Publish one file and print its line; return whether it was taken."""
        try:
            if isinstance(found, DocumentRefused):
                raise found
            self.stdout.write(_line(found, _imported(found, wish), wish["dry_run"]))
        except DocumentRefused as refusal:
            self.stderr.write(str(refusal))
            return False
        return True


def _documents(paths: list[str]) -> Iterator[Path | DocumentRefused]:
    """Yield the documents at `paths`, each once, and in the place of what cannot be looked at, why."""
    seen: set[Path] = set()
    for path in paths:
        try:
            found = [document for document in find_documents([Path(path)]) if document not in seen]
        except DocumentRefused as refusal:
            yield refusal
        else:
            seen.update(found)
            yield from found


def _imported(path: Path, wish: dict[str, Any]) -> Imported:
    """Import one file; DocumentRefused, with the name of the file, where that cannot be done."""
    document = read_document(path)
    try:
        return import_document(document, **wish)
    except TextRefused as refusal:
        line = document.last_line if refusal.code == "series_missing" else None
        raise DocumentRefused(document.name, line, str(refusal)) from refusal


def _line(path: Path, imported: Imported, dry_run: bool) -> str:
    """Return what is printed about a document that was taken."""
    words = {
        "name": path.name,
        "outcome": imported.outcome.label,
        "title": imported.post.title,
        "address": imported.address,
    }
    line = _("%(name)s: %(outcome)s: “%(title)s” at %(address)s") % words
    if imported.post.state == PostState.WITHDRAWN:
        line += " " + _("(still withdrawn)")
    return line + " " + _("(dry run: nothing was written)") if dry_run else line


def _tags(typed: list[str]) -> list[str]:
    """Return the tags of the command line; CommandError for one that cannot be a tag."""
    try:
        return clean_tags(typed, POST_TAGS)
    except TextRefused as refusal:
        raise CommandError(f"--tag: {refusal}") from refusal


def _moment(typed: str | datetime | None) -> datetime | date | None:
    """Return the time given with --at; CommandError where it is none."""
    if typed is None or isinstance(typed, datetime):
        return typed
    moment = parse_when(typed)
    if moment is None:
        raise CommandError(_("--at: “%(typed)s” is no time. Write 2019-03-04 or 2019-03-04T09:00.") % {"typed": typed})
    return moment
