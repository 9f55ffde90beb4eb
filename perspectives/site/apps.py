"""The site as an app: its templates and static files come before the plugin's."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The ready-to-run site."""

    name = "perspectives.site"
    label = "perspectives_site"
    verbose_name = "Perspectives: the site"

    def ready(self) -> None:
        """Register the receivers of the account pages."""
        from perspectives.site.accounts import receivers  # noqa: F401
