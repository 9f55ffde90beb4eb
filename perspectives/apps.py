"""The app: its name, its label, and what it connects when Django is ready."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PerspectivesConfig(AppConfig):
    """Perspectives as one Django app."""

    name = "perspectives"
    label = "perspectives"
    verbose_name = _("Perspectives")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks and the rooms' receivers."""
        from perspectives import checks  # noqa: F401
        from perspectives.discussion import authors, receivers  # noqa: F401
        from perspectives.members import receivers as leaving  # noqa: F401
        from perspectives.moderation import (
            beforehand,  # noqa: F401
            seeding,  # noqa: F401
        )
        from perspectives.moderation import receivers as forgetting  # noqa: F401
        from perspectives.notifications import receivers as telling  # noqa: F401
        from perspectives.publishing import receivers as tying  # noqa: F401
