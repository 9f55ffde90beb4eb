"""Documents on disk: which files a path stands for, and the reading of one."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.publishing.documents.document import Document, DocumentRefused
from perspectives.publishing.documents.reading import MARKDOWN_SUFFIXES, parse_document

SUFFIXES = (".txt", *MARKDOWN_SUFFIXES)


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """Return the documents that paths stand for, each once, in their order: files as given, a folder's by name.

    A folder stands for the `.txt`, `.md` and `.markdown` files right in it that are not hidden. Raises
    DocumentRefused for a path that does not exist, and for a folder without documents; whoever wants to go on with
    the others asks for one path at a time.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_documents_at(Path(path))))
    return list(found)


def _documents_at(path: Path) -> list[Path]:
    try:
        if not stat.S_ISDIR(path.stat().st_mode):
            return [path]
        documents = sorted(inside for inside in path.iterdir() if _is_document(inside))
    except FileNotFoundError as error:
        raise DocumentRefused(str(path), None, _("there is no such file or folder; check the path.")) from error
    except (OSError, ValueError) as error:
        raise DocumentRefused(str(path), None, _unreadable()) from error
    if not documents:
        raise DocumentRefused(str(path), None, _("there are no .txt, .md or .markdown files in this folder."))
    return documents


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and not path.is_dir()


def read_document(path: Path) -> Document:
    """Return the essay in a file, of which no more is read than an import takes; raises DocumentRefused as
    `parse_document` does, and for what is no file or cannot be read.
    """
    try:
        data = _bytes_of(path)
    except DocumentRefused:
        raise
    except FileNotFoundError as error:
        raise DocumentRefused(path.name, None, _("there is no such file; check the path.")) from error
    except (OSError, ValueError) as error:
        raise DocumentRefused(path.name, None, _unreadable()) from error
    return parse_document(data, path.name)


def _bytes_of(path: Path) -> bytes:
    """Return a file's bytes, and of a large one enough to see that it is too large."""
    kind = path.stat().st_mode
    if not stat.S_ISREG(kind):
        reason = _("this is a folder, not a document.") if stat.S_ISDIR(kind) else _("this is no ordinary file.")
        raise DocumentRefused(path.name, None, reason)
    with path.open("rb") as file:
        return file.read(conf.IMPORT_MAX_BYTES + 1)


def _unreadable() -> str:
    return _("this cannot be read; check its name and permissions.")
