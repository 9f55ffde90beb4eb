"""Series, essays and their revisions: what an editor writes, imports, publishes, schedules and withdraws."""
