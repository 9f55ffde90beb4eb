"""Forum, its team and its vocabulary of tags."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from perspectives.discussion.models.choices import Policy, RoleKind
from perspectives.members.models import Member


class Tag(TagBase):
    """A word or two that sorts things; the same word in another case or spacing is the same tag, by `key`."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    key = models.CharField(_("key"), max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]


class Forum(models.Model):
    """Discussions under one policy, one team of moderators and one vocabulary."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=200)
    policy = models.CharField(_("policy"), max_length=10, choices=Policy.choices, default=Policy.NEWCOMERS)
    newcomer_comments = models.PositiveSmallIntegerField(
        _("comments of a newcomer that are held"),
        default=1,
        help_text=_("Under the newcomers policy: so many approved comments make a member known."),
    )
    free_tags = models.BooleanField(_("writers may add tags of their own"), default=True)
    links_allowed = models.PositiveSmallIntegerField(
        _("links allowed"), default=3, help_text=_("A comment with more links is held.")
    )
    held_words = models.TextField(
        _("held words"), blank=True, help_text=_("One word or phrase a line; a comment with one is held.")
    )
    refused_words = models.TextField(
        _("refused words"),
        blank=True,
        help_text=_("One word or phrase a line; a comment with one is refused."),
    )
    watched_words = models.TextField(
        _("watched words"), blank=True, help_text=_("One word or phrase a line; moderators are told, nothing is held.")
    )
    tone_words = models.TextField(
        _("words of a harsh tone"),
        blank=True,
        help_text=_("One word or phrase a line; the writer is asked once whether it is meant so."),
    )
    allowed_hosts = models.TextField(
        _("hosts always allowed"), blank=True, help_text=_("One host a line; links there are not counted.")
    )
    held_hosts = models.TextField(
        _("held hosts"), blank=True, help_text=_("One host a line; a comment that links there is held.")
    )
    refused_hosts = models.TextField(
        _("refused hosts"), blank=True, help_text=_("One host a line; a comment that links there is refused.")
    )
    held_mail_domains = models.TextField(
        _("held mail domains"), blank=True, help_text=_("One domain a line; comments of members with an address there.")
    )
    refused_mail_domains = models.TextField(
        _("refused mail domains"),
        blank=True,
        help_text=_("One domain a line; members with an address there cannot write."),
    )
    least_seconds = models.PositiveSmallIntegerField(
        _("least seconds to write"), default=0, help_text=_("A comment sent sooner is held; 0 is off.")
    )
    shouting = models.PositiveSmallIntegerField(
        _("capitals held"), default=0, help_text=_("A comment with more capitals, in per cent, is held; 0 is off.")
    )
    near_duplicates = models.BooleanField(
        _("hold near-duplicates"), default=False, help_text=_("Nearly the same text in another discussion is held.")
    )
    trusted_comments = models.PositiveSmallIntegerField(
        _("comments of a trusted member"),
        default=10,
        help_text=_("So many public comments, and nothing rejected lately: more links, tags of one's own."),
    )
    trusted_tags = models.BooleanField(
        _("own tags for trusted members alone"),
        default=False,
        help_text=_("Others choose from the suggested tags."),
    )
    trusted_links = models.PositiveSmallIntegerField(_("links allowed to trusted members"), default=10)
    report_threshold = models.PositiveSmallIntegerField(
        _("reports that hold a comment"),
        default=0,
        help_text=_("In hundredths of an unknown reporter's report; 0 is off."),
    )
    spam_threshold = models.PositiveSmallIntegerField(
        _("suspected spam from"),
        default=0,
        help_text=_("Thousandths of certainty from which the model marks as suspected spam; 0 is off."),
    )
    guidelines = models.TextField(_("guidelines"), blank=True, help_text=_("Markdown, shown beside the composer."))
    guidelines_html = models.TextField(editable=False, blank=True)
    vocabulary: models.ManyToManyField[Tag, Any] = models.ManyToManyField(
        Tag, through="ForumTag", verbose_name=_("vocabulary"), related_name="forums"
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ForumTag(models.Model):
    """A tag that a forum suggests to its writers."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="forum_tags", verbose_name=_("forum"))
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="forum_tags", verbose_name=_("tag"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("suggested tag")
        verbose_name_plural = _("suggested tags")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["forum", "tag"], name="px_forum_tag")]

    def __str__(self) -> str:
        return str(self.tag)


class Role(models.Model):
    """A member's office in a forum."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="roles", verbose_name=_("forum"))
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="roles", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=10, choices=RoleKind.choices)
    created_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["forum", "member", "kind"], name="px_role")]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display()}"
