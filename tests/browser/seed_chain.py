"""The chain in the gallery: a notice that waits, one that is answered, a statement, an appeal; and the mail of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from perspectives.discussion.models import Comment
from perspectives.members.models import Member
from perspectives.moderation.actions import Notifier, dismiss_notice, give_notice, make_appeal
from perspectives.moderation.models import LegalNotice
from perspectives.moderation.models.report import new_notice_key
from perspectives.moderation.tokens import statement_path
from perspectives.notifications.actions import send_due, tell_untold
from perspectives.notifications.legal import send_legal_due


def notice(comment: Comment) -> LegalNotice:
    """Give notice of a comment, as somebody who is no member."""
    said = {"words": "It accuses a named person of a crime.", "law": "Criminal Code, section 186", "good_faith": True}
    notifier = Notifier(name="Nora Notifier", email="nora@example.net")
    return give_notice(comment=comment, key=new_notice_key(), notifier=notifier, **said)


def chain(shown: dict[str, Comment], ann: Member, mod: Member) -> dict[str, str]:
    """Return the addresses of the chain's pages: Mod has rejected and dismissed, Ann appeals."""
    open_one, answered = notice(shown["public"]), notice(shown["public"])
    dismiss_notice(notice=answered, moderator=mod, words="It is a matter of opinion.")
    rejected, spam = shown["rejected"].decisions.get(), shown["spam"].decisions.get()
    appeal = make_appeal(decision=rejected, member=ann, words="I meant the argument, not the person.").appeal
    comment = shown["public"]
    return {
        "give_notice": reverse("perspectives:give_notice", args=[comment.discussion.slug, comment.number]),
        "receipt": reverse("perspectives:notice_receipt", args=[open_one.key]),
        "receipt_answered": reverse("perspectives:notice_receipt", args=[answered.key]),
        "legal_notice": reverse("perspectives:legal_notice", args=[open_one.pk]),
        "legal_notice_answered": reverse("perspectives:legal_notice", args=[answered.pk]),
        "statement": statement_path(spam),
        "statement_appealed": statement_path(rejected),
        "appeal": reverse("perspectives:appeal", args=[appeal.pk]),
    }


def letters() -> dict[str, Any]:
    """Send the mail that waits; return how many mails were sent."""
    tell_untold()
    return {"sent": send_due().sent + send_legal_due().sent}
