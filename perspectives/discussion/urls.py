"""Addresses of the discussion room."""

from django.urls import path

from perspectives.discussion.views import compose, edit, name, thread, visit
from perspectives.web import converters  # noqa: F401  # Registers px_slug and px_number.

urlpatterns = [
    path("members/name/", name.name, name="name"),
    path("discussions/<px_slug:slug>/", thread.discussion, name="discussion"),
    path("discussions/<px_slug:slug>/news/", thread.news, name="news"),
    path("discussions/<px_slug:slug>/visit/", visit.visit, name="visit"),
    path("discussions/<px_slug:slug>/new/", compose.new_comment, name="new_comment"),
    path("discussions/<px_slug:slug>/<px_number:number>/reply/", compose.reply, name="reply"),
    path("discussions/<px_slug:slug>/<px_number:number>/edit/", edit.edit, name="edit"),
    path("discussions/<px_slug:slug>/<px_number:number>/withdraw/", edit.withdraw, name="withdraw"),
]
