"""What is known of people on the desk: sanctions, notes and messages, and where they are read."""

from __future__ import annotations

from django.urls import reverse

from perspectives.discussion.models import Forum
from perspectives.members.models import Member
from perspectives.moderation.actions import sanction_member, write_message, write_note
from perspectives.moderation.models import SanctionKind


def about(ben: Member, forum: Forum, mod: Member) -> None:
    """Let there be something of everything on Ben's page, and on his own."""
    for kind in (SanctionKind.HOLD, SanctionKind.WARN):
        sanction_member(member=ben, forum=forum, kind=kind, words="Argue with the point.", by=mod)
    write_note(forum=forum, member=ben, by=mod, body="We spoke about it.")
    for by in (mod, ben):
        write_message(forum=forum, member=ben, by=by, body="About your last comment.")


def rooms(forum: Forum, ben: Member) -> dict[str, str]:
    """Return the addresses that are about Ben."""
    return {
        "desk_member": reverse("perspectives:desk_member", args=[ben.key]),
        "desk_messages": reverse("perspectives:desk_messages", args=[ben.key, forum.slug]),
        "my_messages": reverse("perspectives:my_messages", args=[forum.slug]),
    }
