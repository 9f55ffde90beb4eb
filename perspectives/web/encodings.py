"""Compression of pages that are the same for everybody: of others it would tell secrets by their length."""

from __future__ import annotations

import gzip
from importlib import import_module
from importlib.util import find_spec

# Comes with whitenoise[brotli]; without it pages travel as gzip.
_brotli = import_module("brotli") if find_spec("brotli") else None
# The page is kept, so the effort is made once for many readers; more effort saves hardly a kilobyte.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6


def encoding_for(accepted: str) -> str:
    """Return the encoding for an Accept-Encoding header: "br", "gzip", or "" for none."""
    offered = {_name(part) for part in accepted.lower().split(",") if not _is_refused(part)}
    if "br" in offered and _brotli is not None:
        return "br"
    return "gzip" if "gzip" in offered else ""


def compressed(content: bytes, encoding: str) -> bytes:
    """Return `content` in the encoding that `encoding_for` chose."""
    if encoding == "br" and _brotli is not None:
        return _brotli.compress(content, quality=BROTLI_QUALITY)
    return gzip.compress(content, GZIP_LEVEL, mtime=0) if encoding == "gzip" else content


def _name(part: str) -> str:
    return part.partition(";")[0].strip()


def _is_refused(part: str) -> bool:
    """Whether a part of the header says "not this one" (q=0)."""
    weight = "".join(part.partition(";")[2].split())
    return weight.startswith("q=") and weight[2:].strip("0.") == ""
