"""Essays as posts in a series, and a threaded, tagged, moderated discussion under each."""
