"""Ask Akismet whether a text is spam: for hosts who choose to, with the extra "akismet" installed.

In a module of its own, which nothing imports but the dotted path `perspectives.moderation.checks.akismet.akismet` in
PERSPECTIVES["CHECKS"]: without it neither the package nor the service is needed.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from akismet import AkismetError, CheckResponse, Config, SyncClient

from perspectives.conf import conf
from perspectives.discussion.models import Answer
from perspectives.discussion.screening import Submission, Verdict, passed

logger = logging.getLogger(__name__)

# What Akismet takes for spam is as pressing as anything can be.
SPAM = 1000


def akismet(submission: Submission) -> Verdict:
    """Hold what Akismet takes for spam until a moderator has looked; refuse nothing.

    Texts of the team are not sent, nor those that come from no address, without which Akismet does not answer. Where
    it is silent for a second, or the key is wrong, the text is taken, and the check "did not run".
    """
    if submission.is_staff or not submission.address:
        return passed()
    try:
        response = _client(conf.AKISMET.get("key", ""), conf.AKISMET.get("blog", "")).comment_check(**_sent(submission))
    except AkismetError as error:
        # Without its words: those of a wrong key repeat the key.
        logger.warning("Akismet was not asked: %s.", type(error).__name__)
        return Verdict(Answer.DID_NOT_RUN, {"error": type(error).__name__})
    if response == CheckResponse.HAM:
        return passed(spam=False)
    return Verdict(
        Answer.HOLD, {"spam": True, "score": SPAM, "blatant": response == CheckResponse.DISCARD}, weight=SPAM
    )


@lru_cache(maxsize=4)
def _client(key: str, blog: str) -> SyncClient:
    """Return the client of a process, which keeps its connection; the package gives up after a second's silence."""
    return SyncClient(config=Config(key=key, url=blog))


def _sent(submission: Submission) -> dict[str, Any]:
    """Return what Akismet is told: address, name and text; the e-mail address only where the host says so."""
    told = {
        "user_ip": submission.address,
        "comment_type": "reply" if submission.parent else "comment",
        "comment_author": submission.author.name,
        "comment_content": submission.body,
    }
    user = submission.author.user
    if conf.AKISMET.get("send_email") and user is not None:
        told["comment_author_email"] = getattr(user, user.get_email_field_name(), "") or ""
    return told
