"""The rows of moderation: rules, reports, decisions, sanctions, appeals, and what the desk remembers."""

from perspectives.moderation.models.appeal import Appeal
from perspectives.moderation.models.choices import Act, Reason, SanctionKind, Severity
from perspectives.moderation.models.decision import Decision, LogEntry, LogHead
from perspectives.moderation.models.desk import Claim, Passed
from perspectives.moderation.models.policy import PolicyChange
from perspectives.moderation.models.report import LegalNotice, Report
from perspectives.moderation.models.rule import Rule, RuleRevision
from perspectives.moderation.models.sanction import Sanction
from perspectives.moderation.models.team import Message, Note
from perspectives.moderation.models.triage import TriageModel

__all__ = [
    "Act",
    "Appeal",
    "Claim",
    "Decision",
    "LegalNotice",
    "LogEntry",
    "LogHead",
    "Message",
    "Note",
    "Passed",
    "PolicyChange",
    "Reason",
    "Report",
    "Rule",
    "RuleRevision",
    "Sanction",
    "SanctionKind",
    "Severity",
    "TriageModel",
]
