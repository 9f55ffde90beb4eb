"""Who may do what in moderation: permissions that raise with the reason."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from perspectives.discussion.errors import Unacceptable
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import MODERATES_ALL, Move, moderates
from perspectives.members.models import Member
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Act, Rule, SanctionKind
from perspectives.text.clean import clean_text, is_blank

# What a moderator or a reporter may write; an essay belongs elsewhere.
WORDS_MAX_LENGTH = 2000

# The acts that judge a comment, and the move each makes in discussion's table of transitions.
MOVES: dict[Act, Move] = {Act.APPROVE: Move.APPROVE, Act.REJECT: Move.REJECT, Act.SPAM: Move.SPAM}
# Every act that concerns the status of a comment.
JUDGING = (*MOVES, Act.UNDO)


def must_moderate(member: Member, forum_id: int | None) -> None:
    """Raise NotFound unless `member` moderates the forum with this primary key (None: every forum)."""
    everywhere = member.user is not None and member.user.is_active and member.user.has_perm(MODERATES_ALL)
    if not everywhere and (forum_id is None or not moderates(member, forum_id)):
        raise NotFound


def rule_for(act: Act, rule: Rule | None, comment: Comment) -> Rule | None:
    """Return the rule a decision names: compulsory for a rejection, none for anything else."""
    if act is not Act.REJECT:
        return None
    if rule is None or rule.forum_id != comment.discussion.forum_id or not rule.active:
        raise Unacceptable(_("Choose the rule that this comment breaks: its writer is told."), code="rule")
    return rule


def cleaned_words(words: str) -> str:
    """Return `words` as they are stored, "" for what nobody can see; Unacceptable where they are too long."""
    text = clean_text(words[: 2 * WORDS_MAX_LENGTH]).strip()
    if is_blank(text):
        return ""
    if len(text) > WORDS_MAX_LENGTH:
        raise Unacceptable(_("At most %(most)d characters fit here.") % {"most": WORDS_MAX_LENGTH}, code="too-long")
    return text


def end_of(kind: SanctionKind, until: datetime | None, now: datetime) -> datetime | None:
    """Return when a sanction ends: a suspension at a time to come (Unacceptable otherwise), a ban never."""
    if kind == SanctionKind.BAN:
        return None
    if until is None or until <= now:
        raise Unacceptable(_("Choose a date that is still to come."), code="until")
    return until


def must_be_suspendable(member: Member, forum_id: int | None, by: Member) -> None:
    """Raise Unacceptable for oneself, and for somebody who moderates the same forum."""
    if member.pk == by.pk:
        raise Unacceptable(_("You cannot suspend yourself."), code="self")
    if forum_id is not None and moderates(member, forum_id):
        message = _("This member moderates the forum. Take the role away in the admin first.")
        raise Unacceptable(message, code="moderator")


def must_have_reason(words: str) -> str:
    """Return the cleaned reason of a sanction; Unacceptable where there is none, for no sanction is unexplained."""
    text = cleaned_words(words)
    if not text:
        raise Unacceptable(_("Give a reason: the member is told."), code="reason")
    return text
