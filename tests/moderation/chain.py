"""What the tests of the chain need: a notice as somebody gives it, and what its form sends."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from perspectives.discussion.models import Comment
from perspectives.moderation.actions import Notifier, decide, give_notice
from perspectives.moderation.models import Act, Decision, LegalNotice
from perspectives.moderation.models.report import new_notice_key

WHO = {"name": "Nora Notifier", "email": "nora@elsewhere.example"}


def notice_page(comment: Comment) -> str:
    """Return the address where notice is given."""
    return reverse("perspectives:give_notice", args=[comment.discussion.slug, comment.number])


def notice_form(**fields: Any) -> dict[str, Any]:
    """Return what the form sends."""
    return {
        "key": new_notice_key(),
        "words": "It calls for violence against a group.",
        "law": "Criminal Code, section 130",
        "good_faith": "on",
        **WHO,
        **fields,
    }


def noticed(comment: Comment, **fields: Any) -> LegalNotice:
    """Give notice of a comment, and return the notice."""
    values = {"key": new_notice_key(), "words": "It calls for violence.", "law": "", "good_faith": True, **fields}
    return give_notice(comment=comment, notifier=values.pop("notifier", Notifier(**WHO)), **values)


def rejected(comment: Comment, moderator: Any, **fields: Any) -> Decision:
    """Reject a comment under the first rule of its forum, and return the decision."""
    rule = fields.pop("rule", None) or comment.discussion.forum.rules.order_by("number").first()
    decision = decide(
        comment=comment, moderator=moderator, act=Act.REJECT, revision=comment.revision, rule=rule, **fields
    )
    assert decision is not None
    return decision
