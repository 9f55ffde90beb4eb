"""The host's own people, in whatever package the host lies."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People of the host."""

    name = __name__.rpartition(".")[0]
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
