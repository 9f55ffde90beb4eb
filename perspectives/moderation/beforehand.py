"""What checks would ask about nearly every comment, asked with everything else that posting asks.

Most members are under no sanction and no newcomers: for them these checks ask nothing by themselves.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from perspectives.discussion.asking import ask_beforehand
from perspectives.discussion.models import Comment, Status
from perspectives.moderation.models import Sanction, TriageModel

SANCTIONED, KNOWN, TRIAGE = "sanctioned", "known", "triage"


def _sanctioned(slug: str) -> Exists:
    """Whether there is a sanction of any kind on the member there, be it over or not."""
    here = Q(forum__isnull=True) | Q(forum__discussions__slug=slug)
    return Exists(Sanction.objects.filter(here, member=OuterRef("pk")))


def _known(slug: str) -> Exists:
    """Whether the member has a public comment in the forum of the discussion."""
    return Exists(
        Comment.objects.filter(author=OuterRef("pk"), status=Status.PUBLIC, discussion__forum__discussions__slug=slug)
    )


def _triage(slug: str) -> Exists:
    """Whether anything was ever learned from decisions; of no member and no discussion."""
    return Exists(TriageModel.objects.all())


ask_beforehand(SANCTIONED, _sanctioned)
ask_beforehand(KNOWN, _known)
ask_beforehand(TRIAGE, _triage)
