"""An admin whose action may refuse what its form has let pass, because somebody else was quicker."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from perspectives.discussion.admin import ForumLimitedAdmin
from perspectives.discussion.errors import Refused

_KEPT = "px_late_refusal"


class LateRefusalForm(forms.ModelForm):
    """A form that says what the action refused, at the field concerned where there is one."""

    # Set by the admin for the request that was refused.
    refusal: Refused | None = None

    def clean(self) -> dict[str, Any]:
        """Return the data, with the refusal as an error of the form."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refusal is not None:
            self.add_error(self.field_of(self.refusal), self.refusal.message)
        return data

    def field_of(self, refusal: Refused) -> str | None:
        """Return the field that a refusal is about, None for the whole form."""
        return refusal.code if refusal.code in self.fields else None


class LateRefusalAdmin(ForumLimitedAdmin):
    """Shows the form again, as it was filled in, where the action refuses; with the refusal's own status."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or take the form; what a refused attempt had written is rolled back before the form is shown again."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            setattr(request, _KEPT, refusal)
            answer = super().changeform_view(request, *args, **kwargs)
            answer.status_code = refusal.http_status
            return answer

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which knows what was refused in this request."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"refusal": getattr(request, _KEPT, None)})
