"""Forms of moderation: a decision, a suspension, a small act, a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import Comment
from perspectives.moderation.models import Reason, Rule
from perspectives.moderation.queue import Asked
from perspectives.moderation.rules import WORDS_MAX_LENGTH
from perspectives.text.clean import clean_text

LARGEST_KEY = 2**63 - 1
# Longer is a ban, which is given in the admin.
SUSPENSION_AT_MOST = timedelta(days=3650)


class WordsField(forms.CharField):
    """Words somebody types into a few lines; cleaned as everywhere."""

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 2)
        widget = forms.Textarea(attrs={"class": "px-input", "rows": rows})
        super().__init__(required=False, max_length=WORDS_MAX_LENGTH, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text without what cannot be stored or shown."""
        return clean_text(value).strip() if isinstance(value, str) else ""


class CardForm(forms.Form):
    """A form on a card: it knows which text and which decision the moderator saw, and the way back."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=[("", ""), ("held", "held"), ("reported", "reported")], required=False, widget=forms.HiddenInput
    )
    forum = forms.SlugField(required=False, allow_unicode=True, max_length=80, widget=forms.HiddenInput)
    at = forms.ChoiceField(choices=[("desk", "desk"), ("item", "item")], widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        comment: Comment,
        newest: int,
        asked: Asked,
        at: str,
        typed: dict[str, str] | None = None,
    ) -> None:
        initial = {"revision": comment.revision, "seen": newest, "kind": asked.kind, "forum": asked.forum, "at": at}
        super().__init__(data, initial=initial | (typed or {}), auto_id=f"id_{self.name}_{comment.pk}_%s")
        self.label_suffix = ""

    name = "card"

    @property
    def asked(self) -> Asked:
        """The part of the queue that the moderator came from."""
        return Asked(self.cleaned_data["kind"], self.cleaned_data["forum"])


class ActForm(CardForm):
    """A small act that needs no words: lock, unlock, lift."""

    name = "act"
    sanction = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)


class DecideForm(CardForm):
    """Approve, reject under a rule, mark as spam."""

    name = "decide"
    rule = forms.ChoiceField(label=gettext_lazy("Rule, for a rejection"), required=False)
    words = WordsField(label=gettext_lazy("Words to the writer"))
    note = WordsField(label=gettext_lazy("Note for moderators"), rows=1)

    def __init__(self, data: Any = None, *, rules: Sequence[Rule], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rules = {str(rule.pk): rule for rule in rules}
        choices = [("", _("Choose a rule")), *((key, str(rule)) for key, rule in self.rules.items())]
        field = self.fields["rule"]
        field.widget = forms.Select(attrs={"class": "px-input"}, choices=choices)
        field.choices = choices  # type: ignore[attr-defined]

    def chosen_rule(self) -> Rule | None:
        """Return the rule chosen, None without one."""
        return self.rules.get(self.cleaned_data.get("rule", ""))


class SuspendForm(CardForm):
    """Suspend the writer until the end of a day, with the reason."""

    name = "suspend"
    until = forms.DateField(
        label=gettext_lazy("Until the end of"),
        widget=forms.DateInput(attrs={"class": "px-input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the last day."), "invalid": gettext_lazy("Choose a date.")},
    )
    words = WordsField(label=gettext_lazy("Reason, shown to the member"))
    note = WordsField(label=gettext_lazy("Note for moderators"), rows=1)

    def clean_until(self) -> datetime:
        """Return the moment at which the chosen day ends here."""
        day: date = self.cleaned_data["until"]
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


class ReportForm(forms.Form):
    """A reader's complaint."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what is wrong with the comment."),
            "invalid_choice": gettext_lazy("Choose one of the reasons listed."),
        },
    )
    words = WordsField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("Optional. Only moderators read it."),
        rows=4,
    )


class UndoForm(forms.Form):
    """A note on why a decision is undone."""

    note = WordsField(label=gettext_lazy("Note for moderators"), rows=2)
