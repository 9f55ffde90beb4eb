"""Holds or refuses what members write whose address is at a listed domain; the address itself is told to nobody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from perspectives.discussion.screening import Submission, Verdict, hold, not_asked, passed, refuse
from perspectives.moderation.hosts import domain_of, is_listed


def mail(submission: Submission) -> Verdict:
    """Refuse (403) under a refused mail domain, hold under a held one; the forum's team is exempt.

    One query, where the forum has such a list. Not even the domain is among the facts.
    """
    forum = submission.forum
    if submission.is_staff or not (forum.refused_mail_domains.strip() or forum.held_mail_domains.strip()):
        return not_asked()
    user = submission.author.user
    domain = domain_of(getattr(user, user.get_email_field_name()) or "") if user else ""
    if is_listed(domain, forum.refused_mail_domains):
        message = _("This forum takes no comments from accounts with an address at your mail provider.")
        return refuse(message, http_status=403, listed=True)
    return hold(listed=True) if is_listed(domain, forum.held_mail_domains) else passed()
