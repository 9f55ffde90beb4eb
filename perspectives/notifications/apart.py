"""What a mail says of sanctions, messages and mentions: that there is something, and where; no private word in it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from perspectives.moderation.models import Act, Decision
from perspectives.moderation.sanction_words import told_to_member
from perspectives.notifications.addresses import absolute
from perspectives.notifications.models import Notice, NoticeKind

# The kinds that are about a person and not about what a comment says.
APART = (NoticeKind.SANCTION, NoticeKind.MESSAGE, NoticeKind.TO_TEAM, NoticeKind.MENTION)
# Those that are for moderators.
FOR_TEAM = (NoticeKind.TO_TEAM, NoticeKind.MENTION)


def sentence_apart(notice: Notice, decision: Decision | None) -> str:
    """Return the sentence of a notice of one of these kinds."""
    if notice.kind == NoticeKind.SANCTION:
        return _of_sanction(notice, decision)
    forum = notice.discussion.forum.name
    sentences = {
        NoticeKind.MESSAGE: _("The moderators of %(forum)s wrote to you."),
        NoticeKind.TO_TEAM: _("A member wrote to the moderators of %(forum)s."),
        NoticeKind.MENTION: _("You were mentioned in a note of the moderators of %(forum)s."),
    }
    return sentences[NoticeKind(notice.kind)] % {"forum": forum}


def _of_sanction(notice: Notice, decision: Decision | None) -> str:
    """Return what a sanction means now, or that it was lifted, and which comment gave the reason."""
    if decision is None or decision.sanction is None:
        return _("A moderator has decided on something that concerns you.")
    if decision.act == Act.LIFT:
        kind = decision.sanction.get_kind_display()
        sentence = _("“%(kind)s” was lifted: it binds you no more.") % {"kind": kind}
    else:
        sentence = told_to_member(decision.sanction)
    if notice.comment is not None:
        sentence += " " + _("The reason was your comment #%(number)d.") % {"number": notice.comment.number}
    return sentence


def subject_apart(kind: NoticeKind) -> str:
    """Return the subject of a mail that tells nothing else; it names no title."""
    return {
        NoticeKind.SANCTION: _("A decision about your taking part"),
        NoticeKind.MESSAGE: _("A message from the moderators"),
        NoticeKind.TO_TEAM: _("A member wrote to the moderators"),
        NoticeKind.MENTION: _("You were mentioned in a note"),
    }[kind]


def address_apart(notice: Notice, base: str) -> str:
    """Return where the notice leads."""
    data = notice.event.data
    if notice.kind == NoticeKind.MESSAGE:
        return absolute(reverse("perspectives:my_messages", args=[notice.discussion.forum.slug]), base)
    if notice.kind == NoticeKind.TO_TEAM:
        path = reverse("perspectives:desk_messages", args=[data["member"], notice.discussion.forum.slug])
        return absolute(path, base)
    if notice.kind == NoticeKind.MENTION:
        return absolute(reverse("perspectives:desk_member", args=[data["member"]]), base)
    return absolute(reverse("perspectives:standing"), base)
