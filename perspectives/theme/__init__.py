"""Says where the plugin's templates and static files lie."""
