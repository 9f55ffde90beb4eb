"""Rules, reports, decisions and sanctions in Django's admin, and what can be decided there on comments.

Every act goes through the room's actions, so it is written down and refused just as on the desk.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from perspectives.discussion.admin import CleanForm, CommentAdmin, DiscussionAdmin, ForumFilter, ForumLimitedAdmin
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment, Discussion, Forum
from perspectives.discussion.rules import viewer_of
from perspectives.members.models import Member
from perspectives.moderation.actions import lift_suspension, lock_discussion, suspend_member, unlock_discussion
from perspectives.moderation.batch import decide_page
from perspectives.moderation.models import Act, Decision, Report, Rule, Sanction, SanctionKind
from perspectives.moderation.rules import end_of, must_be_suspendable, must_have_reason, must_moderate


def acting(request: HttpRequest) -> Member | None:
    """Return the member who acts; None, with a sentence, for staff who have no display name yet."""
    member = viewer_of(request).member
    if member is None:
        messages.error(request, name_first())
    return member


def name_first() -> str:
    """Return the sentence for staff without a display name."""
    return _("Choose a display name on the site first: every decision is written down with a name.")


def each(request: HttpRequest, rows: QuerySet[Any], act: Any) -> None:
    """Do one thing to each of `rows`, and say how many changed and what was refused."""
    changed = 0
    for row in rows:
        try:
            changed += act(row) is not None
        except Refused as refusal:
            messages.error(request, f"{row}: {refusal.message}")
    said = ngettext("%(count)d was changed.", "%(count)d were changed.", changed)
    messages.success(request, said % {"count": changed})


@admin.register(Comment)
class DecidableCommentAdmin(CommentAdmin):
    """Comments; approve, reject and spam show the texts first and go through `decide`."""

    actions = ["approve", "reject", "spam"]

    @admin.action(description=gettext_lazy("Approve…"), permissions=["view"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Approve the chosen comments."""
        return self._decide(request, queryset, Act.APPROVE)

    @admin.action(description=gettext_lazy("Reject under a rule…"), permissions=["view"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Reject the chosen comments."""
        return self._decide(request, queryset, Act.REJECT)

    @admin.action(description=gettext_lazy("Mark as spam…"), permissions=["view"])
    def spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Mark the chosen comments as spam."""
        return self._decide(request, queryset, Act.SPAM)

    def _decide(self, request: HttpRequest, queryset: QuerySet[Comment], act: Act) -> HttpResponse | None:
        """Show the page that asks, or do what it was answered."""
        member = acting(request)
        return decide_page(request, queryset, act, member, self) if member is not None else None


@admin.register(Discussion)
class LockableDiscussionAdmin(DiscussionAdmin):
    """Discussions; locking and opening go through the actions."""

    actions = ["lock", "unlock"]

    @admin.action(description=gettext_lazy("Lock"), permissions=["view"])
    def lock(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        """Lock the chosen discussions."""
        member = acting(request)
        if member is not None:
            each(request, queryset, lambda discussion: lock_discussion(discussion=discussion, by=member))

    @admin.action(description=gettext_lazy("Open again"), permissions=["view"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        """Open the chosen discussions."""
        member = acting(request)
        if member is not None:
            each(request, queryset, lambda discussion: unlock_discussion(discussion=discussion, by=member))


class RuleForm(CleanForm):
    """A rule; its number is its own within the forum, which a rule never leaves."""

    class Meta:
        model = Rule
        fields = ["forum", "number", "title", "explanation", "active"]

    def clean(self) -> dict[str, Any]:
        """Return the data; ValidationError for a number that another rule has."""
        data = super().clean() or self.cleaned_data
        forum = data.get("forum") or (self.instance.forum if self.instance.pk else None)
        others = Rule.objects.filter(forum=forum, number=data.get("number", 0)).exclude(pk=self.instance.pk)
        if forum is not None and others.exists():
            self.add_error("number", _("Another rule of this forum has this number."))
        return data


@admin.register(Rule)
class RuleAdmin(ForumLimitedAdmin):
    """The rules of a forum: its moderators reword, add and retire them; decisions keep the wording of their day."""

    form = RuleForm
    forum_path = "forum"
    list_display = ["__str__", "forum", "active"]
    list_filter = ["active", ForumFilter]
    list_select_related = ["forum"]
    search_fields = ["title", "explanation"]
    ordering = ["forum", "number"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether this person moderates anything."""
        return viewer_of(request).is_moderator

    def has_change_permission(self, request: HttpRequest, obj: Rule | None = None) -> bool:
        """Whether this person moderates the rule's forum."""
        viewer = viewer_of(request)
        return viewer.is_moderator if obj is None else viewer.may_moderate(obj.forum_id)

    def get_readonly_fields(self, request: HttpRequest, obj: Rule | None = None) -> list[str]:
        """Return the field that stands: a rule stays in its forum."""
        return ["forum"] if obj is not None else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the forums this person moderates."""
        if db_field.name == "forum":
            kwargs["queryset"] = Forum.objects.filter(viewer_of(request).moderated("pk"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Report)
class ReportAdmin(ForumLimitedAdmin):
    """What readers complained about."""

    forum_path = "comment__discussion__forum"
    list_display = ["reason", "comment", "discussion", "member", "created_at", "decision"]
    list_filter = ["reason", ("decision", admin.EmptyFieldListFilter), ForumFilter]
    list_select_related = ["comment__discussion", "member", "decision"]
    search_fields = ["words", "member__name", "comment__discussion__slug"]

    @admin.display(description=gettext_lazy("discussion"))
    def discussion(self, report: Report) -> str:
        """Return the title of the discussion."""
        return report.comment.discussion.title


@admin.register(Decision)
class DecisionAdmin(ForumLimitedAdmin):
    """The record: it only grows, and is only read."""

    list_display = ["act", "comment", "discussion", "by", "rule_title", "status_before", "status_after", "created_at"]
    list_filter = ["act", ForumFilter]
    list_select_related = ["comment", "discussion", "by"]
    search_fields = ["words", "note", "by__name", "member__name", "discussion__slug"]


class SanctionForm(forms.ModelForm):
    """A suspension until a time, or a ban: refused here for the reasons for which `suspend_member` would."""

    # Set by the admin for each request.
    by: Any = None

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in (SanctionKind.SUSPEND, SanctionKind.BAN)],
    )

    class Meta:
        model = Sanction
        fields = ["member", "forum", "kind", "until", "words"]

    def clean(self) -> dict[str, Any]:
        """Return the data; ValidationError with the sentence of the rule that refuses."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if self.by is None:
            raise forms.ValidationError(name_first())
        forum = data["forum"].pk if data["forum"] else None
        try:
            data["until"] = end_of(SanctionKind(data["kind"]), data["until"], timezone.now())
            must_moderate(self.by, forum)
            must_be_suspendable(data["member"], forum, self.by)
            data["words"] = must_have_reason(data["words"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return data


@admin.register(Sanction)
class SanctionAdmin(ForumLimitedAdmin):
    """Who may not write, and why. Suspending, banning and lifting go through the actions; nothing else changes."""

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

    def get_form(self, request: HttpRequest, obj: Sanction | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which knows who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("SanctionForm", (form,), {"by": viewer_of(request).member})

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the forums this person moderates."""
        if db_field.name == "forum":
            kwargs["queryset"] = Forum.objects.filter(viewer_of(request).moderated("pk"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Sanction, form: SanctionForm, change: bool) -> None:
        """Sanction through the action, which writes the decision."""
        names = ("member", "forum", "until", "words")
        values = {name: form.cleaned_data[name] for name in names}
        decision = suspend_member(kind=SanctionKind(obj.kind), by=form.by, **values)
        if decision is not None:
            obj.pk = decision.sanction_id
            return
        obj.pk = Sanction.objects.filter(kind=obj.kind, lifted_at=None, **values).values_list("pk", flat=True).first()

    @admin.action(description=gettext_lazy("Lift"), permissions=["view"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Sanction]) -> None:
        """Lift the chosen sanctions."""
        member = acting(request)
        if member is not None:
            each(request, queryset, lambda sanction: lift_suspension(sanction=sanction, by=member))
