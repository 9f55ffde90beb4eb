"""Rules and forums in Django's admin: saved by the same actions as on the desk, so every wording and change is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from perspectives.discussion.admin import CleanForm, ForumAdmin, ForumFilter, ForumForm
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Forum, RoleKind
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.actions import save_policy, save_rule
from perspectives.moderation.late_refusals import LateRefusalAdmin, LateRefusalForm
from perspectives.moderation.models import Rule
from perspectives.moderation.policies import FIELDS, LISTS
from perspectives.moderation.policy_forms import LARGEST, refusals_of
from perspectives.moderation.seniors import senior_viewer
from perspectives.moderation.wordings import KEPT, cleaned_wording


class RuleForm(CleanForm, LateRefusalForm):
    """A rule; its number is its own within the forum, which a rule never leaves."""

    class Meta:
        model = Rule
        fields = ["forum", *KEPT]

    def clean(self) -> dict[str, Any]:
        """Return the data; ValidationError for a number that another rule has, and for what no rule can say."""
        data = super().clean() or self.cleaned_data
        forum = data.get("forum") or (self.instance.forum if self.instance.pk else None)
        others = Rule.objects.filter(forum=forum, number=data.get("number", 0)).exclude(pk=self.instance.pk)
        if forum is not None and others.exists():
            self.add_error("number", _("Another rule of this forum has this number."))
        if not self.errors:
            try:
                data |= cleaned_wording(data)
            except Refused as refusal:
                self.add_error(refusal.code if refusal.code in self.fields else None, refusal.message)
        return data


def senior_in(request: HttpRequest) -> Q:
    """Return the condition that who makes the request is a senior moderator of a forum."""
    viewer = viewer_of(request)
    if viewer.moderates_all:
        return Q()
    return Q(roles__member=viewer.member, roles__kind=RoleKind.SENIOR) if viewer.member else Q(pk__in=[])


@admin.register(Rule)
class RuleAdmin(LateRefusalAdmin):
    """The rules of a forum, read by its moderators; senior ones reword, add and retire them; each version is kept."""

    form = RuleForm
    forum_path = "forum"
    list_display = ["__str__", "forum", "severity", "active", "version"]
    list_filter = ["active", ForumFilter]
    list_select_related = ["forum"]
    search_fields = ["title", "explanation"]
    ordering = ["forum", "number"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether this person is a senior moderator anywhere."""
        return viewer_of(request).is_moderator and Forum.objects.filter(senior_in(request)).exists()

    def has_change_permission(self, request: HttpRequest, obj: Rule | None = None) -> bool:
        """Whether this person is a senior moderator of the rule's forum."""
        viewer = viewer_of(request)
        return viewer.is_moderator if obj is None else senior_viewer(viewer, obj.forum_id)

    def get_readonly_fields(self, request: HttpRequest, obj: Rule | None = None) -> list[str]:
        """Return the field that stands: a rule stays in its forum."""
        return ["forum"] if obj is not None else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the forums where this person is a senior moderator."""
        if db_field.name == "forum":
            kwargs["queryset"] = Forum.objects.filter(senior_in(request)).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Rule, form: RuleForm, change: bool) -> None:
        """Save through the action, which keeps the version."""
        wording = {name: form.cleaned_data[name] for name in KEPT}
        rule = Rule.objects.get(pk=obj.pk) if change else None
        # Who has come as far as this is senior, or holds the host's permission and has no name yet.
        revision = save_rule(forum=obj.forum, by=viewer_of(request).member, wording=wording, rule=rule)
        if not change:
            same = Rule.objects.filter(forum=obj.forum, number=wording["number"])
            obj.pk = revision.rule_id if revision else same.values_list("pk", flat=True).get()


class PolicyForumForm(ForumForm):
    """A forum with all its settings; lists of words are refused here for the reasons for which the desk would."""

    class Meta(ForumForm.Meta):
        fields = ["name", "slug", *FIELDS, "free_tags", "guidelines"]

    def clean(self) -> dict[str, Any]:
        """Return the data; ValidationError for a list, or a value, that cannot be saved."""
        data = super().clean()
        for name in (name for name in LISTS if name in data):
            for sentence in refusals_of(name, data[name]):
                self.add_error(name, sentence)
        for name, most in LARGEST.items():
            if data.get(name, 0) > most:
                self.add_error(name, _("At most %(most)d.") % {"most": most})
        return data


@admin.register(Forum)
class PolicyForumAdmin(ForumAdmin):
    """Forums; a change of what they screen by is written down as one made on the desk is."""

    form = PolicyForumForm

    def save_model(self, request: HttpRequest, obj: Forum, form: PolicyForumForm, change: bool) -> None:
        """Save what this person has changed: the settings of screening through the action, the rest as it is."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        values = {name: form.cleaned_data[name] for name in form.changed_data if name in FIELDS}
        save_policy(forum=obj, by=viewer_of(request).member, values=values, permitted=True)
        rest = [name for name in ("name", "slug", "free_tags", "guidelines") if name in form.changed_data]
        if rest:
            obj.save(update_fields=[*rest, "guidelines_html"])
