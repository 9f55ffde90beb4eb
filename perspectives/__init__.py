"""Essays as posts in a series, and a threaded, tagged, moderated discussion under each."""

__version__ = "0.1.0"
