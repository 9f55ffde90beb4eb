"""What was ticked on the desk to be decided on together, and what is said with all the decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.moderation.asked import LARGEST_KEY
from perspectives.moderation.cards import Card
from perspectives.moderation.forms import WordsField
from perspectives.moderation.models import Act, Rule

# Nobody reads more at once, and one transaction holds no more locks.
AT_ONCE = 100


class TogetherForm(forms.Form):
    """A rule, words to each writer, a note: the same with all the decisions."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule, for a rejection"), required=False)
    words = WordsField(label=gettext_lazy("Words to the writers"))
    note = WordsField(label=gettext_lazy("Note for moderators"), rows=1)

    def __init__(self, data: Any, *, cards: Sequence[Card]) -> None:
        super().__init__(data, label_suffix="")
        rules = {str(rule.pk): (rule, card) for card in cards for rule in card.rules}
        self.rules = {key: rule for key, (rule, _card) in rules.items()}
        several = len({rule.forum_id for rule in self.rules.values()}) > 1
        named = [(key, _named(rule, card, several)) for key, (rule, card) in rules.items()]
        field = self.fields["rule"]
        field.widget = forms.Select(attrs={"class": "px-input"})
        field.choices = [("", _("Choose a rule")), *named]  # type: ignore[attr-defined]

    def said(self, act: str) -> dict[str, Any]:
        """Return what goes with each decision."""
        rule: Rule | None = self.rules.get(self.cleaned_data["rule"]) if act == Act.REJECT else None
        return {"rule": rule, "words": self.cleaned_data["words"], "note": self.cleaned_data["note"]}


def _named(rule: Rule, card: Card, several: bool) -> str:
    """Return a rule as it is chosen, with its forum where there are several."""
    return f"{card.comment.discussion.forum.name}: {rule}" if several else str(rule)


def picked(request: HttpRequest) -> list[int]:
    """Return the primary keys of the comments shown for ticking; at most AT_ONCE, Http404 for nonsense."""
    typed = request.POST.getlist("shown") if request.method == "POST" else request.GET.getlist("pick")
    keys = list(dict.fromkeys(key_of(one) for one in typed))
    if any(key < 1 for key in keys):
        raise Http404
    return keys[:AT_ONCE]


def key_of(typed: str) -> int:
    """Return the number of a field; -1, which nothing has, for nonsense."""
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 20 else -1
    return number if number <= LARGEST_KEY else -1
