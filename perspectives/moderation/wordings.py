"""What a rule says, as one thing: what is compared, kept as a version, and shown beside the version before."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.errors import Unacceptable
from perspectives.members.models import Member
from perspectives.moderation.models import Rule, RuleRevision, Severity
from perspectives.moderation.rules import cleaned_words
from perspectives.text.clean import clean_line, is_blank

# The fields of a rule that a version keeps.
KEPT = ("number", "title", "explanation", "default_words", "severity", "active")
# Nobody remembers more; a number is typed and said.
LAST_NUMBER = 999
TITLE_LENGTH = 100


def wording_of(rule: Rule | RuleRevision) -> dict[str, Any]:
    """Return what a rule says now, or said in a version."""
    return {name: getattr(rule, name) for name in KEPT}


def revision_of(rule: Rule, by: Member | None, now: Any = None) -> RuleRevision:
    """Return the version, not yet written, that keeps what `rule` says."""
    said = wording_of(rule)
    return RuleRevision(rule=rule, version=rule.version, by=by, created_at=now or timezone.now(), **said)


def cleaned_wording(wording: dict[str, Any]) -> dict[str, Any]:
    """Return a wording as it is stored; Unacceptable, with the name of the field as code, for what no rule can say."""
    title = clean_line(str(wording["title"]))
    explanation = cleaned_words(str(wording["explanation"]))
    if is_blank(title) or len(title) > TITLE_LENGTH:
        message = _("Give the rule a short name, of at most %(most)d characters.") % {"most": TITLE_LENGTH}
        raise Unacceptable(message, code="title")
    if not explanation:
        raise Unacceptable(_("Explain the rule: writers read it when it is held against them."), code="explanation")
    if not 1 <= int(wording["number"]) <= LAST_NUMBER:
        raise Unacceptable(_("Choose a number from 1 to %(last)d.") % {"last": LAST_NUMBER}, code="number")
    return {
        "number": int(wording["number"]),
        "title": title,
        "explanation": explanation,
        "default_words": cleaned_words(str(wording["default_words"])),
        "severity": Severity(int(wording["severity"])).value,
        "active": bool(wording["active"]),
    }
