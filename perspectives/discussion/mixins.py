"""For host models that are to be discussed: a field, and the two lines that open the discussion."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.actions import open_discussion
from perspectives.discussion.models import Discussion, Forum


class Discussed(models.Model):
    """A model with a discussion; show it with `{% load perspectives %}{% discussion object %}`."""

    discussion = models.OneToOneField(
        Discussion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("discussion"),
    )

    class Meta:
        abstract = True

    def open_discussion(self, *, forum: Forum, title: str, url_name: str, url_kwargs: dict[str, Any]) -> Discussion:
        """Open the discussion of this object, public from now on, save the object and return the discussion.

        `url_name` and `url_kwargs` name the page that shows it. A second call returns the discussion that is there.
        """
        if self.discussion is None:
            self.discussion = open_discussion(
                forum=forum,
                title=title,
                slug=title,
                url_name=url_name,
                url_kwargs=url_kwargs,
                visible_from=timezone.now(),
            )
            self.save(update_fields=["discussion"])
        return self.discussion
