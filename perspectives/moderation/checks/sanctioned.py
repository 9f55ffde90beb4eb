"""Refuses members who are suspended, banned or have not read a warning, saying why, and holds the always held."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from perspectives.discussion.errors import Settle
from perspectives.discussion.prepared import Prepared
from perspectives.discussion.screening import Submission, Verdict, hold, passed, refuse
from perspectives.moderation.beforehand import SANCTIONED
from perspectives.moderation.models import Sanction, SanctionKind
from perspectives.moderation.moments import moment


def sanctioned(submission: Submission) -> Verdict:
    """Refuse (403) under a suspension, a ban or a warning that waits to be read, hold under "always held", else pass.

    No query where it was asked before that there is none, one where it was not.
    """
    if submission.beforehand.get(SANCTIONED) is False:
        return passed()
    found = BINDING.rows(submission.author.pk, submission.forum.pk, submission.now)
    sanctions = Sanction.objects.filter(pk__in=[key for (key,) in found]) if found else []
    kinds = {sanction.kind: sanction for sanction in sanctions}
    barring = kinds.get(SanctionKind.BAN) or kinds.get(SanctionKind.SUSPEND)
    if barring is not None:
        return refuse(_sentence(barring), http_status=403, **_facts(barring))
    warning = kinds.get(SanctionKind.WARN)
    if warning is not None:
        return _to_be_read(warning)
    if SanctionKind.HOLD in kinds:
        return hold(**_facts(kinds[SanctionKind.HOLD]))
    return passed()


def _binding(member: int, forum: int, now: datetime) -> QuerySet[Sanction, tuple[Any, ...]]:
    return Sanction.objects.binding(member, forum, now).values_list("pk")


BINDING = Prepared(_binding)


def _facts(sanction: Sanction) -> dict[str, Any]:
    until = sanction.until.isoformat() if sanction.until else None
    return {"kind": sanction.kind, "until": until, "sanction": sanction.pk}


def _to_be_read(warning: Sanction) -> Verdict:
    """Refuse until the warning is acknowledged; the composer offers to do so, and keeps the text."""
    message = _("A moderator has warned you. Please read this before you go on: %(reason)s")
    verdict = refuse(message % {"reason": warning.words}, http_status=403, **_facts(warning))
    address = reverse("perspectives:acknowledge", args=[warning.pk])
    return replace(verdict, settle=Settle(address, _("I have read this")))


def _sentence(sanction: Sanction) -> str:
    """Return what the member is told: until when, and why."""
    reason = sanction.words
    if sanction.until is None:
        return _("You cannot write here. The reason given: %(reason)s") % {"reason": reason}
    return _("You cannot write here until %(until)s. The reason given: %(reason)s") % {
        "until": moment(sanction.until),
        "reason": reason,
    }
