"""What can be done in moderation, a file per verb."""

from perspectives.moderation.actions.decide import decide
from perspectives.moderation.actions.lock import lock_discussion, unlock_discussion
from perspectives.moderation.actions.report import Reported, report_comment
from perspectives.moderation.actions.suspend import lift_suspension, suspend_member
from perspectives.moderation.actions.undo import undo_decision

__all__ = [
    "Reported",
    "decide",
    "lift_suspension",
    "lock_discussion",
    "report_comment",
    "suspend_member",
    "undo_decision",
    "unlock_discussion",
]
