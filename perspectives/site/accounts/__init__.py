"""Signing in, by django-allauth: what the site adds to it and where it differs."""
