"""Pages of moderation: the desk, one item, undoing, the public log, and the page for reporting."""
