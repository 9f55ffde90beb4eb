"""Sanctions in words: what a moderator is told was done, and what a member is told binds."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.moderation.actions import Lifted, Sanctioned
from perspectives.moderation.models import Sanction, SanctionKind
from perspectives.moderation.moments import moment


def told_of_hiding(done: Sanctioned) -> list[str]:
    """Return the sentences on comments that were hidden with a sanction, and on those that are left."""
    said = []
    if done.hidden:
        words = ngettext("%(count)d comment is hidden with it.", "%(count)d comments are hidden with it.", done.hidden)
        said.append(words % {"count": done.hidden})
    if done.left:
        words = ngettext(
            "%(count)d comment is left: send the form once more to hide it as well.",
            "%(count)d comments are left: send the form once more to hide them as well.",
            done.left,
        )
        said.append(words % {"count": done.left})
    return said


def told_of_lifting(done: Lifted) -> str:
    """Return the sentence on a sanction that was lifted."""
    if done.decision is None and not done.restored:
        return _("Nothing was left to do: it is so already.")
    words = ngettext(
        "It is lifted, and %(count)d comment is back.", "It is lifted, and %(count)d comments are back.", done.restored
    )
    return words % {"count": done.restored} if done.restored else _("It is lifted.")


def told_to_member(sanction: Sanction) -> str:
    """Return what a sanction means for the member, in a sentence."""
    until = moment(sanction.until) if sanction.until else ""
    if sanction.kind == SanctionKind.WARN:
        return _("This is a warning. You can write again as soon as you have said that you read it.")
    if sanction.kind == SanctionKind.HOLD and until:
        return _("Until %(until)s a moderator looks at each of your comments before others can read it.") % {
            "until": until
        }
    if sanction.kind == SanctionKind.HOLD:
        return _("A moderator looks at each of your comments before others can read it.")
    if until:
        return _("You cannot write until %(until)s. It ends by itself.") % {"until": until}
    return _("You cannot write any more.")
