"""Sentences that more than one page of the room says."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

EXPIRED = _("This form was open for so long that it expired. Your text is kept: please send it once more.")


def waiting_time(seconds: int) -> str:
    """Return a time to wait in words, in the largest unit that says it in whole numbers or nearly so."""
    if seconds < 120 and seconds != 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    if seconds < 2 * 3600 and seconds != 3600:
        minutes = -(-seconds // 60)
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = -(-seconds // 3600)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def slow_mode(seconds: int) -> str:
    """Return the sentence about a discussion's slow mode; "" where it has none."""
    said = gettext("Slow mode: between two comments here you wait %(time)s.")
    return said % {"time": waiting_time(seconds)} if seconds else ""
