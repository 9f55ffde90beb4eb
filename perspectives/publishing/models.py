"""Series, Post and the people who write them: what an essay is in the database."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from perspectives.discussion.models import Discussion, Forum, Tag
from perspectives.members.models import Member
from perspectives.publishing.queries import PostQuerySet
from perspectives.web.reversing import address


class PostState(models.TextChoices):
    """What an editor has decided; a published post whose time is to come is scheduled."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Series(models.Model):
    """Essays that belong together, and the project they were produced for."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    title = models.CharField(_("project title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))
    introduction_html = models.TextField(editable=False, blank=True)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="series", verbose_name=_("forum"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.full_title

    def get_absolute_url(self) -> str:
        """Return the address of the series' page."""
        return address("perspectives:series", self.slug)

    @property
    def full_title(self) -> str:
        """Title and subtitle as the series line names them."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title


class Contributor(models.Model):
    """A person who writes essays."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=120)
    # Who answers comments on the contributor's essays marked as their author.
    member = models.ForeignKey(
        Member,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributor",
        verbose_name=_("member"),
        help_text=_("May answer comments on the essays as their author."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the author's page."""
        return address("perspectives:author", self.slug)


class Post(models.Model):
    """One essay in a series."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="posts", verbose_name=_("series"))
    slug = models.SlugField(_("slug"), max_length=80, allow_unicode=True)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Shown in lists; empty: the essay's beginning."))
    body = models.TextField(_("text"), help_text=_("Markdown."))
    html = models.TextField(editable=False)
    # [{"key": …, "kind": …, "text": …}], the blocks of the body by stable key.
    passages = models.JSONField(default=list, editable=False)
    render_version = models.PositiveSmallIntegerField(editable=False, default=0)
    bio = models.TextField(_("notes on the authors"), blank=True, help_text=_("Markdown, a paragraph for each."))
    bio_html = models.TextField(editable=False, blank=True)
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=PostState.choices, default=PostState.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    discussion = models.OneToOneField(
        Discussion, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("discussion")
    )
    # The digest of the document it was imported from, and the revision that import made.
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    imported_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    contributors: models.ManyToManyField[Contributor, Byline] = models.ManyToManyField(
        Contributor, through="Byline", related_name="posts", verbose_name=_("contributors")
    )
    tags = TaggableManager(
        through="perspectives.TaggedPost",
        blank=True,
        verbose_name=_("tags"),
        help_text="",
        related_name="posts",
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-published_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["series", "slug"], name="px_post_slug")]
        indexes = [models.Index(fields=["state", "published_at"], name="px_post_published")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the essay's page."""
        return address("perspectives:post", self.series.slug, self.slug)

    def is_published(self, now: datetime | None = None) -> bool:
        """Whether everybody may read it now."""
        return (
            self.state == PostState.PUBLISHED
            and self.published_at is not None
            and self.published_at <= (now or timezone.now())
        )

    @property
    def is_scheduled(self) -> bool:
        """Whether it will be published at a time to come."""
        return self.state == PostState.PUBLISHED and not self.is_published()


class Byline(models.Model):
    """A contributor's place on a post, with the affiliation of that day."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bylines", verbose_name=_("post"))
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="bylines", verbose_name=_("contributor")
    )
    affiliation = models.CharField(_("affiliation"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "contributor"], name="px_byline")]

    def __str__(self) -> str:
        return f"{self.contributor}, {self.affiliation}" if self.affiliation else str(self.contributor)


class PostRevision(models.Model):
    """What a post said at one time; append-only."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("post"))
    number = models.PositiveIntegerField(_("revision"))
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"))
    bio = models.TextField(_("notes on the authors"), blank=True)
    # [{"name": …, "affiliation": …}] and [name, …], as they stood.
    bylines = models.JSONField(_("bylines"), default=list)
    tags = models.JSONField(_("tags"), default=list)
    source = models.CharField(_("source"), max_length=200, blank=True)
    by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("revision of a post")
        verbose_name_plural = _("revisions of posts")
        ordering = ["post", "number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="px_post_revision")]

    def __str__(self) -> str:
        return f"{self.post} r{self.number}"


class TaggedPost(ItemBase):
    """A tag on a post."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="post_items", verbose_name=_("tag"))
    content_object = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tag_items", verbose_name=_("post"))

    class Meta:
        verbose_name = _("tag on a post")
        verbose_name_plural = _("tags on posts")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="px_tagged_post")]
