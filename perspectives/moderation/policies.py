"""The settings by which a forum screens: their names in the order of the page, and what they were before and after."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Forum


@dataclass(frozen=True)
class Group:
    """Settings that belong together, under a heading."""

    heading: Any
    names: tuple[str, ...]


GROUPS = (
    Group(_("When comments become public"), ("policy", "newcomer_comments", "trusted_comments", "trusted_tags")),
    Group(_("Words"), ("refused_words", "held_words", "watched_words", "tone_words")),
    Group(_("Links"), ("links_allowed", "trusted_links", "allowed_hosts", "held_hosts", "refused_hosts")),
    Group(_("Mail addresses of members"), ("held_mail_domains", "refused_mail_domains")),
    Group(_("How it is written"), ("least_seconds", "shouting", "near_duplicates")),
    Group(_("Reports and the model"), ("report_threshold", "spam_threshold")),
)
FIELDS = tuple(name for group in GROUPS for name in group.names)
# One entry a line.
WORD_LISTS = ("refused_words", "held_words", "watched_words", "tone_words")
PLAIN_LISTS = ("allowed_hosts", "held_hosts", "refused_hosts", "held_mail_domains", "refused_mail_domains")
LISTS = (*WORD_LISTS, *PLAIN_LISTS)

Values = dict[str, Any]


def values_of(forum: Forum) -> Values:
    """Return the settings of a forum."""
    return {name: getattr(forum, name) for name in FIELDS}


def with_values(forum: Forum, values: Values) -> Forum:
    """Return a forum that is `forum` with other settings, and is not saved."""
    other = Forum.objects.get(pk=forum.pk)
    for name, value in values.items():
        setattr(other, name, value)
    return other


def fingerprint(values: Values) -> str:
    """Return a digest of settings: the same for the same settings, whatever else a forum has."""
    told = json.dumps([values[name] for name in FIELDS], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def changed_fields(before: Values, after: Values) -> list[str]:
    """Return the names of the settings that differ, in the order of the page."""
    return [name for name in FIELDS if name in after and before[name] != after[name]]
