"""Dates as a journal prints them, by language."""
