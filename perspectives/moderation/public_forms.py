"""Forms of the public pages: what part of the log, or which period, somebody wants to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import Forum
from perspectives.moderation.models import Act
from perspectives.web.paging import LONGEST_LIST

# Number and short name of a rule, with room to spare.
RULE_LENGTH = 150
# Acts that the public log shows; offices are the team's own.
SHOWN = [(act.value, act.label) for act in Act if act not in (Act.GIVE, Act.TAKE)]
# Days outside of these are slips of the keyboard, and some databases cannot hold them.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9000, 1, 1)


def day_field(label: Any) -> forms.DateField:
    """Return a field for a day, as browsers send it."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"class": "px-input", "type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )


def choice_field(label: Any, everything: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    """Return a field for one of `choices`, or for `everything`."""
    widget = forms.Select(attrs={"class": "px-input"})
    return forms.ChoiceField(label=label, required=False, choices=[("", everything), *choices], widget=widget)


def beginning(day: date) -> datetime:
    """Return the moment at which a day begins in the reader's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end(day: date) -> datetime:
    """Return the moment at which a day is over in the reader's time zone."""
    return beginning(day + timedelta(days=1))


class PeriodForm(forms.Form):
    """Two days and a forum; every field may be empty."""

    def __init__(self, data: Any, forums: Sequence[Forum]) -> None:
        super().__init__(data, auto_id="px-%s")
        self.forums = {forum.slug: forum for forum in forums[:LONGEST_LIST]}
        self.fields["from"] = day_field(gettext_lazy("From"))
        self.fields["to"] = day_field(gettext_lazy("To"))
        named = [(forum.slug, forum.name) for forum in self.forums.values()]
        self.fields["forum"] = choice_field(gettext_lazy("Forum"), gettext_lazy("All forums"), named)

    def clean(self) -> dict[str, Any]:
        """Return the data; a period that ends before it begins is no period."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("from"), data.get("to")
        if since and until and until < since:
            self.add_error("to", _("The period ends before it begins."))
        return data

    @property
    def forum(self) -> Forum | None:
        """The forum asked for, None for all; to be read once the form is valid."""
        return self.forums.get(self.cleaned_data["forum"])


class LogForm(PeriodForm):
    """What part of the log: an act, a rule by its title of that day, a forum, automation, a period."""

    field_order = ("act", "rule", "forum", "automation", "from", "to")

    def __init__(self, data: Any, forums: Sequence[Forum], rules: Sequence[str]) -> None:
        super().__init__(data, forums)
        self.fields["act"] = choice_field(gettext_lazy("Act"), gettext_lazy("All acts"), SHOWN)
        self.fields["rule"] = forms.CharField(
            label=gettext_lazy("Rule"),
            required=False,
            max_length=RULE_LENGTH,
            widget=forms.Select(attrs={"class": "px-input"}, choices=self._rules(rules)),
        )
        either = [("yes", gettext_lazy("Took part")), ("no", gettext_lazy("Took no part"))]
        self.fields["automation"] = choice_field(gettext_lazy("Automation"), gettext_lazy("Either way"), either)
        self.order_fields(self.field_order)

    def _rules(self, rules: Sequence[str]) -> list[tuple[str, Any]]:
        """Return the titles to choose from, with the one asked for, which may be older than all of them."""
        asked = self.data.get("rule", "")[:RULE_LENGTH]
        titles = [*rules, *([asked] if asked and asked not in rules else [])]
        return [("", gettext_lazy("All rules")), *((title, title) for title in titles)]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(self.data.get(name) for name in self.fields)
