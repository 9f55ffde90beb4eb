"""Who may do what in moderation: permissions that raise with the reason."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import MODERATES_ALL, Move, moderates
from perspectives.members.models import Member
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Act, Rule, SanctionKind
from perspectives.moderation.sanction_rules import SANCTIONING
from perspectives.text.clean import clean_line, clean_text, is_blank

# What a moderator or a reporter may write; an essay belongs elsewhere.
WORDS_MAX_LENGTH = 2000
# The name of a law and where in it; the column holds no more.
LAW_MAX_LENGTH = 300

# The acts that judge a comment, and the move each makes in discussion's table of transitions.
MOVES: dict[Act, Move] = {Act.APPROVE: Move.APPROVE, Act.REJECT: Move.REJECT, Act.SPAM: Move.SPAM}
# Every act that concerns the status of a comment.
JUDGING = (*MOVES, Act.UNDO, Act.OVERTURN)
# The acts that can be undone as long as they are the last word.
UNDOABLE = (*MOVES, Act.DISMISS, *SANCTIONING, Act.LOCK, Act.FEATURE)


def must_moderate(member: Member, forum_id: int | None) -> None:
    """Raise NotFound unless `member` moderates the forum with this primary key (None: every forum)."""
    everywhere = member.user is not None and member.user.is_active and member.user.has_perm(MODERATES_ALL)
    if not everywhere and (forum_id is None or not moderates(member, forum_id)):
        raise NotFound


def rule_for(act: Act, rule: Rule | None, comment: Comment, law: str = "") -> Rule | None:
    """Return the rule a decision names: compulsory for a rejection that names no law, none for anything else."""
    if act is not Act.REJECT or (rule is None and law):
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


def words_for(rule: Rule | None, words: str, *, usual: bool) -> str:
    """Return what goes to the writer: `words` as they are stored, or where there are none the rule's `usual` ones."""
    text = cleaned_words(words)
    return text or (rule.default_words if rule is not None and usual else "")


def cleaned_law(law: str) -> str:
    """Return the name of a law in one line, "" for what nobody can see; Unacceptable where it is too long."""
    text = clean_line(law[: 2 * LAW_MAX_LENGTH])
    if len(text) > LAW_MAX_LENGTH:
        raise Unacceptable(_("At most %(most)d characters fit here.") % {"most": LAW_MAX_LENGTH}, code="too-long")
    return "" if is_blank(text) else text


def end_of(kind: SanctionKind, until: datetime | None, now: datetime) -> datetime | None:
    """Return when a sanction ends: a suspension at a time to come (Unacceptable otherwise), a ban or a warning never.

    Holding a member's comments may have an end.
    """
    if kind in (SanctionKind.BAN, SanctionKind.WARN) or (kind == SanctionKind.HOLD and until is None):
        return None
    if until is None or until <= now:
        raise Unacceptable(_("Choose a date that is still to come."), code="until")
    return until


def must_be_suspendable(member: Member, forum_id: int | None, by: Member) -> None:
    """Raise Refused for who has left, Unacceptable for oneself and for a colleague, who moderates the same forum."""
    must_be_present(member)
    if member.pk == by.pk:
        raise Unacceptable(_("You cannot do that to yourself."), code="self")
    if forum_id is not None and moderates(member, forum_id):
        message = _("This member moderates the forum. Take the role away in the admin first.")
        raise Unacceptable(message, code="moderator")


def must_be_present(member: Member) -> None:
    """Raise Refused where `member` has left: nobody is there who could be sanctioned or written to."""
    if member.erased_at is not None:
        raise member_gone()


def member_gone() -> Refused:
    """Return the refusal of what is meant for somebody who has left."""
    return Refused(_("This account has been closed."), code="erased")


def must_have_reason(words: str) -> str:
    """Return the cleaned reason of a sanction; Unacceptable where there is none, for no sanction is unexplained."""
    text = cleaned_words(words)
    if not text:
        raise Unacceptable(_("Give a reason: the member is told."), code="reason")
    return text
