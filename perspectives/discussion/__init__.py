"""The discussion under an essay or any other thing: forum, thread, comments, and who sees which of them."""
