"""The theme app: its folder holds `templates/` and `static/`, wherever the plugin was installed from."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def folder() -> Path:
    """Return the folder that holds `templates/` and `static/`.

    In a wheel they lie beside this file; in a checkout, and so in an editable install, at the top of the repo.
    """
    return ROOT if (ROOT / "templates" / "perspectives").is_dir() and not (HERE / "templates").is_dir() else HERE


class ThemeConfig(AppConfig):
    """The plugin's templates and static files as an app, so that Django's own finders and loaders find them."""

    name = "perspectives.theme"
    label = "perspectives_theme"
    verbose_name = _("Perspectives: theme")
    path = str(folder())
