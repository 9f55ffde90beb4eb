"""Addresses of the reading room; the series, which take any first word, come last."""

from django.urls import path

from perspectives.reading.views import comment
from perspectives.web import converters  # noqa: F401  # Registers px_slug and px_number.

urlpatterns = [
    path("discussions/<px_slug:slug>/<px_number:number>/", comment.comment, name="comment"),
    path("discussions/<px_slug:slug>/<px_number:number>/history/", comment.history, name="history"),
]
