"""Pages for writing in a discussion, a file per verb, and the page of a discussion by itself."""
