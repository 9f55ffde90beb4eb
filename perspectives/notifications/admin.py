"""Notices in Django's admin: the queue of mail, to be looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.notifications.models import DeskLetter, Notice
from perspectives.notifications.rules import Dropped
from perspectives.web.admin import CarefulAdmin


class QueueFilter(admin.SimpleListFilter):
    """Where a mail stands."""

    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the places in the queue."""
        return [
            ("due", _("Due now")),
            ("waiting", _("Waiting, now or later")),
            ("failing", _("Failed and to be tried again")),
            ("sent", _("Sent")),
            ("dropped", _("Not sent")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the notices at that place."""
        places = {
            "due": queryset.due(timezone.now()),
            "waiting": queryset.waiting(),
            "failing": queryset.waiting().exclude(error=""),
            "sent": queryset.filter(sent_at__isnull=False),
            "dropped": queryset.exclude(dropped=""),
        }
        return places.get(self.value() or "", queryset)


@admin.register(Notice)
class NoticeAdmin(CarefulAdmin):
    """Read-only: notices are made from events and sent by `send_notices`."""

    list_display = ["id", "kind", "member", "discussion", "created_at", "sent_at", "attempts", "reason", "error"]
    list_display_links = ["id", "kind"]
    list_filter = [QueueFilter, "kind", "dropped"]
    list_select_related = ["member", "discussion"]
    search_fields = ["=message_id", "member__name"]
    ordering = ["-pk"]
    show_full_result_count = False

    @admin.display(description=_("not sent because"))
    def reason(self, notice: Notice) -> str:
        """Return the reason in words."""
        return str(dict(Dropped.choices).get(notice.dropped, notice.dropped))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Return False."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Return False."""
        return False


@admin.register(DeskLetter)
class DeskLetterAdmin(CarefulAdmin):
    """Read-only: moderators' daily mails are made and sent by `send_notices`."""

    list_display = ["member", "day", "sent_at", "attempts", "reason", "error"]
    list_filter = ["dropped"]
    list_select_related = ["member"]
    search_fields = ["=message_id", "member__name"]
    ordering = ["-pk"]
    show_full_result_count = False

    @admin.display(description=_("not sent because"))
    def reason(self, letter: DeskLetter) -> str:
        """Return the reason in words."""
        return str(dict(Dropped.choices).get(letter.dropped, letter.dropped))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: DeskLetter | None = None) -> bool:
        """Return False."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DeskLetter | None = None) -> bool:
        """Return False."""
        return False
