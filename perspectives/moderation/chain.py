"""The chain of the log: each decision's digest is made of the decision and of the digest before it.

Whoever changes, removes or slips in a row must make every later digest anew, and whoever noted one of them will see.
The way digests are made is part of what is stored: it never changes but under another VERSION.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

VERSION = 1
# Of decisions that give or take an office.
OFFICE_VERSION = 2
# What of a decision is linked, by column. The key of a rule is not: a rule may be removed, its wording stays.
FIELDS = (
    "id",
    "act",
    "discussion_id",
    "comment_id",
    "revision",
    "member_id",
    "status_before",
    "status_after",
    "rule_text",
    "law",
    "words",
    "note",
    "by_id",
    "undoes_id",
    "sanction_id",
    "automated",
    "created_at",
)
# Where the office is and which one, linked where either is named: a row that names none has no more to say than before.
OFFICE = ("forum_id", "office")
COLUMNS = (*FIELDS, *OFFICE)


def digest_of(values: Mapping[str, Any], previous: str) -> str:
    """Return the SHA-256, in hexadecimal digits, of a decision's COLUMNS and of the digest before it ("" for none)."""
    names, version = (COLUMNS, OFFICE_VERSION) if any(values.get(name) for name in OFFICE) else (FIELDS, VERSION)
    told = [version, previous, *(_plain(values[name]) for name in names)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it; a moment in UTC, to the microsecond."""
    if not isinstance(value, datetime):
        return value
    return value.astimezone(UTC).isoformat(timespec="microseconds")
