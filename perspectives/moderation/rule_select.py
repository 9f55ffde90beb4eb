"""The choice of a rule, which knows each one's usual words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from perspectives.moderation.models import Rule


class RuleSelect(forms.Select):
    """A choice of rules; each option carries the rule's usual words, which the desk's script fills in."""

    def __init__(self, attrs: Any = None, *, rules: Sequence[Rule] = (), **kwargs: Any) -> None:
        super().__init__(attrs, **kwargs)
        self.words = {str(rule.pk): rule.default_words for rule in rules}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the option of a rule with its words, if it has any."""
        option = super().create_option(name, value, *args, **kwargs)
        words = self.words.get(str(value), "")
        if words:
            option["attrs"]["data-words"] = words
        return option
