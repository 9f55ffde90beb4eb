"""The composer: one form for a new comment, an answer and an edit."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from perspectives.conf import conf
from perspectives.discussion.models import Forum, ForumTag
from perspectives.discussion.screening import Filled
from perspectives.text.clean import clean_line, clean_text
from perspectives.text.tags import split_tags


def new_key() -> str:
    """Return a one-time key for a form."""
    return secrets.token_urlsafe(18)


def signed_moment(now: datetime) -> str:
    """Return a moment for a form to carry, signed: the second in which the form was handed out."""
    return _signer().sign(str(int(now.timestamp())))


def moment_of(signed: str) -> datetime | None:
    """Return the moment that a form carries; None where it carries none, or one that is not ours."""
    try:
        return datetime.fromtimestamp(int(_signer().unsign(signed)), UTC)
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="perspectives.opened")


class TypedField(forms.CharField):
    """Text somebody typed: cleaned as everywhere before anything looks at it, never stripped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text without what cannot be stored or shown."""
        return clean_text(value) if isinstance(value, str) else ""


class SuggestedField(forms.MultipleChoiceField):
    """Tags chosen from those a forum suggests; which tags it takes the action says, without these being asked for."""

    def valid_value(self, value: str) -> bool:
        """Take any: the action refuses what is no tag here."""
        return True


class ComposerForm(forms.Form):
    """A comment being written. What is wrong with the words the action says; the form only carries them."""

    body = TypedField(
        label=_("Your comment"),
        required=False,
        widget=forms.Textarea(attrs={"class": "px-input", "rows": 10}),
        help_text=_("Markdown: *emphasis*, **strong**, > quote, - list, [words](https://address)."),
    )
    tags = SuggestedField(
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
    # When it was handed out, signed; and whether its writer was asked about the tone.
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    tone = forms.CharField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Longer than what is allowed by a little: the counter says so before the server does.
        self.fields["body"].widget.attrs["data-longest"] = conf.COMMENT_MAX_LENGTH
        # Asked for only where tags are shown.
        self.fields["tags"].choices = partial(_choices, forum)  # type: ignore[attr-defined]
        if not forum.free_tags:
            del self.fields["own_tags"]
        elif forum.trusted_tags and forum.trusted_comments:
            self.fields["own_tags"].help_text = _own_tags_from(forum.trusted_comments)

    def clean_own_tags(self) -> str:
        """Return the typed tags as one clean line."""
        return clean_line(self.cleaned_data["own_tags"])

    def filled(self) -> Filled:
        """Return what the form tells beside the text."""
        return Filled(moment_of(self.cleaned_data["opened"]), meant=bool(self.cleaned_data["tone"]))

    def tag_names(self) -> list[str]:
        """Return the tags chosen and typed, in that order."""
        return [*self.cleaned_data.get("tags", []), *split_tags(self.cleaned_data.get("own_tags", ""))]


def _own_tags_from(needed: int) -> str:
    """Return the help that says from when on a member may have tags of one's own."""
    return ngettext(
        "Separate them by commas. For members with %(needed)d public comment here.",
        "Separate them by commas. For members with %(needed)d public comments here.",
        needed,
    ) % {"needed": needed}


def _choices(forum: Forum) -> list[tuple[str, str]]:
    """Return the tags that `forum` suggests; they are asked for once, and then known to whoever has the forum."""
    if "forum_tags" not in getattr(forum, "_prefetched_objects_cache", {}):
        prefetch_related_objects([forum], Prefetch("forum_tags", ForumTag.objects.select_related("tag")))
    return [(item.tag.name, item.tag.name) for item in forum.forum_tags.all()]


def split_known(names: list[str], forum: Forum) -> tuple[list[str], list[str]]:
    """Return which of a comment's tags are suggested by `forum` and which are the writer's own."""
    known = {name for name, _label in _choices(forum)}
    return [name for name in names if name in known], [name for name in names if name not in known]
