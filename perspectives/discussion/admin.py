"""Forums, discussions and their record in Django's admin: lists limited to the forums somebody moderates.

Comments, discussions and forums are registered by the moderation room, which knows what can be decided on them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.actions.open import suggested_tags
from perspectives.discussion.actions.tag import get_or_make_tags
from perspectives.discussion.models import (
    Comment,
    CommentRevision,
    Event,
    EventKind,
    Finding,
    Forum,
    ForumTag,
    Tag,
)
from perspectives.discussion.rules import viewer_of
from perspectives.text.clean import clean_line, clean_text
from perspectives.text.errors import TextRefused
from perspectives.text.excerpts import excerpt
from perspectives.text.markdown import render_note
from perspectives.text.tags import clean_tag, tag_key
from perspectives.web.admin import CarefulAdmin

EXCERPT_LENGTH = 80


class ForumLimitedAdmin(CarefulAdmin):
    """Read-only lists and pages of the forums somebody moderates; other rows are a 404, as rows that never were."""

    # The lookup from the model to its forum.
    forum_path = "discussion__forum"
    show_full_result_count = False
    list_per_page = 50
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of forums this person moderates."""
        rows, viewer = super().get_queryset(request), viewer_of(request)
        return rows.filter(viewer.moderated(self.forum_path)) if viewer.is_moderator else rows.none()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the row; Http404 where there is none or it is another forum's."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the admin's index shows it."""
        return viewer_of(request).is_moderator

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may look; which rows, the queryset says."""
        return viewer_of(request).is_moderator

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: what changes goes through an action of the room."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: rows of the record are never deleted."""
        return False


def not_about_oneself(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Return the rows but for those whose `member` is the viewer: what the team says of oneself is for the others."""
    member = viewer_of(request).member
    return rows if member is None else rows.exclude(member=member)


class ForumFilter(admin.SimpleListFilter):
    """By forum, of those this person moderates."""

    title = _("forum")
    parameter_name = "forum"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the forums."""
        self.path = model_admin.forum_path
        forums = Forum.objects.filter(viewer_of(request).moderated("pk"))
        return [(str(pk), name) for pk, name in forums.order_by("name").values_list("pk", "name")[:100]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of the chosen forum; nonsense chooses none."""
        known = {value for value, _name in self.lookup_choices}
        if self.value() is None:
            return queryset
        return queryset.filter(**{self.path: self.value()}) if self.value() in known else queryset.none()


class CommentAdmin(ForumLimitedAdmin):
    """Comments, to be found and read; acts on them are the moderation room's."""

    list_display = ["__str__", "discussion", "author", "status", "open_reports", "words", "created_at"]
    list_filter = ["status", ForumFilter]
    list_select_related = ["discussion", "author"]
    search_fields = ["body", "author__name", "discussion__slug"]
    search_help_text = _("Words of the text, the writer's name, or the discussion's slug.")

    @admin.display(description=_("text"))
    def words(self, comment: Comment) -> str:
        """Return the first words."""
        return excerpt(comment.html, EXCERPT_LENGTH)

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> Any:
        """Return everything a moderator may know, the address of the writer among it."""
        where = ["discussion", "number", "parent", "author", "status"]
        what = ["body", "revision", "created_at", "edited_at", "public_at"]
        return [*where, *what, "public_below", "open_reports", "address"]


class DiscussionAdmin(ForumLimitedAdmin):
    """Discussions; what a discussion is called and when it is visible is its owner's matter."""

    forum_path = "forum"
    list_display = ["title", "forum", "state", "public_count", "visible_from", "visible_until"]
    list_filter = ["state", ForumFilter]
    list_select_related = ["forum"]
    search_fields = ["title", "slug"]


@admin.register(CommentRevision)
class CommentRevisionAdmin(ForumLimitedAdmin):
    """What comments said before."""

    forum_path = "comment__discussion__forum"
    list_display = ["comment", "number", "discussion", "by", "created_at"]
    list_filter = [ForumFilter]
    list_select_related = ["comment__discussion", "by"]
    search_fields = ["body", "by__name"]

    @admin.display(description=_("discussion"))
    def discussion(self, revision: CommentRevision) -> str:
        """Return the title of the discussion."""
        return revision.comment.discussion.title


@admin.register(Finding)
class FindingAdmin(ForumLimitedAdmin):
    """What checks answered."""

    list_display = ["check_name", "answer", "comment", "discussion", "member", "created_at"]
    list_filter = ["answer", ForumFilter]
    list_select_related = ["comment", "discussion", "member"]
    search_fields = ["=check_name", "member__name", "discussion__slug"]


@admin.register(Event)
class EventAdmin(ForumLimitedAdmin):
    """What happened, and whether it was told; but for complaints and notes that concern the viewer."""

    list_display = ["kind", "comment", "discussion", "actor", "created_at", "told_at"]
    list_filter = ["kind", ForumFilter, ("told_at", admin.EmptyFieldListFilter)]
    list_select_related = ["comment", "discussion", "actor"]
    search_fields = ["actor__name", "discussion__slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the events but for complaints about what the viewer wrote, and notes: nobody learns here whose."""
        member, rows = viewer_of(request).member, super().get_queryset(request)
        if member is None:
            return rows
        complaints = Q(kind__in=(EventKind.REPORTED, EventKind.NOTIFIED), comment__author=member)
        return rows.exclude(complaints | Q(kind=EventKind.NOTED, data__member=member.key))


class KeptAdmin(CarefulAdmin):
    """For holders of Django's model permissions; nothing is deleted."""

    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False."""
        return False


class ForumTagInline(admin.TabularInline):
    """The tags a forum suggests."""

    model = ForumTag
    raw_id_fields = ["tag"]
    extra = 0


class CleanForm(forms.ModelForm):
    """A form whose words are cleaned as everybody's are."""

    def clean(self) -> dict[str, Any]:
        """Return the data without what cannot be stored or shown."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in data.items():
            if isinstance(value, str):
                lines = isinstance(self.fields[name].widget, forms.Textarea)
                data[name] = clean_text(value) if lines else clean_line(value)
        return data


class ForumForm(CleanForm):
    """A forum; its guidelines are rendered here, once."""

    class Meta:
        model = Forum
        fields = [
            "name",
            "slug",
            "policy",
            "newcomer_comments",
            "free_tags",
            "links_allowed",
            "held_words",
            "refused_words",
            "guidelines",
        ]

    def clean_guidelines(self) -> str:
        """Return the guidelines, and keep what they look like."""
        guidelines = self.cleaned_data["guidelines"]
        try:
            self.instance.guidelines_html = render_note(guidelines) if guidelines else ""
        except TextRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return guidelines


class ForumAdmin(KeptAdmin):
    """Forums with their suggested tags; a new one begins with the usual tags and five rules."""

    form = ForumForm
    list_display = ["name", "slug", "policy", "newcomer_comments", "free_tags", "links_allowed"]
    list_filter = ["policy"]
    search_fields = ["name", "slug"]
    inlines = [ForumTagInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the suggested tags; a new forum for which none was chosen gets the usual ones."""
        super().save_related(request, form, formsets, change)
        forum = form.instance
        if not change and not forum.forum_tags.exists():
            tags = get_or_make_tags(suggested_tags())
            rows = (ForumTag(forum=forum, tag=tag, position=place) for place, tag in enumerate(tags))
            ForumTag.objects.bulk_create(rows)


class TagForm(forms.ModelForm):
    """A new tag, cleaned as those of writers are."""

    def clean_name(self) -> str:
        """Return the cleaned name; the same word in another case is the same tag."""
        try:
            name = clean_tag(self.cleaned_data["name"])
        except TextRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        self.instance.key = tag_key(name)
        if Tag.objects.filter(key=self.instance.key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is such a tag already."))
        return name


@admin.register(Tag)
class TagAdmin(KeptAdmin):
    """Tags. A name stands once it is given: pages that show it are kept by what they were made of."""

    form = TagForm
    fields = ["name", "slug"]
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> list[str]:
        """Return the fields that stand."""
        return ["name", "slug"] if obj is not None else []
