"""Secrets that are made once and kept in an ignored folder that only their owner can read."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept_secret(folder: Path, name: str, make: Callable[[], str] = secrets.token_urlsafe) -> str:
    """Return the secret in the file `name` of `folder`; the first call makes it, with mode 0600.

    Of two processes that are first at once, one makes it and both return it.
    """
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, make())
    return path.read_text(encoding="utf-8").strip()


def _write_once(path: Path, text: str) -> None:
    """Write `text` to `path` whole or not at all, and never over a file that is there."""
    handle, draft = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)
