"""Forms of the account pages: joining with a display name, leaving with the password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from perspectives.members.errors import NameTaken
from perspectives.members.models import Member
from perspectives.site.accounts.actions import wish_name
from perspectives.text.errors import TextRefused
from perspectives.text.names import clean_name, skeleton


class JoinForm(SignupForm):
    """allauth's form for a new account, with the name that stands beside one's comments."""

    name = forms.CharField(
        label=_("Display name"),
        max_length=60,
        help_text=_("Shown beside your comments. It can be your own name or another; you can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        """Refuse a name that cannot be shown, or that is or looks like somebody else's."""
        try:
            name = clean_name(self.cleaned_data["name"])
            if Member.objects.filter(name_skeleton=skeleton(name)).exists():
                raise NameTaken
        except TextRefused as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal
        return name

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account; for an address that has one, take as long as if it were made, and tell only its owner."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def save(self, request: HttpRequest) -> Any:
        """Make the user; the member comes with the name when the address is confirmed."""
        user = super().save(request)
        wish_name(user=user, name=self.cleaned_data["name"])
        return user


class LeaveForm(forms.Form):
    """The password, asked for once more before an account goes."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse a password that is not the account's."""
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("That is not your password. Type it again, or reset it first."))
        return password
