"""Series and essays as editors fill them in: what is wrong is said at its field, what is right goes to the actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.members.models import Member
from perspectives.publishing.actions import (
    change_series,
    make_series,
    publish_post,
    return_to_draft,
    withdraw_post,
)
from perspectives.publishing.actions.make_series import series_fields
from perspectives.publishing.actions.save_post import save_essay, tag_names
from perspectives.publishing.bylines import byline_lines, byline_record, parse_byline_lines
from perspectives.publishing.essay import Essay, prepare
from perspectives.publishing.models import Post, PostState, Series
from perspectives.publishing.rules import RESERVED
from perspectives.text.errors import TextRefused
from perspectives.text.tags import split_tags

# Which field a refusal belongs to, by the first word of its code.
FIELD_OF = {
    "title": "title",
    "body": "body",
    "text": "body",
    "name": "authors",
    "authors": "authors",
    "affiliation": "authors",
    "tag": "tag_words",
    "tags": "tag_words",
    "series": "title",
}


def add_refusal(form: forms.BaseForm, refusal: TextRefused) -> None:
    """Say what was refused at the field it belongs to."""
    field = FIELD_OF.get(refusal.code.partition("_")[0])
    form.add_error(field if field in form.fields else None, str(refusal))


class SeriesForm(forms.ModelForm):
    """A series."""

    class Meta:
        model = Series
        fields = ["title", "subtitle", "publisher", "slug", "introduction", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = gettext_lazy("The first word of its address. Empty: made of the title.")

    def clean_slug(self) -> str:
        """Return the slug; refuse the first words that lead elsewhere."""
        slug = str(self.cleaned_data["slug"])
        if slug in RESERVED:
            raise forms.ValidationError(_("This word is the address of another page here. Please choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Say here what the action would refuse."""
        cleaned = super().clean() or self.cleaned_data
        lines = {name: cleaned.get(name, "") for name in ("title", "subtitle", "publisher", "introduction")}
        try:
            series_fields(**lines)
        except TextRefused as refusal:
            add_refusal(self, refusal)
        return cleaned

    def store(self) -> Series:
        """Save through the actions and return the series."""
        words = {name: self.cleaned_data[name] for name in ("title", "subtitle", "publisher", "introduction", "slug")}
        series = make_series(**words) if self.instance.pk is None else Series.objects.get(pk=self.instance.pk)
        return change_series(series=series, position=self.cleaned_data["position"], **words)


class PostForm(forms.ModelForm):
    """An essay, with bylines and tags as they are typed, and what is to become of it."""

    authors = forms.CharField(
        label=gettext_lazy("Authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=gettext_lazy("An author a line: the name, a comma, the affiliation as of that day."),
    )
    tag_words = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=gettext_lazy("Separate them by commas."),
    )
    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Post
        fields = ["series", "title", "slug", "summary", "body", "bio", "state", "published_at"]
        help_texts = {
            "slug": gettext_lazy("The last word of its address. Empty: made of the title."),
            "published_at": gettext_lazy("A time to come schedules the essay. Empty: the moment it is published."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.essay: Essay | None = None
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if self.instance.pk is not None and "authors" in self.fields:
            self.fields["authors"].initial = byline_lines(byline_record(self.instance))
            self.fields["tag_words"].initial = ", ".join(tag_names(self.instance))
            self.fields["seen_revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        """Render the essay, so that whatever is wrong with its words is said here."""
        cleaned = super().clean() or self.cleaned_data
        self._must_be_current(cleaned)
        self._must_be_free(cleaned)
        if not self.errors:
            try:
                self.essay = prepare(**self._words(cleaned))
            except TextRefused as refusal:
                add_refusal(self, refusal)
        return cleaned

    def _must_be_current(self, cleaned: dict[str, Any]) -> None:
        """Refuse a form that was opened before somebody else saved the essay."""
        seen = cleaned.get("seen_revision")
        present = Post.objects.filter(pk=self.instance.pk).values_list("revision", flat=True).first()
        if self.instance.pk is not None and seen != present:
            self.add_error(
                None, _("Somebody else saved this essay meanwhile. Open it anew and make your change again.")
            )

    def _must_be_free(self, cleaned: dict[str, Any]) -> None:
        """Refuse the slug of another essay of the series."""
        series, slug = cleaned.get("series") or self.instance.series_id, cleaned.get("slug")
        if slug and series and Post.objects.filter(series=series, slug=slug).exclude(pk=self.instance.pk).exists():
            self.add_error("slug", _("Another essay of this series has that slug. Please choose another."))

    def _words(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Return what `prepare` takes."""
        return {
            "title": cleaned["title"],
            "summary": cleaned["summary"],
            "body": cleaned["body"],
            "bio": cleaned["bio"],
            "authors": parse_byline_lines(cleaned["authors"]),
            "tags": split_tags(cleaned["tag_words"]),
        }

    def store(self, by: Member | None) -> Post:
        """Save through the actions, publish, withdraw or return as chosen, and return the post."""
        if self.essay is None:
            raise ValueError("Only a valid form can be stored.")
        old = Post.objects.select_related("series").filter(pk=self.instance.pk).first()
        series = old.series if old else self.cleaned_data["series"]
        slug = self.cleaned_data["slug"] or None
        post = save_essay(self.essay, series=series, slug=slug, post=old, by=by, source="admin").post
        state = self.cleaned_data["state"]
        if state == PostState.PUBLISHED:
            publish_post(post=post, at=self._date(old))
        elif state == PostState.WITHDRAWN:
            withdraw_post(post=post)
        else:
            return_to_draft(post=post)
        return post

    def _date(self, old: Post | None) -> datetime | None:
        """Return the date that was typed, else the one that stands: the widget shows no split seconds to compare."""
        if "published_at" in self.changed_data or old is None:
            typed: datetime | None = self.cleaned_data["published_at"]
            return typed
        return old.published_at
