"""Offices in Django's admin, for holders of its permissions: given and taken by the actions, which write it down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Role, RoleKind
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.actions import appoint, discharge
from perspectives.moderation.admin import name_first
from perspectives.moderation.rules import must_be_present
from perspectives.web.admin import CarefulAdmin


class RoleForm(forms.ModelForm):
    """An office, refused here for the reasons for which `appoint` would."""

    # Set by the admin for each request.
    by: Any = None

    class Meta:
        model = Role
        fields = ["forum", "member", "kind"]

    def clean(self) -> dict[str, Any]:
        """Return the data; ValidationError for a member who has left, and for staff without a display name."""
        data = super().clean() or self.cleaned_data
        if self.by is None:
            raise forms.ValidationError(name_first())
        if not self.errors:
            try:
                must_be_present(data["member"])
            except Refused as refusal:
                raise forms.ValidationError(refusal.message) from refusal
        return data


@admin.register(Role)
class RoleAdmin(CarefulAdmin):
    """Who moderates and edits where; an office is the one thing here that is taken away by deleting."""

    form = RoleForm
    list_display = ["member", "kind", "forum", "created_at"]
    list_filter = ["kind", "forum"]
    list_select_related = ["member", "forum"]
    search_fields = ["member__name", "forum__name"]
    raw_id_fields = ["member"]
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        """Return False: another office is given, and the old one taken."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        """Whether this person has the permission, and a display name by which it is written down."""
        return super().has_delete_permission(request, obj) and viewer_of(request).member is not None

    def get_form(self, request: HttpRequest, obj: Role | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which knows who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("RoleForm", (form,), {"by": viewer_of(request).member})

    def save_model(self, request: HttpRequest, obj: Role, form: RoleForm, change: bool) -> None:
        """Give the office through the action."""
        appoint(forum=obj.forum, member=obj.member, kind=RoleKind(obj.kind), by=form.by)
        obj.pk = Role.objects.values_list("pk", flat=True).get(forum=obj.forum, member=obj.member, kind=obj.kind)

    def delete_model(self, request: HttpRequest, obj: Role) -> None:
        """Take the office through the action."""
        discharge(role=obj, by=viewer_of(request).member)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Role]) -> None:
        """Take each of the chosen offices."""
        for role in queryset.select_related("forum").order_by("forum", "pk"):
            self.delete_model(request, role)
