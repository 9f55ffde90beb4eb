"""Absolute addresses for mail, which is written without a request."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.urls import get_script_prefix

from perspectives.conf import conf


def base_url() -> str | None:
    """Return scheme and host without a slash at the end, or None where neither BASE_URL nor a current site is set."""
    if conf.BASE_URL:
        return str(conf.BASE_URL).rstrip("/")
    if not apps.is_installed("django.contrib.sites"):
        return None
    sites: Any = apps.get_model("sites", "Site")  # type: ignore[misc]  # Only in hosts that have it.
    return f"https://{sites.objects.get_current().domain}"


def absolute(path: str, base: str) -> str:
    """Return the absolute address of a reversed `path`.

    A base with a path of its own is where the host is mounted; inside a request Django has put that before `path`.
    """
    mounted, prefix = urlsplit(base).path, get_script_prefix().rstrip("/")
    if mounted and mounted == prefix:
        return base.removesuffix(mounted) + path
    return base + path


def mail_domain(base: str) -> str:
    """Return the host for message ids, in ASCII."""
    host = urlsplit(base).hostname or "localhost"
    return host if host.isascii() else host.encode("idna").decode()
