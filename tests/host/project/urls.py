"""The host's addresses: the plugin lies under a prefix."""

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.urls import include, path

urlpatterns = [
    path("in/", LoginView.as_view(template_name="host/in.html")),
    path("essays/", include("perspectives.urls")),
]
if settings.RICH:
    from django.contrib import admin

    urlpatterns.append(path("admin/", admin.site.urls))
