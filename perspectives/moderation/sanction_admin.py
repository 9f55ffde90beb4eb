"""Sanctions in Django's admin: given and lifted by the same actions as on the desk, and only read otherwise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import BLANK_CHOICE_DASH, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.discussion.admin import ForumFilter
from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.models import Forum
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.actions import lift_suspension, sanction_member
from perspectives.moderation.actions.sanction import must_replace
from perspectives.moderation.admin import acting, each, name_first
from perspectives.moderation.late_refusals import LateRefusalAdmin, LateRefusalForm
from perspectives.moderation.models import Rule, Sanction, SanctionKind
from perspectives.moderation.rules import (
    cleaned_words,
    end_of,
    must_be_suspendable,
    must_have_reason,
    must_moderate,
)
from perspectives.moderation.sanction_forms import SUSPENSION_AT_MOST
from perspectives.moderation.sanction_rules import ACTS, Hide, must_fit
from perspectives.moderation.sanction_words import told_of_hiding
from perspectives.moderation.seniors import must_be_senior

# What a refusal's code is about, in fields of this form.
FIELDS = {"self": "member", "moderator": "member", "reason": "words", "senior": "kind"}
# What is asked for, and what is shown of a sanction that was given.
ASKED = ("member", "forum", "kind", "until", "rule", "hide", "words", "note")
SHOWN = (
    *("member", "forum", "kind", "until", "rule", "words", "private_note"),
    *("by", "created_at", "acknowledged_at", "lifted_at"),
)


class RuleChoice(forms.ModelChoiceField):
    """A rule, named with its forum: those of several are offered together."""

    def label_from_instance(self, obj: Any) -> str:
        """Return forum, number and short name."""
        return f"{obj.forum.name}: {obj}"


class SanctionForm(LateRefusalForm):
    """A sanction of any kind, with all that `sanction_member` takes; refused here for the reasons it would have."""

    # Set by the admin for each request.
    by: Any = None

    hide = forms.ChoiceField(
        label=gettext_lazy("Hide earlier comments, under the same rule"), choices=Hide.choices, required=False
    )
    note = forms.CharField(label=gettext_lazy("Note for moderators"), required=False, widget=forms.Textarea)

    class Meta:
        model = Sanction
        fields = ["member", "forum", "kind", "until", "rule", "words"]
        help_texts = {
            "until": gettext_lazy(
                "For a suspension; where comments are always held it may stay empty. A warning and a ban have no end."
            )
        }

    def clean(self) -> dict[str, Any]:
        """Return the data; ValidationError with the sentence of the rule that refuses."""
        data = super().clean()
        if self.errors:
            return data
        if self.by is None:
            raise forms.ValidationError(name_first())
        try:
            self._must_be_allowed(data)
        except Refused as refusal:
            self.add_error(self.field_of(refusal), refusal.message)
        return data

    def field_of(self, refusal: Refused) -> str | None:
        """Return the field that a refusal of the action's is about."""
        code = FIELDS.get(refusal.code, refusal.code)
        return code if code in self.fields else None

    def _must_be_allowed(self, data: dict[str, Any]) -> None:
        """Raise Refused for what the action will refuse or pass over, and clean the words and the end."""
        forum, kind = data["forum"].pk if data["forum"] else None, SanctionKind(data["kind"])
        must_moderate(self.by, forum)
        if kind == SanctionKind.BAN:
            must_be_senior(self.by, forum)
        must_be_suspendable(data["member"], forum, self.by)
        data["until"] = _must_end(kind, data["until"])
        must_fit(data["rule"], data["forum"], Hide(data["hide"]))
        must_replace(Sanction(member=data["member"], forum=data["forum"], kind=kind), self.by, timezone.now())
        data["words"], data["note"] = must_have_reason(data["words"]), cleaned_words(data["note"])


def _must_end(kind: SanctionKind, until: Any) -> Any:
    """Return when it ends; Unacceptable for an end that this kind has not, and for one that is past or far away."""
    if until is not None and kind == SanctionKind.WARN:
        raise Unacceptable(_("A warning has no end: it binds until it is read. Leave this empty."), code="until")
    if until is not None and kind == SanctionKind.BAN:
        raise Unacceptable(_("A ban has no end. Leave this empty, or suspend the member."), code="until")
    now = timezone.now()
    if until is not None and until > now + SUSPENSION_AT_MOST:
        raise Unacceptable(_("Choose today or a day of the next ten years."), code="until")
    return end_of(kind, until, now)


@admin.register(Sanction)
class SanctionAdmin(LateRefusalAdmin):
    """Who is sanctioned, and why. Sanctioning and lifting go through the actions; nothing else changes."""

    form = SanctionForm
    forum_path = "forum"
    list_display = ["kind", "member", "forum", "until", "lifted_at", "by", "created_at"]
    list_filter = ["kind", ("lifted_at", admin.EmptyFieldListFilter), ForumFilter]
    list_select_related = ["member", "forum", "by"]
    search_fields = ["member__name", "words"]
    raw_id_fields = ["member"]
    actions = ["lift"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether this person moderates anything."""
        return viewer_of(request).is_moderator

    def get_fields(self, request: HttpRequest, obj: Sanction | None = None) -> tuple[str, ...]:
        """Return what is asked for a new sanction, or all that there is of one."""
        return ASKED if obj is None else SHOWN

    def get_readonly_fields(self, request: HttpRequest, obj: Sanction | None = None) -> tuple[str, ...]:
        """Return what is only shown: everything of a sanction that was given."""
        return () if obj is None else SHOWN

    @admin.display(description=gettext_lazy("Note for moderators"))
    def private_note(self, sanction: Sanction) -> str:
        """Return the note on the decision that began the sanction."""
        began = sanction.decisions.filter(act__in=list(ACTS.values())).values_list("note", flat=True)
        return began.first() or "–"

    def get_form(self, request: HttpRequest, obj: Sanction | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which knows who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("SanctionForm", (form,), {"by": viewer_of(request).member})

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer a ban to those alone who are senior moderators somewhere."""
        viewer = viewer_of(request)
        if db_field.name == "kind" and not viewer.moderates_all and not viewer.leads:
            kinds = [choice for choice in SanctionKind.choices if choice[0] != SanctionKind.BAN]
            kwargs["choices"] = [*BLANK_CHOICE_DASH, *kinds]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the forums this person moderates, and their rules; no forum to those alone who moderate everywhere."""
        viewer = viewer_of(request)
        if db_field.name == "forum":
            kwargs["queryset"] = Forum.objects.filter(viewer.moderated("pk"))
            if not viewer.moderates_all:
                kwargs |= {"required": True, "help_text": ""}
        if db_field.name == "rule":
            rules = Rule.objects.filter(viewer.moderated("forum"), active=True)
            kwargs |= {"queryset": rules.select_related("forum"), "form_class": RuleChoice}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Sanction, form: SanctionForm, change: bool) -> None:
        """Sanction through the action, which writes the decision; say what was hidden with it, or that it was so."""
        values = {name: form.cleaned_data[name] for name in ASKED}
        values |= {"kind": SanctionKind(values["kind"]), "hide": Hide(values["hide"])}
        done = sanction_member(by=form.by, **values)
        obj.pk = done.sanction.pk
        nothing = [] if done.decision else [_("Nothing was left to do: it is so already.")]
        for sentence in (*nothing, *told_of_hiding(done)):
            messages.info(request, sentence)

    @admin.action(description=gettext_lazy("Lift"), permissions=["view"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Sanction]) -> None:
        """Lift the chosen sanctions."""
        member = acting(request)
        if member is not None:
            each(request, queryset, lambda sanction: lift_suspension(sanction=sanction, by=member))
