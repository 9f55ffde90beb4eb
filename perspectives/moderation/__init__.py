"""Keeping a discussion good: checks, reports, the moderators' desk, decisions, sanctions and the public log."""
