"""Django's door to the admin: each model is registered in its room."""

from perspectives.discussion import admin as discussion_admin
from perspectives.members import admin as members_admin
from perspectives.moderation import admin as moderation_admin
from perspectives.moderation import discussion_admin as moderated_discussion_admin
from perspectives.moderation import policy_admin, record_admin, sanction_admin, team_admin
from perspectives.notifications import admin as notifications_admin
from perspectives.publishing import admin as publishing_admin

__all__ = [
    "discussion_admin",
    "members_admin",
    "moderated_discussion_admin",
    "moderation_admin",
    "notifications_admin",
    "policy_admin",
    "publishing_admin",
    "record_admin",
    "sanction_admin",
    "team_admin",
]
