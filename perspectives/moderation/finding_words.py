"""The facts of each check in words a moderator can read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.discussion.models import Policy
from perspectives.moderation.moments import moment
from perspectives.moderation.trust_of_reports import UNKNOWN

Facts = dict[str, Any]


def _closed(facts: Facts) -> str:
    return _("The discussion is locked.") if facts.get("state") else _("The discussion is open.")


def _sanctioned(facts: Facts) -> str:
    if not facts:
        return _("No sanction binds the member.")
    if facts["kind"] == "hold":
        return _("This member's comments are always held.")
    if facts["kind"] == "warn":
        return _("A warning was not acknowledged yet.")
    if facts["until"] is None:
        return _("The member is banned.")
    return _("The member is suspended until %(until)s.") % {"until": moment(datetime.fromisoformat(facts["until"]))}


def _length(facts: Facts) -> str:
    count = facts["characters"]
    return ngettext("%(count)d character", "%(count)d characters", count) % {"count": count}


def _flood(facts: Facts) -> str:
    if not facts:
        return _("At an ordinary pace.")
    return _("Too often; may write again in %(seconds)d seconds.") % {"seconds": facts["seconds"]}


def _duplicate(facts: Facts) -> str:
    if not facts:
        return _("Not said before.")
    return _("The same text as #%(number)d in “%(slug)s”.") % {"number": facts["number"], "slug": facts["slug"]}


def _slow(facts: Facts) -> str:
    if not facts:
        return _("Waited long enough.")
    return _("Too soon in slow mode; may write here again in %(seconds)d seconds.") % {"seconds": facts["seconds"]}


def _mail(facts: Facts) -> str:
    return _("The account's mail domain is listed.") if facts else _("The account's mail domain is not listed.")


def _links(facts: Facts) -> str:
    if "hosts" not in facts:
        return _links_counted(facts)
    hosts = _("To listed hosts: %(hosts)s") % {"hosts": ", ".join(facts["hosts"])}
    return f"{_links_counted(facts)}. {hosts}" if "links" in facts else hosts


def _links_counted(facts: Facts) -> str:
    said = ngettext("%(links)d link, %(allowed)d allowed", "%(links)d links, %(allowed)d allowed", facts["links"])
    return said % {"links": facts["links"], "allowed": facts["allowed"]}


def _reports(facts: Facts) -> str:
    said = ngettext(
        "%(count)d report that weighs like %(weight)s of unknown readers; held from %(threshold)s",
        "%(count)d reports that weigh like %(weight)s of unknown readers; held from %(threshold)s",
        facts["reports"],
    )
    weight, threshold = (number_format(facts[name] / UNKNOWN, 1) for name in ("weight", "threshold"))
    return said % {"count": facts["reports"], "weight": weight, "threshold": threshold}


def _words(facts: Facts) -> str:
    if not facts:
        return _("None of the listed words.")
    return _("Listed: %(words)s") % {"words": ", ".join(facts["words"])}


def _own_tags(facts: Facts) -> str:
    if not facts:
        return _("None that this member may not use.")
    return _("Not among those suggested here: %(tags)s") % {"tags": ", ".join(facts["tags"])}


def _tone(facts: Facts) -> str:
    if not facts:
        return _("No words of a harsh tone.")
    return _("Harsh: %(words)s") % {"words": ", ".join(facts["words"])}


def _haste(facts: Facts) -> str:
    if facts["seconds"] is None:
        return _("It is not known when the form was opened.")
    said = ngettext(
        "Written in %(seconds)d second, at least %(least)d expected",
        "Written in %(seconds)d seconds, at least %(least)d expected",
        facts["seconds"],
    )
    return said % {"seconds": facts["seconds"], "least": facts["least"]}


def _shouting(facts: Facts) -> str:
    said = _("%(capitals)d%% capitals, %(allowed)d%% allowed")
    return said % {"capitals": facts["capitals"], "allowed": facts["allowed"]}


def _near_duplicate(facts: Facts) -> str:
    if not facts:
        return _("Nothing nearly the same elsewhere.")
    said = _("Nearly the same (%(alike)d%%) as #%(number)d in “%(slug)s”.")
    return said % {"alike": facts["alike"], "number": facts["number"], "slug": facts["slug"]}


def _newcomer(facts: Facts) -> str:
    if not facts:
        return _("Not asked here.")
    said = ngettext(
        "%(public)d public comment here, %(needed)d needed",
        "%(public)d public comments here, %(needed)d needed",
        facts["public"],
    )
    return said % {"public": facts["public"], "needed": facts["needed"]}


def _policy(facts: Facts) -> str:
    return str(Policy(facts["policy"]).label)


def _triage(facts: Facts) -> str:
    if not facts:
        return _("Nothing learned yet.")
    said = [_("%(percent)d in 100 like what was removed here") % {"percent": round(facts["score"] / 10)}]
    like = facts.get("like") or {}
    if like:
        said.append(_like(like["rule"], like["count"]))
    words = [word for word, side in facts.get("words", []) if side > 0]
    if words:
        said.append(_("because of: %(words)s") % {"words": ", ".join(words)})
    return "; ".join(said)


def _like(rule: int, count: int) -> str:
    """Return what removed comments a text is like."""
    if not rule:
        said = ngettext("like %(count)d comment marked as spam", "like %(count)d comments marked as spam", count)
        return said % {"count": count}
    said = ngettext(
        "like %(count)d comment rejected under rule %(rule)d",
        "like %(count)d comments rejected under rule %(rule)d",
        count,
    )
    return said % {"count": count, "rule": rule}


def _akismet(facts: Facts) -> str:
    if not facts:
        return _("Not asked.")
    if not facts["spam"]:
        return _("Akismet does not take it for spam.")
    return _("Akismet takes it for blatant spam.") if facts["blatant"] else _("Akismet takes it for spam.")


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "closed": _closed,
    "sanctioned": _sanctioned,
    "length": _length,
    "flood": _flood,
    "slow": _slow,
    "mail": _mail,
    "duplicate": _duplicate,
    "links": _links,
    "reports": _reports,
    "words": _words,
    "own_tags": _own_tags,
    "tone": _tone,
    "haste": _haste,
    "shouting": _shouting,
    "near_duplicate": _near_duplicate,
    "newcomer": _newcomer,
    "policy": _policy,
    "triage": _triage,
    "akismet": _akismet,
}
