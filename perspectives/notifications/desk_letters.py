"""What a moderator's daily mail says: how much waits where and since when; nothing anybody wrote."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.conf import conf
from perspectives.discussion.queries import Viewer
from perspectives.members.models import DeskMail
from perspectives.moderation.moments import moment
from perspectives.moderation.waiting import Waiting
from perspectives.notifications.addresses import absolute
from perspectives.notifications.letters import address_of, headers_of
from perspectives.notifications.models import DeskLetter, NoticeKind
from perspectives.notifications.preferences import desk_mail_of
from perspectives.notifications.rules import Dropped
from perspectives.notifications.tokens import make_token
from perspectives.text.clean import clean_line


def reason_to_drop(letter: DeskLetter, viewer: Viewer, waiting: list[Waiting], today: date) -> str:
    """Return why a daily mail is not to be sent, or "" if it is; asked again at each sending."""
    if letter.member.erased_at is not None:
        return Dropped.LEFT
    if not address_of(letter.member):
        return Dropped.NO_ADDRESS
    if desk_mail_of(letter.member) != DeskMail.DAILY:
        return Dropped.SWITCHED_OFF
    if not viewer.is_moderator:
        return Dropped.NOT_VISIBLE
    if letter.day < today:
        return Dropped.REPLACED
    return "" if waiting else Dropped.SETTLED


def compose(letter: DeskLetter, waiting: list[Waiting], base: str) -> EmailMessage:
    """Return the mail, in the site's language."""
    with translation.override(settings.LANGUAGE_CODE):
        token = make_token(letter.member.key, [NoticeKind.WAITING])
        unsubscribe = absolute(reverse("perspectives:unsubscribe", args=[token]), base)
        context = {
            "member": letter.member,
            "lines": [_line(found) for found in waiting],
            "desk": absolute(reverse("perspectives:desk"), base),
            "unsubscribe": unsubscribe,
            "notices": absolute(reverse("perspectives:notices"), base),
            "site_name": conf.SITE_NAME,
        }
        return EmailMessage(
            subject=_subject(sum(found.count for found in waiting)),
            body=render_to_string("perspectives/notifications/desk_mail.txt", context),
            to=[address_of(letter.member)],
            headers=headers_of(letter.message_id, unsubscribe),
        )


def _subject(number: int) -> str:
    """Return the subject, with how much waits."""
    said = ngettext(
        "%(count)d item waits for moderation on %(site)s", "%(count)d items wait for moderation on %(site)s", number
    )
    return clean_line(said % {"count": number, "site": conf.SITE_NAME})


def _line(found: Waiting) -> str:
    """Return one line: kind, forum, how many, and since when the oldest waits."""
    names = {
        "kind": found.kind,
        "forum": clean_line(str(found.forum)),
        "count": found.count,
        "since": moment(found.oldest),
    }
    return _("%(kind)s in %(forum)s: %(count)d, the oldest since %(since)s") % names
