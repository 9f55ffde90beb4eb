"""The form above the figures: how many days, and which forum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import Forum
from perspectives.moderation.public_forms import choice_field

# The periods offered; the first is the usual one.
DAYS = {"30": gettext_lazy("30 days"), "90": gettext_lazy("90 days")}


class FiguresForm(forms.Form):
    """A period and a forum; both may be left as they are."""

    def __init__(self, data: Any, forums: Sequence[Forum]) -> None:
        super().__init__(data, auto_id="px-%s")
        self.known = {forum.slug: forum for forum in forums}
        widget = forms.Select(attrs={"class": "px-input"})
        self.fields["days"] = forms.ChoiceField(
            label=gettext_lazy("The last"), required=False, choices=list(DAYS.items()), widget=widget
        )
        named = [(forum.slug, forum.name) for forum in forums]
        self.fields["forum"] = choice_field(gettext_lazy("Forum"), gettext_lazy("All my forums"), named)

    @property
    def days(self) -> int:
        """How many days are asked for; to be read once the form is valid."""
        return int(self.cleaned_data["days"] or next(iter(DAYS)))

    @property
    def forum(self) -> Forum | None:
        """The forum asked for, None for all of them."""
        return self.known.get(self.cleaned_data["forum"])
