"""The checks a submission passes through, a module each, named in PERSPECTIVES["CHECKS"].

Together they ask the database six times at most: one for sanctions, three for the flood, one for duplicates and one
for newcomers. The cheap ones come first, and a refusal ends the run.
"""

from perspectives.moderation.checks.closed import closed
from perspectives.moderation.checks.duplicate import duplicate
from perspectives.moderation.checks.flood import flood
from perspectives.moderation.checks.length import length
from perspectives.moderation.checks.links import links
from perspectives.moderation.checks.newcomer import newcomer
from perspectives.moderation.checks.policy import policy
from perspectives.moderation.checks.sanctioned import sanctioned
from perspectives.moderation.checks.words import words

__all__ = ["closed", "duplicate", "flood", "length", "links", "newcomer", "policy", "sanctioned", "words"]
