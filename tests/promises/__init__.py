"""What PROMISES promises, asked as an outsider asks: over HTTP, with cases of our own."""
