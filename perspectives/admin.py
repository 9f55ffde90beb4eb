"""Django's door to the admin: each room registers its own models."""

from perspectives.notifications import admin as notifications
from perspectives.publishing import admin as publishing

__all__ = ["notifications", "publishing"]
