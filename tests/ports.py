"""Ports for servers that are started, stopped and started again: kept, so that nobody else gets them meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_port() -> Iterator[int]:
    """A port on which nobody listens but whoever is told of it, for the block.

    It stays bound without listening: a server that reuses addresses, as they all do, may listen on it all the same,
    while the system gives it to nobody who asks for any port, or only calls somebody.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield int(holder.getsockname()[1])
