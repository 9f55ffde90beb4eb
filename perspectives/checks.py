"""System checks: what a host has set that cannot work, said at start instead of on a page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.module_loading import import_string

from perspectives.conf import DEFAULTS, conf


@register("perspectives")
def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Find names no setting has (E001), checks that cannot be imported (E002), a cache that CACHES has not (E003)."""
    given = getattr(settings, "PERSPECTIVES", {})
    if not isinstance(given, dict):
        return [Error("The setting PERSPECTIVES is not a dict.", id="perspectives.E001")]
    unknown = sorted(set(given) - set(DEFAULTS))
    found: list[CheckMessage] = [
        Error(
            f"PERSPECTIVES has no setting {name!r}.",
            hint=f"Settings are: {', '.join(sorted(DEFAULTS))}.",
            id="perspectives.E001",
        )
        for name in unknown
    ]
    return found + _check_checks() + _check_cache()


def _check_checks() -> list[CheckMessage]:
    """Find dotted paths in CHECKS that lead nowhere."""
    found: list[CheckMessage] = []
    for path in conf.CHECKS:
        try:
            import_string(path)
        except ImportError as error:
            hint = "Correct or remove it in PERSPECTIVES['CHECKS']."
            found.append(Error(f"The check {path!r} cannot be imported: {error}", hint=hint, id="perspectives.E002"))
    return found


def _check_cache() -> list[CheckMessage]:
    """Find a name in CACHE that no cache has: pages would be made anew for every reader."""
    if not conf.CACHE or conf.CACHE in settings.CACHES:
        return []
    hint = f"Caches are: {', '.join(sorted(settings.CACHES))}. None keeps no pages."
    return [Error(f"PERSPECTIVES['CACHE'] names no cache: {conf.CACHE!r}.", hint=hint, id="perspectives.E003")]


@register("perspectives", Tags.templates)
def check_theme(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where the plugin's templates are not found (W001)."""
    try:
        get_template("perspectives/discussion/_thread.html")
    except TemplateDoesNotExist:
        hint = "Add 'perspectives.theme' to INSTALLED_APPS, and APP_DIRS (or its loader) to TEMPLATES."
        return [Warning("The templates of perspectives are not found.", hint=hint, id="perspectives.W001")]
    return []


@register("perspectives", Tags.database)
def check_sqlite(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn where SQLite would answer "database is locked" under two writers (W002)."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        options = connection.settings_dict.get("OPTIONS", {})
        if connection.vendor == "sqlite" and str(options.get("transaction_mode", "")).upper() != "IMMEDIATE":
            hint = "Set OPTIONS: transaction_mode 'IMMEDIATE', timeout 20, init_command 'PRAGMA journal_mode=WAL'."
            text = f"The SQLite database {alias!r} may refuse a second writer."
            found.append(Warning(text, hint=hint, id="perspectives.W002"))
    return found


@register("perspectives")
def check_base_url(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where mail could not carry whole addresses (W003)."""
    if conf.BASE_URL or "django.contrib.sites" in settings.INSTALLED_APPS:
        return []
    hint = "Set PERSPECTIVES['BASE_URL'] to 'https://your.host', or install django.contrib.sites."
    return [Warning("Mail needs the site's address.", hint=hint, id="perspectives.W003")]
