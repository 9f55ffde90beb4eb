"""Series, essays, revisions and contributors in Django's admin; what an editor saves goes through the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from perspectives.discussion.rules import viewer_of
from perspectives.publishing.actions import publish_post, return_to_draft, withdraw_post
from perspectives.publishing.forms import PostForm, SeriesForm
from perspectives.publishing.models import Contributor, Post, PostRevision, Series
from perspectives.publishing.rules import NAME_LENGTH
from perspectives.text.errors import TextRefused
from perspectives.text.names import clean_name
from perspectives.web.admin import CarefulAdmin


class EditorAdmin(CarefulAdmin):
    """Lists and pages limited to the forums somebody edits; Django's model permissions open them all."""

    # The lookup from the model to its forum.
    forum_path = "series__forum"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows this person may look at."""
        rows = super().get_queryset(request)
        if super().has_view_permission(request):
            return rows
        return rows.filter(viewer_of(request).edited(self.forum_path)).distinct()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the admin's index shows the room."""
        return super().has_module_permission(request) or self._edits_any(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may look at `obj`; the list is limited by its rows."""
        return super().has_view_permission(request, obj) or self._edits(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may change `obj`."""
        return super().has_change_permission(request, obj) or self._edits(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: essays are withdrawn, and their discussions keep what people wrote."""
        return False

    def forum_of(self, obj: Any) -> int:
        """Return the primary key of the forum `obj` belongs to."""
        return int(obj.series.forum_id)

    def _edits_any(self, request: HttpRequest) -> bool:
        viewer = viewer_of(request)
        return request.user.is_active and (viewer.edits_all or bool(viewer.edits))

    def _edits(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return self._edits_any(request)
        return request.user.is_active and viewer_of(request).may_edit(self.forum_of(obj))


@admin.register(Series)
class SeriesAdmin(EditorAdmin):
    """A series; a new one gets a forum of its own."""

    form = SeriesForm
    forum_path = "forum"
    list_display = ["title", "subtitle", "publisher", "slug", "position", "essays"]
    search_fields = ["title", "subtitle", "slug"]
    readonly_fields = ["forum"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with the number of their essays."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(essay_count=Count("posts"))
        return rows

    @admin.display(description=gettext_lazy("essays"), ordering="essay_count")
    def essays(self, series: Any) -> int:
        """Return the number of essays."""
        return int(series.essay_count)

    def forum_of(self, obj: Series) -> int:
        """Return the primary key of the series' forum."""
        return obj.forum_id

    def save_model(self, request: HttpRequest, obj: Series, form: SeriesForm, change: bool) -> None:
        """Save through the actions."""
        obj.__dict__.update(form.store().__dict__)


class StateFilter(admin.SimpleListFilter):
    """Where an essay stands, scheduled ones apart."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states."""
        return [
            ("draft", _("Draft")),
            ("scheduled", _("Scheduled")),
            ("published", _("Published")),
            ("withdrawn", _("Withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the essays that stand there."""
        if self.value() == "published":
            return queryset.published()
        if self.value() == "scheduled":
            return queryset.scheduled()
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Post)
class PostAdmin(EditorAdmin):
    """An essay: written, published, scheduled, corrected and withdrawn; each change of its words is a revision."""

    form = PostForm
    list_display = ["title", "series", "standing", "published_at", "revision"]
    list_filter = [StateFilter, ("series", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["series"]
    search_fields = ["title", "slug", "bylines__contributor__name"]
    ordering = ["-pk"]
    actions = ["publish_now", "withdraw", "make_drafts"]

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, post: Post) -> str:
        """Return the state in words, scheduled ones apart."""
        return _("Scheduled") if post.is_scheduled else str(post.get_state_display())

    @admin.display(description=gettext_lazy("revisions"))
    def history_link(self, post: Post) -> str:
        """Return a link to what the essay said before."""
        address = reverse("admin:perspectives_postrevision_changelist") + f"?post__id__exact={post.pk}"
        return format_html('<a href="{}">{}</a>', address, _("Revision %(n)d and before") % {"n": post.revision})

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> list[str]:
        """Return the fields that stand: an essay stays in its series, where its discussion's forum is."""
        return ["series", "history_link"] if obj is not None else []

    def get_fields(self, request: HttpRequest, obj: Post | None = None) -> Any:
        """Return the fields in the order an editor thinks of them."""
        words = ["series", "title", "slug", "authors", "summary", "body", "bio", "tag_words"]
        last = ["history_link"] if obj is not None else []
        fields = [*words, "state", "published_at", "seen_revision", *last]
        if obj is not None and not self.has_change_permission(request, obj):
            return [name for name in fields if name not in ("authors", "tag_words", "seen_revision")]
        return fields

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the series whose essays this person may write."""
        if db_field.name == "series":
            allowed = Series.objects.all()
            if not super().has_add_permission(request):
                allowed = allowed.filter(viewer_of(request).edited())
            kwargs["queryset"] = allowed
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether this person may write an essay in any series."""
        return super().has_add_permission(request) or self._edits_any(request)

    def save_model(self, request: HttpRequest, obj: Post, form: PostForm, change: bool) -> None:
        """Save through the actions."""
        obj.__dict__.update(form.store(by=viewer_of(request).member).__dict__)

    @admin.action(description=gettext_lazy("Publish now"), permissions=["change"])
    def publish_now(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """Publish the chosen essays."""
        self._each(request, queryset, publish_post)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """Withdraw the chosen essays."""
        self._each(request, queryset, withdraw_post)

    @admin.action(description=gettext_lazy("Return to draft"), permissions=["change"])
    def make_drafts(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """Return the chosen essays to draft."""
        self._each(request, queryset, return_to_draft)

    def _each(self, request: HttpRequest, queryset: QuerySet[Post], act: Any) -> None:
        """Do one thing to each chosen essay this person may change, and say how many are different now."""
        changed = [act(post=post) for post in queryset if self.has_change_permission(request, post)]
        count = sum(changed)
        self.message_user(
            request,
            ngettext("%(count)d essay changed.", "%(count)d essays changed.", count) % {"count": count},
            messages.SUCCESS,
        )


@admin.register(PostRevision)
class PostRevisionAdmin(EditorAdmin):
    """What essays said; only to be read."""

    forum_path = "post__series__forum"
    list_display = ["post", "number", "created_at", "by", "source"]
    list_select_related = ["post", "by"]
    search_fields = ["post__title"]
    ordering = ["-pk"]

    def forum_of(self, obj: PostRevision) -> int:
        """Return the primary key of the essay's forum."""
        return obj.post.series.forum_id

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the link from an essay to its revisions."""
        return lookup == "post__id__exact" or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False."""
        return False


class ContributorForm(forms.ModelForm):
    """A contributor, with a name that can be shown."""

    class Meta:
        model = Contributor
        fields = ["name", "slug", "member"]

    def clean_name(self) -> str:
        """Return the cleaned name."""
        try:
            return clean_name(self.cleaned_data["name"], NAME_LENGTH)
        except TextRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


@admin.register(Contributor)
class ContributorAdmin(CarefulAdmin):
    """The people who write; for holders of the model permission, because they belong to no one forum."""

    form = ContributorForm
    list_display = ["name", "slug", "essays"]
    search_fields = ["name", "slug"]
    raw_id_fields = ["member"]
    ordering = ["name"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with the number of their essays."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(essay_count=Count("bylines"))
        return rows

    @admin.display(description=gettext_lazy("essays"), ordering="essay_count")
    def essays(self, contributor: Any) -> int:
        """Return the number of essays."""
        return int(contributor.essay_count)
