"""The forms by which a member is sanctioned, on a card or on the member's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.moderation.forms import CardForm, WordsField, offer_rules
from perspectives.moderation.models import Act, Rule
from perspectives.moderation.sanction_rules import Hide

# Longer is a ban.
SUSPENSION_AT_MOST = timedelta(days=3650)


class SanctionFields(forms.Form):
    """Until when, under which rule, why, and what is hidden with it; the button says which kind it is."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule"), required=False)
    words = WordsField(label=gettext_lazy("Reason, shown to the member"))
    until = forms.DateField(
        label=gettext_lazy("Until the end of"),
        required=False,
        help_text=gettext_lazy("For a suspension; where comments are always held it may stay empty."),
        widget=forms.DateInput(attrs={"class": "px-input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Choose a date.")},
    )
    hide = forms.ChoiceField(
        label=gettext_lazy("Hide earlier comments, under the same rule"),
        choices=Hide.choices,
        required=False,
        widget=forms.Select(attrs={"class": "px-input"}),
    )
    note = WordsField(label=gettext_lazy("Note for moderators"), rows=1)

    def __init__(self, data: Any = None, *, rules: Sequence[Rule], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rules = {str(rule.pk): rule for rule in rules}
        self.act = str(data.get("act", "")) if data is not None else ""
        offer_rules(self.fields["rule"], self.rules)
        self.label_suffix = ""

    def chosen_rule(self) -> Rule | None:
        """Return the rule chosen, None without one."""
        return self.rules.get(self.cleaned_data.get("rule", ""))

    def clean_until(self) -> datetime | None:
        """Return the moment at which the chosen day ends here; a suspension needs one, warning and ban have none."""
        day: date | None = self.cleaned_data["until"]
        if self.act in (Act.WARN, Act.BAN):
            return None
        if day is None:
            if self.act == Act.SUSPEND:
                raise forms.ValidationError(_("Choose the last day."))
            return None
        today = timezone.localdate()
        if not today <= day <= today + SUSPENSION_AT_MOST:
            raise forms.ValidationError(_("Choose today or a day of the next ten years."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))

    def clean_words(self) -> str:
        """Return the reason; there must be one."""
        words: str = self.cleaned_data["words"]
        if not words:
            raise forms.ValidationError(_("Give a reason: the member is told."))
        return words

    def clean(self) -> dict[str, Any]:
        """Return the data; what is hidden needs the rule it breaks."""
        data = super().clean() or self.cleaned_data
        if data.get("hide") and not data.get("rule"):
            self.add_error("rule", _("Choose the rule that the hidden comments break: their writer is told."))
        return data


class SanctionForm(SanctionFields, CardForm):
    """The form on a card."""

    name = "suspend"
