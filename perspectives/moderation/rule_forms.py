"""The form in which a rule is worded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perspectives.moderation.forms import WordsField
from perspectives.moderation.models import Rule, Severity
from perspectives.moderation.wordings import LAST_NUMBER, TITLE_LENGTH, wording_of
from perspectives.text.clean import clean_line


class LineField(forms.CharField):
    """A line that somebody types; cleaned as everywhere."""

    def to_python(self, value: Any) -> str:
        """Return the line without what cannot be stored or shown."""
        return clean_line(value) if isinstance(value, str) else ""


class ExplanationField(WordsField):
    """Words that must be there."""

    def validate(self, value: Any) -> None:
        """Raise ValidationError for none."""
        if not value:
            raise forms.ValidationError(_("Explain the rule: writers read it when it is held against them."))


class WordingForm(forms.Form):
    """What a rule says."""

    number = forms.IntegerField(
        label=_("Number"),
        min_value=1,
        max_value=LAST_NUMBER,
        widget=forms.NumberInput(attrs={"class": "px-input px-input-number"}),
    )
    title = LineField(
        label=_("Short name"),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"class": "px-input"}),
        error_messages={"required": _("Give the rule a short name.")},
    )
    explanation = ExplanationField(
        label=_("Explanation"), help_text=_("Shown to writers whose comment is rejected under this rule."), rows=4
    )
    default_words = WordsField(
        label=_("Usual words to the writer"),
        help_text=_("They go to the writer where a moderator leaves the words of a rejection empty."),
        rows=3,
    )
    severity = forms.TypedChoiceField(
        label=_("Severity"),
        choices=Severity.choices,
        coerce=int,
        initial=Severity.GRAVE,
        widget=forms.Select(attrs={"class": "px-input"}),
    )
    active = forms.BooleanField(label=_("In force"), required=False, initial=True)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, initial=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rule: Rule | None = None, number: int = 1) -> None:
        initial = {"number": number} if rule is None else wording_of(rule) | {"seen": rule.version}
        super().__init__(data, initial=initial, label_suffix="")

    def wording(self) -> dict[str, Any]:
        """Return what the rule is to say."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def put(self, name: str, value: str) -> None:
        """Let the form, when it is shown again, carry `value` in a field."""
        data: Any = self.data
        self.data = data = data.copy()
        data[name] = value
