"""`manage.py verify_log` finds whatever was changed behind the log's back: rows are changed by SQL here."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from perspectives.moderation import verifying
from perspectives.moderation.actions import decide
from perspectives.moderation.chain import FIELDS, digest_of
from perspectives.moderation.models import Act, Decision, LogEntry, LogHead
from perspectives.moderation.seal import seal_now
from tests.cast import say

DECISIONS, LINKS, HEADS = (model._meta.db_table for model in (Decision, LogEntry, LogHead))


@pytest.fixture
def keys(discussion: Any, ann: Any, mod: Any, monkeypatch: Any) -> list[int]:
    """Return the keys of six decisions; the walk takes two at a time."""
    monkeypatch.setattr(verifying, "BATCH", 2)
    made = [decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1) for _ in range(6)]
    return [row.pk for row in made if row is not None]


def by_sql(statement: str, *values: Any) -> None:
    """Change rows as somebody with a database client would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def verify(*options: str) -> tuple[list[str], bool]:
    """Return the faults that the command prints, and whether it failed."""
    told, failed = io.StringIO(), False
    try:
        call_command("verify_log", *options, stdout=told)
    except CommandError:
        failed = True
    lines = told.getvalue().splitlines()
    return [line for line in lines if not line.startswith(("Digest", "Its seal")) and "looked at" not in line], failed


def test_a_whole_log_has_no_fault_and_its_digest_is_printed(keys: list[int]) -> None:
    told = io.StringIO()
    call_command("verify_log", stdout=told)
    head = LogHead.objects.get()
    assert told.getvalue().splitlines() == [
        "6 links looked at.",
        f"Digest of link 6: {head.digest}",
        f"Its seal, as the public sees it: {seal_now().words}",
    ]


def test_the_empty_log_has_no_fault(db: None) -> None:
    assert verify() == ([], False)


@pytest.mark.parametrize(
    ("column", "value"),
    [("words", "x"), ("note", "x"), ("act", "approve"), ("created_at", "2020-01-01 00:00:00"), ("by_id", None)],
)
def test_a_changed_decision_is_found(keys: list[int], column: str, value: Any) -> None:
    by_sql(f"UPDATE {DECISIONS} SET {column} = %s WHERE id = %s", value, keys[2])
    assert verify() == ([f"Decision {keys[2]} (link 3) was changed."], True)


def test_a_missing_decision_is_found(keys: list[int]) -> None:
    by_sql("DELETE FROM perspectives_event WHERE kind = 'decided'")
    by_sql(f"DELETE FROM {DECISIONS} WHERE id = %s", keys[1])
    assert verify() == ([f"Decision {keys[1]} (link 2) is missing."], True)


def test_a_missing_link_and_the_decision_left_behind_are_found(keys: list[int]) -> None:
    by_sql(f"DELETE FROM {LINKS} WHERE position IN (3, 4)")
    assert verify() == (
        [
            "Links 3 to 4 are missing.",
            "Link 5 does not follow the one before it.",
            f"Decision {keys[2]} has no link.",
            f"Decision {keys[3]} has no link.",
        ],
        True,
    )


def test_links_in_another_order_are_found(keys: list[int]) -> None:
    for position, place in ((2, 99), (3, 2), (99, 3)):
        by_sql(f"UPDATE {LINKS} SET position = %s WHERE position = %s", place, position)
    faults, failed = verify()
    assert failed
    assert [fault for fault in faults if "does not follow" in fault] == [
        f"Link {position} does not follow the one before it." for position in (2, 3, 4)
    ]


def test_a_decision_slipped_in_is_found(keys: list[int]) -> None:
    columns = ", ".join(
        connection.ops.quote_name(field.column) for field in Decision._meta.concrete_fields if field.name != "id"
    )
    by_sql(f"INSERT INTO {DECISIONS} ({columns}) SELECT {columns} FROM {DECISIONS} WHERE id = %s", keys[0])
    assert verify() == ([f"Decision {Decision.objects.latest('pk').pk} has no link."], True)


@pytest.mark.parametrize("change", ["position = 5", "digest = 'abc'"])
def test_an_end_that_does_not_fit_is_found(keys: list[int], change: str) -> None:
    by_sql(f"UPDATE {HEADS} SET {change}")
    faults, failed = verify()
    assert failed
    assert len(faults) == 1
    assert faults[0].startswith("The end of the log")


def test_a_log_without_its_end_is_found(keys: list[int]) -> None:
    by_sql(f"DELETE FROM {HEADS}")
    assert verify() == (["The end of the log (0) is not its last link (6)."], True)


def test_a_log_written_anew_is_found_by_what_was_kept(keys: list[int]) -> None:
    digest, seal = LogHead.objects.get().digest, seal_now().words
    assert verify("--expect", digest) == verify("--expect", seal.upper()) == ([], False)
    by_sql(f"UPDATE {DECISIONS} SET words = 'Another reason.' WHERE id = %s", keys[4])
    relink(keys)
    assert verify() == ([], False)
    kept = ["The digest or seal that was kept is not in this log: what is before it was changed."]
    assert verify("--expect", digest) == verify("--expect", seal) == (kept, True)


def test_what_was_kept_earlier_is_found_in_a_log_that_has_grown(
    keys: list[int], discussion: Any, ann: Any, mod: Any
) -> None:
    seal = seal_now().words
    decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1)
    assert seal_now().words != seal
    assert verify("--expect", seal) == ([], False)


def test_a_seal_outlives_the_key_it_was_made_with(keys: list[int], settings: Any) -> None:
    seal = seal_now().words
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert seal_now().words != seal
    assert verify("--expect", seal) == ([], False)


def test_a_walk_may_begin_later_and_trusts_what_is_before(keys: list[int]) -> None:
    by_sql(f"UPDATE {DECISIONS} SET words = 'x' WHERE id = %s", keys[1])
    assert verify("--from", "3") == ([], False)
    assert verify("--from", "2") == ([f"Decision {keys[1]} (link 2) was changed."], True)
    with pytest.raises(CommandError):
        call_command("verify_log", "--from", "0")


def test_the_seal_is_what_the_public_sees(keys: list[int]) -> None:
    seal = seal_now().words
    for address in ("/moderation/log/", "/moderation/transparency/", "/moderation/transparency.json"):
        assert seal in Client().get(address).content.decode()


def relink(keys: list[int]) -> None:
    """Make the whole chain anew, as somebody would who knows how it is made."""
    previous = ""
    for position, row in enumerate(Decision.objects.order_by("pk").values(*FIELDS), start=1):
        digest = digest_of(row, previous)
        by_sql(f"UPDATE {LINKS} SET previous = %s, digest = %s WHERE position = %s", previous, digest, position)
        previous = digest
    by_sql(f"UPDATE {HEADS} SET digest = %s", previous)
