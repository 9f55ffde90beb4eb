"""The composer: one form for a new comment, an answer and an edit."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perspectives.conf import conf
from perspectives.discussion.models import Forum
from perspectives.text.clean import clean_line, clean_text
from perspectives.text.tags import split_tags


def new_key() -> str:
    """Return a one-time key for a form."""
    return secrets.token_urlsafe(18)


class TypedField(forms.CharField):
    """Text somebody typed: cleaned as everywhere before anything looks at it, never stripped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text without what cannot be stored or shown."""
        return clean_text(value) if isinstance(value, str) else ""


class ComposerForm(forms.Form):
    """A comment being written. What is wrong with the words the action says; the form only carries them."""

    body = TypedField(
        label=_("Your comment"),
        required=False,
        widget=forms.Textarea(attrs={"class": "px-input", "rows": 10}),
        help_text=_("Markdown: *emphasis*, **strong**, > quote, - list, [words](https://address)."),
    )
    tags = forms.MultipleChoiceField(
        label=_("Tags"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What kind of contribution is it?"),
    )
    own_tags = forms.CharField(
        label=_("Tags of your own"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "px-input"}),
        help_text=_("Separate them by commas."),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Longer than what is allowed by a little: the counter says so before the server does.
        self.fields["body"].widget.attrs["data-longest"] = conf.COMMENT_MAX_LENGTH
        names = [item.tag.name for item in forum.forum_tags.select_related("tag")]
        self.fields["tags"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        if not forum.free_tags:
            del self.fields["own_tags"]

    def clean_own_tags(self) -> str:
        """Return the typed tags as one clean line."""
        return clean_line(self.cleaned_data["own_tags"])

    def tag_names(self) -> list[str]:
        """Return the tags chosen and typed, in that order."""
        return [*self.cleaned_data.get("tags", []), *split_tags(self.cleaned_data.get("own_tags", ""))]


def split_known(names: list[str], forum: Forum) -> tuple[list[str], list[str]]:
    """Return which of a comment's tags are suggested by `forum` and which are the writer's own."""
    known = {item.tag.name for item in forum.forum_tags.select_related("tag")}
    return [name for name in names if name in known], [name for name in names if name not in known]
