"""The switches: which mail a member wants, and when a moderator is told what waits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.queries import Viewer
from perspectives.members.models import DeskMail, Member
from perspectives.notifications.preferences import desk_mail_of


class MailForm(forms.ModelForm):
    """One switch for each kind of notice; for those who moderate, when they are told what waits."""

    desk_mail = forms.ChoiceField(
        label=_("When something waits for moderation"),
        help_text=_("Once a day is one mail in the morning with what waits then; none where nothing does."),
        required=False,
        choices=DeskMail.choices,
        widget=forms.Select(attrs={"class": "px-input"}),
    )

    class Meta:
        model = Member
        fields = ["mail_answers", "mail_decisions"]
        labels = {
            "mail_answers": _("Somebody answered a comment of mine"),
            "mail_decisions": _("A moderator decided on a comment of mine"),
        }

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, instance=viewer.member)
        if viewer.member is None or not viewer.is_moderator:
            del self.fields["desk_mail"]
        else:
            self.initial["desk_mail"] = desk_mail_of(viewer.member)

    def clean_desk_mail(self) -> str:
        """Return the choice; a form without it wants none, as with a switch that is not sent."""
        return self.cleaned_data["desk_mail"] or DeskMail.NONE
