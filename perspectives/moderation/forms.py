"""Forms of moderation: a decision, a small act, a report, an undoing; those of sanctions have a module of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import Comment
from perspectives.moderation.asked import LARGEST_KEY, Asked, read
from perspectives.moderation.models import Reason, Rule
from perspectives.moderation.queue import KINDS
from perspectives.moderation.rule_select import RuleSelect
from perspectives.moderation.rules import WORDS_MAX_LENGTH
from perspectives.text.clean import clean_text


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
    kind = forms.ChoiceField(choices=[(name, name) for name in KINDS], required=False, widget=forms.HiddenInput)
    forum = forms.SlugField(required=False, allow_unicode=True, max_length=80, widget=forms.HiddenInput)
    # What else the queue was narrowed to, as its address says it.
    rest = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
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
        initial["rest"] = asked.rest
        super().__init__(data, initial=initial | (typed or {}), auto_id=f"id_{self.name}_{comment.pk}_%s")
        self.label_suffix = ""

    name = "card"

    @property
    def asked(self) -> Asked:
        """The part of the queue that the moderator came from."""
        return replace(self.cleaned_data["rest"], kind=self.cleaned_data["kind"], forum=self.cleaned_data["forum"])

    def clean_rest(self) -> Asked:
        """Return the rest of what was asked for."""
        try:
            return read(dict(parse_qsl(self.cleaned_data["rest"])))
        except Http404 as error:
            raise forms.ValidationError(_("This is no part of the queue.")) from error


class ActForm(CardForm):
    """A small act that needs no words: lock, unlock, lift, feature and feature no more."""

    name = "act"
    sanction = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)


class DecideForm(CardForm):
    """Approve, reject under a rule, mark as spam."""

    name = "decide"
    rule = forms.ChoiceField(label=gettext_lazy("Rule, for a rejection"), required=False)
    words = WordsField(
        label=gettext_lazy("Words to the writer"),
        help_text=gettext_lazy("Left empty, the usual words of the rule go to the writer, if it has any."),
    )
    note = WordsField(label=gettext_lazy("Note for moderators"), rows=1)
    # Set by the desk's script, which has filled the usual words in: what is left then is what the moderator wants said.
    filled_in = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rules: Sequence[Rule], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rules = {str(rule.pk): rule for rule in rules}
        choices = [("", _("Choose a rule")), *((key, str(rule)) for key, rule in self.rules.items())]
        field = self.fields["rule"]
        field.widget = RuleSelect(attrs={"class": "px-input"}, choices=choices, rules=rules)
        field.choices = choices  # type: ignore[attr-defined]

    def chosen_rule(self) -> Rule | None:
        """Return the rule chosen, None without one."""
        return self.rules.get(self.cleaned_data.get("rule", ""))


def offer_rules(field: Any, rules: dict[str, Rule]) -> None:
    """Let a field choose among rules, by their keys as text."""
    choices = [("", _("Choose a rule")), *((key, str(rule)) for key, rule in rules.items())]
    field.widget = forms.Select(attrs={"class": "px-input"}, choices=choices)
    field.choices = choices


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
