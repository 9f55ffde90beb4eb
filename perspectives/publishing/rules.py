"""The numbers and words of publishing: what a series cannot be called, and how long things may be."""

from __future__ import annotations

# First words of addresses that are ours or a usual host's: a series of that name could not be reached.
RESERVED = frozenset(
    {
        "about",
        "account",
        "accounts",
        "admin",
        "api",
        "authors",
        "discussions",
        "favicon",
        "feeds",
        "health",
        "members",
        "media",
        "moderation",
        "notices",
        "robots",
        "search",
        "sitemap",
        "static",
        "tags",
    }
)
# More tags on an essay sort nothing any more.
POST_TAGS = 20
# As long as the columns.
TITLE_LENGTH = 300
SERIES_LENGTH = 200
NAME_LENGTH = 120
AFFILIATION_LENGTH = 300
SOURCE_LENGTH = 200
SLUG_LENGTH = 80
# More people than that write no essay together; keeps a byline that is really a paragraph out.
AUTHORS = 30
