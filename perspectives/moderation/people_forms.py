"""The forms on a member's page, of messages, and of the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import RoleKind
from perspectives.moderation.forms import LARGEST_KEY, WordsField
from perspectives.moderation.sanction_forms import SanctionFields


class MemberSanctionForm(SanctionFields):
    """Sanction a member from the member's page; who judges everywhere may do so everywhere."""

    everywhere = forms.BooleanField(label=gettext_lazy("In every forum"), required=False)

    def __init__(self, data: Any = None, *, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(data, auto_id="id_sanction_%s", **kwargs)
        if not everywhere:
            del self.fields["everywhere"]


class LiftForm(forms.Form):
    """Lift a sanction, and bring back what was hidden with it or not."""

    sanction = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    restore = forms.BooleanField(required=False)


class WordsForm(forms.Form):
    """A note, or a line of a private thread."""

    body = WordsField(label=gettext_lazy("Your words"), rows=4)

    def __init__(self, data: Any = None, *, label: str, help_text: str = "", number: int = 0) -> None:
        super().__init__(data, auto_id=f"id_words_{number}_%s")
        self.label_suffix = ""
        self.fields["body"].label, self.fields["body"].help_text = label, help_text


def note_form_of(data: Any = None, *, number: int = 0) -> WordsForm:
    """Return the form for a note; `number` tells those on one page apart."""
    help_text = _("Only the team of this forum reads it. “@” before the name of a colleague tells that one.")
    return WordsForm(data, label=_("A note for the team"), help_text=help_text, number=number)


class RoleForm(forms.Form):
    """Give somebody an office."""

    name = forms.CharField(
        label=gettext_lazy("Display name"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "px-input", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Office"), choices=RoleKind.choices, widget=forms.Select(attrs={"class": "px-input"})
    )

    def __init__(self, data: Any = None, *, number: int) -> None:
        super().__init__(data, auto_id=f"id_role_{number}_%s")
        self.label_suffix = ""
