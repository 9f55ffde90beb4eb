"""What makes the pages: a digest of the release, the templates and the settings, part of every tag of a page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import engines
from django.template.utils import get_app_template_dirs

import perspectives
from perspectives.conf import conf


def release() -> str:
    """Return the digest of what this process makes pages with, so that a deployment finds none of the one before.

    Templates are read once a process. What a host changes elsewhere, in code of its own that its frame shows, it
    tells by PERSPECTIVES["RELEASE"].
    """
    return f"{_templates()}.{_settings()}"


def _settings() -> str:
    """Return a digest of our settings."""
    told = repr(sorted(getattr(settings, "PERSPECTIVES", {}).items(), key=lambda item: item[0]))
    return f"{conf.RELEASE}.{hashlib.sha256(told.encode()).hexdigest()[:8]}"


@cache
def _templates() -> str:
    """Return a digest of this version, of every template, and of the names of static files."""
    digest = hashlib.sha256(perspectives.__version__.encode())
    for path in sorted(_template_files()):
        digest.update(path.read_bytes())
    digest.update(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    return digest.hexdigest()[:16]


def _template_files() -> Iterator[Path]:
    """Yield the files in all folders of templates, those of apps as well where a host names its loaders itself."""
    own = {Path(folder) for engine in engines.all() for folder in engine.template_dirs}
    names = {str(engine.app_dirname) for engine in engines.all() if hasattr(engine, "app_dirname")}
    of_apps = {Path(folder) for name in names for folder in get_app_template_dirs(name)}
    for folder in own | of_apps:
        yield from (path for path in folder.rglob("*") if path.is_file())
