"""The plugin's settings: one dict `PERSPECTIVES` in the host's settings, read lazily over these defaults."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # What a host replaces.
    "BASE_TEMPLATE": "perspectives/base.html",
    # Scheme and host for addresses in mail, which is sent without a request; "" asks django.contrib.sites.
    "BASE_URL": "",
    # The name in the masthead, in feeds and in mail.
    "SITE_NAME": "Perspectives",
    # Where a signed-out visitor is sent; None means LOGIN_URL.
    "LOGIN_URL": None,
    # Where a new member may sign up, an address or the name of a view; "" shows no such link.
    "SIGNUP_URL": "",
    # The name in CACHES of the cache for pages of signed-out readers; None keeps no pages. It is never needed.
    "CACHE": "default",
    # Part of what pages are kept under: change it with whatever your own frame shows and templates do not tell.
    "RELEASE": "",
    # Reading. A page of a thread holds whole conversations up to this many comments.
    "THREAD_PAGE_SIZE": 200,
    # Every other list; never more than 100.
    "LIST_PAGE_SIZE": 25,
    # Deeper answers are not indented further: past six steps a phone has no room for words.
    "INDENT_DEPTH": 6,
    # Writing. Characters of Markdown in one comment, before it is parsed.
    "COMMENT_MAX_LENGTH": 20_000,
    "COMMENT_MIN_LENGTH": 2,
    # A writer may edit so long after posting, and only until somebody else's public answer.
    "EDIT_WINDOW": timedelta(minutes=15),
    # Tags on one comment.
    "COMMENT_TAGS": 5,
    # Screening: dotted paths, run in this order; a refusal ends the run.
    "CHECKS": [
        "perspectives.moderation.checks.closed",
        "perspectives.moderation.checks.sanctioned",
        "perspectives.moderation.checks.length",
        "perspectives.moderation.checks.flood",
        "perspectives.moderation.checks.slow",
        "perspectives.moderation.checks.mail",
        "perspectives.moderation.checks.duplicate",
        "perspectives.moderation.checks.links",
        "perspectives.moderation.checks.words",
        "perspectives.moderation.checks.own_tags",
        # Gives a text back once, so that whatever else refuses it should have done so before.
        "perspectives.moderation.checks.tone",
        "perspectives.moderation.checks.haste",
        "perspectives.moderation.checks.shouting",
        "perspectives.moderation.checks.near_duplicate",
        "perspectives.moderation.checks.newcomer",
        "perspectives.moderation.checks.policy",
        "perspectives.moderation.checks.triage",
    ],
    # Checks that a rehearsal runs: they look at the text and the forum's settings, and ask the database nothing.
    "REHEARSED_CHECKS": [
        "perspectives.moderation.checks.length",
        "perspectives.moderation.checks.links",
        "perspectives.moderation.checks.words",
        "perspectives.moderation.checks.tone",
        "perspectives.moderation.checks.shouting",
    ],
    # For the optional check perspectives.moderation.checks.akismet.akismet: the key, this site's address as Akismet
    # knows it, and whether it is told members' e-mail addresses beside what it needs (text, name, network address).
    "AKISMET": {"key": "", "blog": "", "send_email": False},
    # Attempts allowed as {kind: [(how many, within how many seconds), ...]}, for an account and for an address.
    "LIMITS": {
        "post": [(5, 60), (30, 3600), (100, 86_400)],
        "report": [(5, 60), (30, 3600)],
        # Lines between a member and a forum's moderators.
        "message": [(5, 60), (30, 3600)],
        "preview": [(30, 60), (300, 3600)],
        "search": [(60, 60)],
        "name": [(5, 3600)],
        # Notices of illegal content: anybody may give one, and each sends a receipt to an address that is only said.
        "legal": [(5, 3600), (15, 86_400)],
        # Texts kept in sessions while their writers sign in; of an address, which is all that is known then.
        "keep": [(5, 60), (30, 3600)],
    },
    # An address may be a whole office: it is allowed this many times what an account is.
    "ADDRESS_FACTOR": 4,
    # Days that attempts and addresses are kept.
    "ATTEMPT_DAYS": 30,
    # Proxies in front of the server whose X-Forwarded-For entries are true; 0 trusts none.
    "TRUSTED_PROXIES": 0,
    # Publishing: bytes of one document.
    "IMPORT_MAX_BYTES": 1_000_000,
    # Telling. One mail to a person about one discussion in this time; and mails one comment may cause.
    "MAIL_INTERVAL": timedelta(minutes=10),
    "MAILS_PER_COMMENT": 10,
    # Try to send right after the change is saved; False leaves all mail to `send_notices`.
    "SEND_MAIL_AT_ONCE": True,
    # Seconds a request waits for the mail server, all its mails together; a mail that takes longer goes on by itself.
    "MAIL_TIMEOUT": 0.8,
    # From this hour on, in TIME_ZONE, moderators who want one mail a day get it, to begin the day with.
    "DESK_MAIL_HOUR": 7,
    # Days an unsubscribe link works.
    "UNSUBSCRIBE_DAYS": 365,
    # Days in which a writer may appeal against a decision; six months, as article 20 of the EU's Digital Services Act
    # asks of those whom it binds.
    "APPEAL_DAYS": 183,
    # Other ways of redress (an ombudsman, a dispute settlement body, a court): said under every statement of reasons
    # and every answer to a notice; "" says nothing.
    "REDRESS_TEXT": "",
    # Sent by perspectives.web.middleware.ContentSecurityPolicyMiddleware.
    "CONTENT_SECURITY_POLICY": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
    },
}


class Conf:
    """Attribute access to `settings.PERSPECTIVES` over DEFAULTS; nothing is kept, so `override_settings` works."""

    def __getattr__(self, name: str) -> Any:
        """Return the host's value of setting `name`, else the default; AttributeError for unknown names."""
        if name not in DEFAULTS:
            raise AttributeError(f"There is no setting PERSPECTIVES[{name!r}]")
        return getattr(settings, "PERSPECTIVES", {}).get(name, DEFAULTS[name])


conf = Conf()
