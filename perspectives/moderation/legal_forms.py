"""Forms of the chain: a notice of illegal content, its answer, an appeal, its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import Comment
from perspectives.moderation.actions.give_notice import EMAIL_MAX_LENGTH, NAME_MAX_LENGTH
from perspectives.moderation.forms import LARGEST_KEY, WordsField
from perspectives.moderation.models import Rule
from perspectives.moderation.models.report import new_notice_key
from perspectives.moderation.rules import LAW_MAX_LENGTH
from perspectives.text.clean import clean_line


class LineField(forms.CharField):
    """One line that somebody types; cleaned as everywhere."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "px-input", **kwargs.pop("attrs", {})}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the line without what cannot be stored or shown."""
        return clean_line(value) if isinstance(value, str) else ""


class MailField(forms.EmailField):
    """An e-mail address; whether there must be one, the form says."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"class": "px-input", "autocomplete": "email"})
        super().__init__(required=False, widget=widget, max_length=EMAIL_MAX_LENGTH, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the address without what is no text."""
        return clean_line(value) if isinstance(value, str) else ""


class NoticeForm(forms.Form):
    """What somebody says who gives notice that a comment is illegal."""

    key = forms.RegexField(regex=r"\A[0-9a-f]{32}\Z", required=False, widget=forms.HiddenInput)
    words = WordsField(
        label=gettext_lazy("Why is it illegal?"),
        help_text=gettext_lazy("Which words, and why. Write for somebody who does not know the matter."),
        rows=6,
    )
    law = LineField(
        label=gettext_lazy("Which law, if you know it"),
        max_length=LAW_MAX_LENGTH,
        attrs={"class": "px-input px-input-wide"},
    )
    exempt = forms.BooleanField(
        label=gettext_lazy("It shows or offers the sexual abuse of a child, and I give no name"), required=False
    )
    name = LineField(label=gettext_lazy("Your name"), max_length=NAME_MAX_LENGTH, attrs={"autocomplete": "name"})
    email = MailField(label=gettext_lazy("Your e-mail address"))
    good_faith = forms.BooleanField(
        label=gettext_lazy("I believe in good faith that what I say here is right and complete"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": new_notice_key(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_key(self) -> str:
        """Return the form's key, or a new one where somebody sent none."""
        return self.cleaned_data["key"] or new_notice_key()

    def clean_words(self) -> str:
        """Return the reasons; there must be some."""
        return _given(self.cleaned_data["words"], _("Say why the comment is illegal."))

    def clean_good_faith(self) -> bool:
        """Return True; nothing less will do."""
        if not self.cleaned_data["good_faith"]:
            message = _("Confirm that you believe in good faith that what you say is right and complete.")
            raise forms.ValidationError(message)
        return True

    def clean(self) -> dict[str, Any]:
        """Ask for name and address, but where the law lets one go without."""
        found = self.cleaned_data
        if not found.get("exempt"):
            if not found.get("name") and "name" not in self.errors:
                self.add_error("name", _("Give your name."))
            if not found.get("email") and "email" not in self.errors:
                self.add_error("email", _("Give an e-mail address to which the receipt can be sent."))
        return found

    def renewed(self) -> NoticeForm:
        """Return the same form, filled, with a new key: for words that were not sent with the old one."""
        data = dict(self.data.items())
        data["key"] = new_notice_key()
        form = NoticeForm(data)
        form.is_valid()
        return form


class AnswerForm(forms.Form):
    """What a moderator says to a notice: a rule or a law and words to the writer, or words to whoever gave it."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    rule = forms.ChoiceField(label=gettext_lazy("Rule that it breaks"), required=False)
    law = LineField(
        label=gettext_lazy("Or the law that it breaks"),
        max_length=LAW_MAX_LENGTH,
        attrs={"class": "px-input px-input-wide"},
    )
    words = WordsField(
        label=gettext_lazy("Your reasons"),
        help_text=gettext_lazy("If you take it down, its writer reads them; if you do not, whoever gave notice does."),
        rows=3,
    )
    note = WordsField(label=gettext_lazy("Note for moderators"), rows=1)

    def __init__(
        self, data: Any = None, *, comment: Comment, newest: int, rules: Sequence[Rule], **kwargs: Any
    ) -> None:
        typed = kwargs.pop("typed", {})
        super().__init__(data, initial={"revision": comment.revision, "seen": newest, **typed}, label_suffix="")
        self.rules = {str(rule.pk): rule for rule in rules}
        choices = [("", _("No rule of ours")), *((key, str(rule)) for key, rule in self.rules.items())]
        field = self.fields["rule"]
        field.widget = forms.Select(attrs={"class": "px-input"}, choices=choices)
        field.choices = choices  # type: ignore[attr-defined]

    def chosen_rule(self) -> Rule | None:
        """Return the rule chosen, None without one."""
        return self.rules.get(self.cleaned_data.get("rule", ""))


class AppealForm(forms.Form):
    """Why a decision is wrong, in the words of whom it concerns."""

    words = WordsField(
        label=gettext_lazy("Why is the decision wrong?"),
        help_text=gettext_lazy("You can appeal once; somebody else than before will judge it."),
        rows=6,
    )

    def clean_words(self) -> str:
        """Return the words; there must be some."""
        return _given(self.cleaned_data["words"], _("Say why you think that the decision is wrong."))


class JudgeForm(forms.Form):
    """The outcome of an appeal, with its reasons."""

    words = WordsField(
        label=gettext_lazy("Your reasons"),
        help_text=gettext_lazy("Both sides read them. Needed to turn the appeal down."),
        rows=4,
    )
    note = WordsField(label=gettext_lazy("Note for moderators"), rows=1)


def _given(words: str, message: str) -> str:
    """Return `words`, or refuse with a sentence where there are none."""
    if not words:
        raise forms.ValidationError(message)
    return words
