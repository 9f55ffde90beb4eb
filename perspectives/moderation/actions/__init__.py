"""What can be done in moderation, a file per verb."""

from perspectives.moderation.actions.answer_notice import act_on_notice, dismiss_notice
from perspectives.moderation.actions.appeal import Appealed, make_appeal
from perspectives.moderation.actions.claim import claim_comment
from perspectives.moderation.actions.decide import decide
from perspectives.moderation.actions.decide_many import Chosen, Outcome, decide_many, undo_many
from perspectives.moderation.actions.give_notice import Notifier, give_notice
from perspectives.moderation.actions.judge import judge_appeal
from perspectives.moderation.actions.learn import TooFew, learn_triage
from perspectives.moderation.actions.lock import lock_discussion, unlock_discussion
from perspectives.moderation.actions.mark import MARKS, mark_comment, may_mark
from perspectives.moderation.actions.message import may_write_to_team, read_messages, write_message
from perspectives.moderation.actions.note import write_note
from perspectives.moderation.actions.pass_on import pass_on, take_back
from perspectives.moderation.actions.report import Reported, report_comment
from perspectives.moderation.actions.sanction import Lifted, Sanctioned, acknowledge, lift_sanction, sanction_member
from perspectives.moderation.actions.save_policy import save_policy
from perspectives.moderation.actions.save_rule import exchange_rules, save_rule
from perspectives.moderation.actions.suspend import lift_suspension, suspend_member
from perspectives.moderation.actions.team import appoint, discharge, give_role, take_role
from perspectives.moderation.actions.undo import undo_decision

__all__ = [
    "MARKS",
    "Appealed",
    "Chosen",
    "Lifted",
    "Notifier",
    "Outcome",
    "Reported",
    "Sanctioned",
    "TooFew",
    "acknowledge",
    "act_on_notice",
    "appoint",
    "claim_comment",
    "decide",
    "decide_many",
    "discharge",
    "dismiss_notice",
    "exchange_rules",
    "give_notice",
    "give_role",
    "judge_appeal",
    "learn_triage",
    "lift_sanction",
    "lift_suspension",
    "lock_discussion",
    "make_appeal",
    "mark_comment",
    "may_mark",
    "may_write_to_team",
    "pass_on",
    "read_messages",
    "report_comment",
    "sanction_member",
    "save_policy",
    "save_rule",
    "suspend_member",
    "take_back",
    "take_role",
    "undo_decision",
    "undo_many",
    "unlock_discussion",
    "write_message",
    "write_note",
]
