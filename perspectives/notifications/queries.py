"""The vocabulary of questions about notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices, by whether they are to be sent."""

    def due(self, now: datetime) -> NoticeQuerySet:
        """Those to be sent at `now`."""
        return self.filter(sent_at__isnull=True, dropped="", next_attempt_at__lte=now)
