"""Addresses of the notifications room."""

from django.urls import path

from perspectives.notifications import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/unsubscribe/<str:token>/", views.unsubscribe_view, name="unsubscribe"),
]
