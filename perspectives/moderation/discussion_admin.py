"""Discussions in Django's admin: what can be done to a whole one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from perspectives.discussion.actions import set_slow_mode
from perspectives.discussion.actions.slow import LONGEST
from perspectives.discussion.admin import DiscussionAdmin
from perspectives.discussion.models import Discussion
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.actions import lock_discussion, unlock_discussion
from perspectives.moderation.admin import acting, each, name_first


class SlowForm(forms.ModelForm):
    """The one field of a discussion that its moderators set."""

    # Set by the admin for each request.
    by: Any = None

    slow_seconds = forms.IntegerField(
        label=gettext_lazy("Slow mode, in seconds"),
        min_value=0,
        max_value=LONGEST,
        help_text=gettext_lazy("So long a member waits between two comments here; 0 is off."),
    )

    class Meta:
        model = Discussion
        fields = ["slow_seconds"]

    def clean(self) -> dict[str, Any]:
        """Return the data; ValidationError for staff who have no display name yet."""
        if self.by is None:
            raise forms.ValidationError(name_first())
        return super().clean() or self.cleaned_data


@admin.register(Discussion)
class ModeratedDiscussionAdmin(DiscussionAdmin):
    """Discussions; locking, opening and slow mode go through the actions, and nothing else changes here."""

    form = SlowForm
    actions = ["lock", "unlock"]

    def has_change_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        """Whether this person moderates the discussion's forum."""
        viewer = viewer_of(request)
        return viewer.is_moderator if obj is None else viewer.may_moderate(obj.forum_id)

    def get_fields(self, request: HttpRequest, obj: Discussion | None = None) -> Any:
        """Return what a moderator may know, and the field to be set."""
        return [*self.get_readonly_fields(request, obj), "slow_seconds"]

    def get_readonly_fields(self, request: HttpRequest, obj: Discussion | None = None) -> Any:
        """Return the fields that are not set here."""
        return ["slug", "forum", "title", "state", "visible_from", "visible_until", "public_count"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which knows who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("SlowForm", (form,), {"by": viewer_of(request).member})

    def save_model(self, request: HttpRequest, obj: Discussion, form: SlowForm, change: bool) -> None:
        """Set slow mode through the action, which writes it down."""
        set_slow_mode(discussion=obj, seconds=form.cleaned_data["slow_seconds"], by=form.by)

    @admin.action(description=gettext_lazy("Lock"), permissions=["view"])
    def lock(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        """Lock the chosen discussions."""
        member = acting(request)
        if member is not None:
            each(request, queryset, lambda discussion: lock_discussion(discussion=discussion, by=member))

    @admin.action(description=gettext_lazy("Open again"), permissions=["view"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        """Open the chosen discussions."""
        member = acting(request)
        if member is not None:
            each(request, queryset, lambda discussion: unlock_discussion(discussion=discussion, by=member))
