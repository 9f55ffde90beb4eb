"""Rows of a record that only grows: written once, never changed, never deleted."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from perspectives.moderation.queries import AppendOnlyError


class Frozen(models.Model):
    """A row that is written once; its manager is an AppendOnlyQuerySet's, which refuses the same in bulk."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row the first time; AppendOnlyError afterwards."""
        if self.pk is not None:
            raise AppendOnlyError(f"{type(self).__name__} is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{type(self).__name__} is never deleted.")
