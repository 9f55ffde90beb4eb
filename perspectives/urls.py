"""The addresses of all rooms under one namespace; the series, which take any first word, come last."""

from django.urls import include, path

app_name = "perspectives"

urlpatterns = [
    path("", include("perspectives.discussion.urls")),
    path("", include("perspectives.moderation.urls")),
    path("", include("perspectives.notifications.urls")),
    path("", include("perspectives.reading.urls")),
]
