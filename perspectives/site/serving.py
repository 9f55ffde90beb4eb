"""Serving on this machine: is the port free, and the command of the production server that takes it."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import NoReturn

# Two processes of four threads each: enough for a try-out, and the same kind of server as in production.
WORKERS, THREADS = 2, 4


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_taken(host: str, port: int) -> bool:
    """Tell whether somebody listens on `port` already, or it may not be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def address(host: str, port: int) -> str:
    """Return `host:port`, with brackets where an IPv6 address needs them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def serve(host: str, port: int) -> NoReturn:
    """Become gunicorn, serving the site in threads; Ctrl-C ends it."""
    os.environ.setdefault("SITE_URL", f"http://{address(host, port)}")
    options = [
        "--bind",
        address(host, port),
        "--worker-class",
        "gthread",
        "--no-control-socket",
        "--log-level",
        "error",
    ]
    size = ["--workers", str(WORKERS), "--threads", str(THREADS), "--graceful-timeout", "5"]
    sys.stdout.flush()
    command = [sys.executable, "-m", "gunicorn", *options, *size, "perspectives.site.wsgi"]
    os.execv(sys.executable, command)  # noqa: S606
