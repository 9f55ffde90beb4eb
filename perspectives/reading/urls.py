"""Addresses of the reading room; the series, which take any first word, come last."""

from django.urls import path

from perspectives.reading import feeds, sitemaps
from perspectives.reading.views import author, comment, post, search, series, tag
from perspectives.web import converters  # noqa: F401  # Registers px_slug and px_number.

urlpatterns = [
    path("discussions/<px_slug:slug>/<px_number:number>/", comment.comment, name="comment"),
    path("discussions/<px_slug:slug>/<px_number:number>/history/", comment.history, name="history"),
    path("", series.home, name="home"),
    path("authors/<px_slug:author>/", author.author, name="author"),
    path("tags/<px_slug:tag>/", tag.tag, name="tag"),
    path("search/", search.search, name="search"),
    path("feeds/essays.atom", feeds.feed_posts, name="feed_posts"),
    path("feeds/<px_slug:series>/<px_slug:post>/comments.atom", feeds.feed_comments, name="feed_comments"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("<px_slug:series>/", series.series, name="series"),
    path("<px_slug:series>/<px_slug:post>/", post.post, name="post"),
]
