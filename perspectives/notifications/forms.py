"""The switches: which mail a member wants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.queries import Viewer
from perspectives.members.models import Member


class MailForm(forms.ModelForm):
    """One switch for each kind of notice; the moderators' only for those who moderate."""

    class Meta:
        model = Member
        fields = ["mail_answers", "mail_decisions", "mail_waiting"]
        labels = {
            "mail_answers": _("Somebody answered a comment of mine"),
            "mail_decisions": _("A moderator decided on a comment of mine"),
            "mail_waiting": _("Something waits for moderation"),
        }

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, instance=viewer.member)
        if not viewer.is_moderator:
            del self.fields["mail_waiting"]
