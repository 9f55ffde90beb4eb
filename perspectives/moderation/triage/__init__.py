"""Triage: a model learned from this site's own decisions; it orders what waits, says why, and never decides."""
