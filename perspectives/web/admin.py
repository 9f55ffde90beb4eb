"""The admin every room's builds on: a number in the address that no column can hold is no fault of the server's."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


class CarefulAdmin(admin.ModelAdmin):
    """Django's admin, but for lookups with numbers outside a column's range, which SQLite's driver raises on."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list; an address that cannot be looked up leads to the list as Django's own wrong lookups do."""
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError:
            return HttpResponseRedirect(f"{request.path}?e=1")
