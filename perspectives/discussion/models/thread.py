"""Discussion and Comment: the thread itself."""

from __future__ import annotations

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from perspectives.discussion.models.choices import State, Status
from perspectives.discussion.models.forum import Forum, Tag
from perspectives.discussion.paths import PATH_LENGTH
from perspectives.discussion.queries import CommentQuerySet, DiscussionQuerySet
from perspectives.members.models import Member
from perspectives.web.reversing import address


class Discussion(models.Model):
    """The thread of one post or of any host model. Its owner points to it; it points to nobody."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="discussions", verbose_name=_("forum"))
    title = models.CharField(_("title"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    # Grows with every change of a signed-out reader's page: ETag, cache key and poll.
    version = models.PositiveBigIntegerField(_("version"), default=1, editable=False)
    # Slow mode: seconds a member waits between two comments here; 0 is off.
    slow_seconds = models.PositiveIntegerField(_("slow mode, in seconds"), default=0, db_default=0)
    last_number = models.PositiveIntegerField(_("last number given"), default=0, editable=False)
    public_count = models.PositiveIntegerField(_("public comments"), default=0, editable=False)
    # When a comment last became public here: what is newer than a reader's last look.
    last_public_at = models.DateTimeField(_("last public comment"), null=True, blank=True, editable=False)
    # Written by the owner in its own transaction; NULL is "not yet".
    visible_from = models.DateTimeField(_("visible from"), null=True, blank=True)
    visible_until = models.DateTimeField(_("visible until"), null=True, blank=True)
    # The owner's page, reversed per request.
    url_name = models.CharField(_("view name of its page"), max_length=200, blank=True, editable=False)
    url_kwargs = models.JSONField(_("arguments of its page"), default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the page the discussion stands on: its owner's, else its own."""
        if not self.url_name:
            return self.get_own_url()
        try:
            return reverse(self.url_name, kwargs=self.url_kwargs)
        except NoReverseMatch:  # The host has unmounted that page: the discussion's own always stands.
            return self.get_own_url()

    def get_own_url(self) -> str:
        """Return the address of the discussion by itself."""
        return address("perspectives:discussion", self.slug)


class Comment(models.Model):
    """A numbered contribution to a discussion."""

    discussion = models.ForeignKey(
        Discussion, on_delete=models.PROTECT, related_name="comments", verbose_name=_("discussion")
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("answers"),
    )
    path = models.CharField(_("path"), max_length=PATH_LENGTH, editable=False)
    depth = models.PositiveSmallIntegerField(_("depth"), default=0, editable=False)
    # The number of the comment that started the conversation: lets newest conversations come first.
    conversation = models.PositiveIntegerField(_("conversation"), editable=False)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="comments", verbose_name=_("author"))
    body = models.TextField(_("text"))
    html = models.TextField(editable=False)
    render_version = models.PositiveSmallIntegerField(editable=False, default=0)
    body_hash = models.CharField(max_length=64, editable=False)
    # The idempotency key of the form it was posted with.
    key = models.CharField(max_length=64, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    passage_key = models.CharField(_("passage"), max_length=64, blank=True, editable=False)
    quote = models.TextField(_("quoted words"), blank=True, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    # Public comments under it, at any depth; with it a tombstone is one indexed condition.
    public_below = models.PositiveIntegerField(_("public answers below"), default=0, editable=False)
    # Whether a thread has a row for it: its words are public, or its place is kept as a tombstone. With it every page
    # of every order is one range of one index, however many comments wait or were rejected beside the public ones.
    shown = models.BooleanField(_("has a row in the thread"), default=False, db_default=False, editable=False)
    # How pressing it is for moderators, from 0 to 1000: what reports and the model for triage say of it.
    weight = models.SmallIntegerField(_("weight"), default=0, db_default=0, editable=False)
    # Whether its writer wrote it as an author of what is discussed.
    as_author = models.BooleanField(_("written as author"), default=False, db_default=False, editable=False)
    featured_at = models.DateTimeField(_("featured"), null=True, blank=True, editable=False)
    # A question that its author, or a moderator, says was answered.
    answered_at = models.DateTimeField(_("marked as answered"), null=True, blank=True, editable=False)
    open_reports = models.PositiveIntegerField(_("open reports"), default=0, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    # When it first was public; stays when it stops being public.
    public_at = models.DateTimeField(_("first public"), null=True, blank=True, editable=False)
    # The address it came from, emptied after ATTEMPT_DAYS; for moderators only.
    address = models.GenericIPAddressField(_("address"), null=True, blank=True, editable=False)

    tags = TaggableManager(
        through="perspectives.TaggedComment",
        blank=True,
        verbose_name=_("tags"),
        help_text="",
        related_name="comments",
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "number"], name="px_comment_number"),
            models.UniqueConstraint(fields=["discussion", "path"], name="px_comment_path"),
            models.UniqueConstraint(fields=["author", "key"], name="px_comment_key"),
        ]
        indexes = [
            models.Index(fields=["discussion", "shown", "conversation", "path"], name="px_comment_thread"),
            models.Index(fields=["discussion", "shown", "depth", "number"], name="px_comment_roots"),
            models.Index(fields=["discussion", "shown", "depth", "public_below", "number"], name="px_comment_answered"),
            models.Index(fields=["discussion", "status", "public_at"], name="px_comment_public"),
            models.Index(fields=["author", "created_at"], name="px_comment_author"),
            models.Index(fields=["status", "created_at"], name="px_comment_queue"),
            models.Index(fields=["status", "-weight", "created_at"], name="px_comment_weight"),
            models.Index(fields=["open_reports", "created_at"], name="px_comment_reports"),
            # Of the few that are featured alone: the others pay nothing for it.
            models.Index(
                fields=["discussion", "status", "featured_at", "number"],
                name="px_comment_featured",
                condition=models.Q(featured_at__isnull=False),
            ),
        ]
        permissions = [("moderate_comment", _("Can moderate every forum"))]

    def __str__(self) -> str:
        return f"#{self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the comment's own page."""
        return reverse("perspectives:comment", args=[self.discussion.slug, self.number])

    @property
    def is_public(self) -> bool:
        """Whether its words are public as far as its own status goes."""
        return self.status == Status.PUBLIC

    @property
    def is_tombstone(self) -> bool:
        """Whether only its place is kept: it was public, is no more, and something public hangs below."""
        return self.status != Status.PUBLIC and self.public_at is not None and self.public_below > 0


class DiscussionAuthor(models.Model):
    """A member who wrote what is discussed: may answer marked as author. Written by the discussion's owner."""

    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="authors", verbose_name=_("discussion")
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", verbose_name=_("member"))

    class Meta:
        verbose_name = _("author of what is discussed")
        verbose_name_plural = _("authors of what is discussed")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["discussion", "member"], name="px_discussion_author")]

    def __str__(self) -> str:
        return str(self.member)


class TaggedComment(ItemBase):
    """A tag on a comment."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="comment_items", verbose_name=_("tag"))
    content_object = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="tag_items", verbose_name=_("comment")
    )

    class Meta:
        verbose_name = _("tag on a comment")
        verbose_name_plural = _("tags on comments")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="px_tagged_comment")]


class DiscussionTag(models.Model):
    """A tag on public comments of a discussion, and on how many: the filter above the thread, without counting."""

    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="tag_counts", verbose_name=_("discussion")
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="discussion_counts", verbose_name=_("tag"))
    uses = models.PositiveIntegerField(_("public comments"), default=0)

    class Meta:
        verbose_name = _("tag of a discussion")
        verbose_name_plural = _("tags of discussions")
        ordering = ["-uses", "pk"]
        constraints = [models.UniqueConstraint(fields=["discussion", "tag"], name="px_discussion_tag")]
        indexes = [models.Index(fields=["discussion", "-uses"], name="px_discussion_tag_uses")]

    def __str__(self) -> str:
        return f"{self.tag} ({self.uses})"


class Visit(models.Model):
    """When a member last looked at a discussion, and how many public comments it had then."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="visits", verbose_name=_("member"))
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="visits", verbose_name=_("discussion")
    )
    seen_at = models.DateTimeField(_("seen"))
    public_count = models.PositiveIntegerField(_("public comments then"), default=0)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["member", "discussion"], name="px_visit")]

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M}"
