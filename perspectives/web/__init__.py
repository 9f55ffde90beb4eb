"""What every room needs of HTTP and no room owns: addresses, paging, CSRF refusals that keep the text, middleware."""
