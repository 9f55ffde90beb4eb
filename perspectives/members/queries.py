"""The vocabulary of questions about members and attempts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class MemberQuerySet(models.QuerySet[Any]):
    """Members, by what we ask about them."""

    def present(self) -> MemberQuerySet:
        """Those who have not left."""
        return self.filter(erased_at__isnull=True)


class AttemptQuerySet(models.QuerySet[Any]):
    """Attempts, by who made them and when."""

    def since(self, kind: str, bucket: str, moment: datetime) -> AttemptQuerySet:
        """Attempts of one kind by one bucket, made at or after `moment`."""
        return self.filter(kind=kind, bucket=bucket, created_at__gte=moment)
