"""Compression: what a browser asks for is parsed as RFC 9110 says, and what it gets can be read."""

from __future__ import annotations

import gzip

import brotli
import pytest

from perspectives.web import encodings
from perspectives.web.encodings import compressed, encoding_for


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("*", ""),
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip,br", "br"),
        ("GZIP, BR", "br"),
        ("Br;Q=1.0", "br"),
        ("gzip;q=1.0, br;q=0.5", "br"),
        ("br;q=0", ""),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0, gzip;q=0.000", ""),
        ("br ; q = 0 , gzip", "gzip"),
        ("br;\tq=0, gzip", "gzip"),
        ("br;Q=0, gzip", "gzip"),
        ("br;q=0.001", "br"),
        ("*;q=0, br", "br"),
        ("deflate, zstd", ""),
        ("brotli, gzipped, xbr", ""),
        (",,;,q=0,;q=0", ""),
        ("br" * 1000, ""),
        ("br;q=", ""),
        ("\x00", ""),
    ],
)
def test_an_encoding_is_one_that_the_browser_takes(accepted, encoding):
    assert encoding_for(accepted) == encoding


def test_without_brotli_a_page_travels_as_gzip(monkeypatch):
    monkeypatch.setattr(encodings, "_brotli", None)
    assert encoding_for("br, gzip") == "gzip"
    assert encoding_for("br") == ""
    assert compressed(b"words", "br") == b"words"


@pytest.mark.parametrize("content", [b"", b"words", "Слово 👩‍👩‍👧 ".encode() * 10_000])
def test_what_was_compressed_can_be_read(content):
    assert brotli.decompress(compressed(content, "br")) == content
    assert gzip.decompress(compressed(content, "gzip")) == content
    assert compressed(content, "") == content


def test_the_same_page_compresses_to_the_same_bytes_at_any_time():
    assert compressed(b"words", "gzip") == compressed(b"words", "gzip")
    assert compressed(b"words", "gzip")[4:8] == b"\0\0\0\0"
