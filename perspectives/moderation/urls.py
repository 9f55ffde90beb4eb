"""Addresses of the moderation room."""

from django.urls import path

from perspectives.moderation.views import desk, item, log, report, undo
from perspectives.web import converters  # noqa: F401  # Registers px_slug and px_number.

urlpatterns = [
    path("moderation/", desk.desk, name="desk"),
    path("moderation/items/<px_slug:slug>/<px_number:number>/", item.item, name="desk_item"),
    path("moderation/decisions/<px_number:number>/undo/", undo.undo, name="undo"),
    path("moderation/log/", log.log, name="log"),
    path("discussions/<px_slug:slug>/<px_number:number>/report/", report.report, name="report"),
]
