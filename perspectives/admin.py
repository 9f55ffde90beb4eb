"""Django's door to the admin: each model is registered in its room."""

from perspectives.discussion import admin as discussion_admin
from perspectives.members import admin as members_admin
from perspectives.moderation import admin as moderation_admin
from perspectives.notifications import admin as notifications_admin
from perspectives.publishing import admin as publishing_admin

__all__ = ["discussion_admin", "members_admin", "moderation_admin", "notifications_admin", "publishing_admin"]
