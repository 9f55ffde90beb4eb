"""What is wrong with a list of words or of hosts, line by line, and whether it is too long: asked before saving."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.moderation.hosts import validate_hosts
from perspectives.moderation.matching import Problem, validate_list
from perspectives.moderation.policies import WORD_LISTS

# A list is walked for every text; nobody reads a longer one.
LINES_AT_MOST = 5000
CHARACTERS_AT_MOST = 100_000


def problems_in(name: str, text: str) -> list[Problem]:
    """Return what is wrong with the list that is the setting `name`, by line; nothing where it can be saved."""
    return validate_list(text) if name in WORD_LISTS else validate_hosts(text)


def too_long(text: str) -> str:
    """Return the sentence that says why a list is too long, "" where it is not."""
    if len(text) > CHARACTERS_AT_MOST:
        return _("The list has more than %(most)d characters.") % {"most": CHARACTERS_AT_MOST}
    lines = text.count("\n") + 1
    said = ngettext(
        "The list has %(lines)d line; at most %(most)d fit.",
        "The list has %(lines)d lines; at most %(most)d fit.",
        lines,
    )
    return said % {"lines": lines, "most": LINES_AT_MOST} if lines > LINES_AT_MOST else ""
