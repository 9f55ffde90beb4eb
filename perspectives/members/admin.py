"""Members and attempts in Django's admin: to be looked at by staff; members are emptied, never deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from perspectives.members.models import Attempt, Member
from perspectives.web.admin import CarefulAdmin


class LookAdmin(CarefulAdmin):
    """Read-only, for holders of Django's view permission."""

    show_full_result_count = False
    list_per_page = 50
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False."""
        return False


@admin.register(Member)
class MemberAdmin(LookAdmin):
    """Members; a name is changed by its member, an account closed on the site."""

    list_display = ["__str__", "key", "created_at", "erased_at"]
    list_filter = [("erased_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["name", "=key"]
    fields = ["name", "key", "user", "email", "created_at", "erased_at"]
    readonly_fields = ["email"]

    @admin.display(description=_("e-mail"))
    def email(self, member: Member) -> str:
        """Return the address of the member's account; for staff only, and in no list."""
        user = member.user
        return getattr(user, user.get_email_field_name(), "") if user is not None else ""


@admin.register(Attempt)
class AttemptAdmin(LookAdmin):
    """What limits are counted from; buckets tell nobody's name or address."""

    list_display = ["kind", "bucket", "created_at"]
    list_filter = ["kind"]
    search_fields = ["=bucket"]
