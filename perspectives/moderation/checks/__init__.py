"""The checks a submission passes through, a module each, named in PERSPECTIVES["CHECKS"].

In a forum with the settings it began with they ask the database four times at most: one for sanctions, one for the
flood, one for duplicates (which whoever posts has asked already) and one for newcomers. Each check that a forum has
switched on besides asks once at most. The cheap ones come first, and a refusal ends the run.
"""

from perspectives.moderation.checks.closed import closed
from perspectives.moderation.checks.duplicate import duplicate
from perspectives.moderation.checks.flood import flood
from perspectives.moderation.checks.haste import haste
from perspectives.moderation.checks.length import length
from perspectives.moderation.checks.links import links
from perspectives.moderation.checks.mail import mail
from perspectives.moderation.checks.near_duplicate import near_duplicate
from perspectives.moderation.checks.newcomer import newcomer
from perspectives.moderation.checks.own_tags import own_tags
from perspectives.moderation.checks.policy import policy
from perspectives.moderation.checks.sanctioned import sanctioned
from perspectives.moderation.checks.shouting import shouting
from perspectives.moderation.checks.slow import slow
from perspectives.moderation.checks.tone import tone
from perspectives.moderation.checks.triage import triage
from perspectives.moderation.checks.words import words

__all__ = [
    "closed",
    "duplicate",
    "flood",
    "haste",
    "length",
    "links",
    "mail",
    "near_duplicate",
    "newcomer",
    "own_tags",
    "policy",
    "sanctioned",
    "shouting",
    "slow",
    "tone",
    "triage",
    "words",
]
