"""What the frame of a page needs, for the pages that Django and allauth render."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from perspectives.conf import conf
from perspectives.discussion.frame import login_url
from perspectives.discussion.rules import viewer_of
from perspectives.web.reversing import address, landing


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of `base.html`; who reads is looked up only where a template asks (the admin does not)."""
    return {
        "px_base": conf.BASE_TEMPLATE,
        "px_viewer": SimpleLazyObject(lambda: viewer_of(request)),
        "px_site_name": conf.SITE_NAME,
        "px_login_url": login_url("/"),
        "px_signup_url": landing(conf.SIGNUP_URL) if conf.SIGNUP_URL else "",
        "px_account_url": address("account_home"),
    }
