"""Materialised paths: the place of a comment in its thread as a run of digits that every collation sorts alike.

A path is one zero-padded run of eight digits a level, each the number of a comment: "00000001" is comment 1,
"0000000100000007" its answer 7. Ordering rows by path gives a thread in reading order; a subtree is one range.
"""

from __future__ import annotations

# Digits a level: room for 99,999,999 comments in one discussion.
PATH_DIGITS = 8
# Levels that are stored; deeper answers hang on the last one, and `parent` stays true.
PATH_LEVELS = 50
PATH_LENGTH = PATH_DIGITS * PATH_LEVELS


def path_of(number: int, parent_path: str = "") -> str:
    """Return the path of comment `number` that answers the comment at `parent_path` ("" starts a conversation)."""
    return parent_path[: PATH_LENGTH - PATH_DIGITS] + f"{number:0{PATH_DIGITS}d}"


def depth_of(path: str) -> int:
    """Return how many levels above it a path has; 0 for the start of a conversation."""
    return len(path) // PATH_DIGITS - 1


def ancestors_of(path: str) -> list[str]:
    """Return the paths above `path`, the start of the conversation first."""
    return [path[:end] for end in range(PATH_DIGITS, len(path), PATH_DIGITS)]


def numbers_of(path: str) -> list[int]:
    """Return the comment numbers a path is made of, its own last."""
    return [int(path[start : start + PATH_DIGITS]) for start in range(0, len(path), PATH_DIGITS)]


def after_subtree(path: str) -> str:
    """Return the first path behind the subtree of `path`: the bound is made of digits, never of punctuation."""
    return path[:-PATH_DIGITS] + f"{int(path[-PATH_DIGITS:]) + 1:0{PATH_DIGITS}d}"
