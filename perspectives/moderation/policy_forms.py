"""The form of a forum's settings of screening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.forms import BoundField
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import Forum
from perspectives.moderation import lists
from perspectives.moderation.forms import WordsField
from perspectives.moderation.policies import FIELDS, GROUPS, LISTS, Values, fingerprint, values_of
from perspectives.moderation.rehearsal.paper import LONGEST
from perspectives.moderation.rehearsal.run import SIZES
from perspectives.text.clean import clean_text

# The largest sensible value of a setting that has one beside its column's: per cent, thousandths.
LARGEST = {"shouting": 100, "spam_threshold": 1000}
# Problems named below a list; the rest is told when these are mended.
NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Section:
    """A heading with the fields below it."""

    heading: Any
    fields: list[BoundField]


class PolicyForm(forms.ModelForm):
    """A forum's settings of screening; it knows which settings somebody had before the eyes."""

    seen = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    paper = forms.CharField(max_length=LONGEST, required=False, widget=forms.HiddenInput)
    note = WordsField(
        label=gettext_lazy("Why it changes"), help_text=gettext_lazy("For the other moderators; kept with the change.")
    )
    most = forms.TypedChoiceField(
        label=gettext_lazy("Last comments to rehearse with"),
        choices=[(str(size), f"{size:,}") for size in SIZES],
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.Select(attrs={"class": "px-input"}),
    )

    class Meta:
        model = Forum
        fields = list(FIELDS)

    def __init__(self, data: Any = None, *, forum: Forum, initial: Values | None = None) -> None:
        super().__init__(
            data,
            # A copy: validating writes what was typed into it, and it is never saved.
            instance=Forum.objects.get(pk=forum.pk),
            initial={"seen": fingerprint(values_of(forum))} | (initial or {}),
            label_suffix="",
        )
        for name in FIELDS:
            _dress(name, self.fields[name])

    @property
    def sections(self) -> Iterator[Section]:
        """Yield the settings under their headings."""
        for group in GROUPS:
            yield Section(group.heading, [self[name] for name in group.names])

    def clean(self) -> dict[str, Any]:
        """Return the data, lists cleaned; ValidationError for a list that cannot be taken, with line and place."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in LISTS:
            data[name] = clean_text(data.get(name) or "").strip("\n")
            for sentence in refusals_of(name, data[name]):
                self.add_error(name, sentence)
        return data

    def values(self) -> Values:
        """Return the settings that were typed."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def put(self, name: str, value: str) -> None:
        """Let the form, when it is shown again, carry `value` in a field."""
        data: Any = self.data
        self.data = data = data.copy()
        data[name] = value


def refusals_of(name: str, text: str) -> list[str]:
    """Return why a list cannot be saved, the first reasons; for the pages of the desk and of the admin."""
    refusal = lists.too_long(text)
    if refusal:
        return [refusal]
    return [str(problem) for problem in lists.problems_in(name, text)[:NAMED_AT_MOST]]


def _dress(name: str, field: forms.Field) -> None:
    """Give the field of a setting the look of the house, and the largest value it can have."""
    if name in LISTS:
        field.widget.attrs |= {"class": "px-input px-input-list", "rows": 4, "spellcheck": "false", "dir": "auto"}
    elif isinstance(field, forms.BooleanField):
        return
    else:
        number = " px-input-number" if isinstance(field, forms.IntegerField) else ""
        field.widget.attrs |= {"class": f"px-input{number}"}
    if name in LARGEST:
        field.max_value = LARGEST[name]  # type: ignore[attr-defined]
        field.widget.attrs["max"] = LARGEST[name]
        field.validators.append(MaxValueValidator(LARGEST[name]))
