"""Rehearsing: what changed settings would have done with the comments that are there, before they are switched on."""
