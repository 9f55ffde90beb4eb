"""The addresses of all rooms under one namespace; the reading room's, which take any first word, come last."""

from django.urls import include, path

from perspectives.reading.views import mine

app_name = "perspectives"

urlpatterns = [
    # Before the discussion room's: "mine" is no discussion.
    path("discussions/mine/", mine.my_comments, name="my_comments"),
    path("", include("perspectives.discussion.urls")),
    path("", include("perspectives.moderation.urls")),
    path("", include("perspectives.notifications.urls")),
    path("", include("perspectives.reading.urls")),
]
