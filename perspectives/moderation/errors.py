"""What the moderation room refuses, in words a moderator or a reader can act on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from perspectives.discussion.errors import Conflict, Refused
from perspectives.moderation.models import Decision
from perspectives.moderation.moments import moment


class NotFound(Refused):
    """Not there, or not for this person: both are told alike."""

    http_status = 404
    code = "not-found"

    def __init__(self) -> None:
        super().__init__(_("There is no such thing here."))


class OwnComment(Refused):
    """A moderator would judge what the moderator wrote; somebody else of the team can."""

    code = "own"

    def __init__(self) -> None:
        super().__init__(_("This comment is your own: somebody else of the team decides on it."))


class OwnMatter(Refused):
    """A moderator would act as one upon oneself."""

    code = "own"

    def __init__(self) -> None:
        super().__init__(_("This is about yourself: somebody else of the team does it."))


class DecidedMeanwhile(Conflict):
    """Another moderator was first; `decision` is what was decided."""

    code = "decided-meanwhile"

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(
            _("%(name)s has decided on this meanwhile: %(what)s, %(when)s. Nothing of yours was saved; look again.")
            % {"name": name_of(decision), "what": what_of(decision), "when": moment(decision.created_at)}
        )


class PolicyChangedMeanwhile(Conflict):
    """Somebody else has saved other settings meanwhile; `present` are the settings that stand."""

    code = "policy-changed"

    def __init__(self, present: dict[str, object]) -> None:
        self.present = present
        super().__init__(
            _("Somebody has changed these settings meanwhile. Nothing of yours was saved: compare, and save again.")
        )


def name_of(decision: Decision) -> str:
    """Return who decided, in words."""
    return decision.by.display_name if decision.by else _("A rule")


def what_of(decision: Decision) -> str:
    """Return what was decided, with the rule if there is one."""
    act = decision.get_act_display().lower()
    return f"{act} ({decision.rule_title})" if decision.rule_title else act
