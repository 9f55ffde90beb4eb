"""Addresses of the account pages that are not allauth's."""

from django.urls import path

from perspectives.site.accounts import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("delete/", views.leave, name="account_delete"),
]
