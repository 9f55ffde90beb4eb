"""Refuses texts that are blank, too short to say anything, or longer than the forum takes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.conf import conf
from perspectives.discussion.screening import Submission, Verdict, passed, refuse
from perspectives.text.clean import is_blank


def length(submission: Submission) -> Verdict:
    """Refuse (422) by characters: those typed against the maximum, those a reader sees against the minimum."""
    typed = len(submission.body)
    most, least = conf.COMMENT_MAX_LENGTH, conf.COMMENT_MIN_LENGTH
    if typed > most:
        message = _("Your text has %(typed)d characters; at most %(most)d fit. Please shorten it.")
        return refuse(message % {"typed": typed, "most": most}, characters=typed, most=most)
    seen = submission.plain
    if is_blank(seen):
        return refuse(_("Write something first."), characters=0, least=least)
    if len(seen) < least:
        return refuse(_too_short(least), characters=len(seen), least=least)
    return passed(characters=len(seen))


def _too_short(least: int) -> str:
    return ngettext("Write at least %(least)d character.", "Write at least %(least)d characters.", least) % {
        "least": least
    }
