"""Refuses members who are suspended or banned, saying until when and why, and holds those who are always held."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from perspectives.discussion.screening import Submission, Verdict, hold, passed, refuse
from perspectives.moderation.models import Sanction, SanctionKind
from perspectives.moderation.moments import moment


def sanctioned(submission: Submission) -> Verdict:
    """Refuse (403) under a suspension or a ban, hold under "always held", else pass. One query."""
    sanctions = list(Sanction.objects.binding(submission.author, submission.forum, submission.now))
    kinds = {sanction.kind: sanction for sanction in sanctions}
    barring = kinds.get(SanctionKind.BAN) or kinds.get(SanctionKind.SUSPEND)
    if barring is not None:
        return refuse(_sentence(barring), http_status=403, **_facts(barring))
    if SanctionKind.HOLD in kinds:
        return hold(**_facts(kinds[SanctionKind.HOLD]))
    return passed()


def _facts(sanction: Sanction) -> dict[str, Any]:
    until = sanction.until.isoformat() if sanction.until else None
    return {"kind": sanction.kind, "until": until, "sanction": sanction.pk}


def _sentence(sanction: Sanction) -> str:
    """Return what the member is told: until when, and why."""
    reason = sanction.words
    if sanction.until is None:
        return _("You cannot write here. The reason given: %(reason)s") % {"reason": reason}
    return _("You cannot write here until %(until)s. The reason given: %(reason)s") % {
        "until": moment(sanction.until),
        "reason": reason,
    }
