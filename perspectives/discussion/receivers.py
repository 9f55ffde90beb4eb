"""What the discussion room does when a floor below it announces something."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from perspectives.discussion.models import Comment, Discussion, DiscussionTag, Tag, Visit
from perspectives.members.models import Member
from perspectives.members.signals import member_changed


@receiver(member_changed, dispatch_uid="perspectives.discussion.member_changed")
def follow_member(member: Member, **kwargs: Any) -> None:
    """Move the version of every discussion that shows the member; of one who left, drop addresses and visits."""
    shown = Comment.objects.filter(author=member).values("discussion")
    Discussion.objects.filter(pk__in=shown).update(version=F("version") + 1)
    if member.erased_at is not None:
        Comment.objects.filter(author=member).update(address=None)
        Visit.objects.filter(member=member).delete()


@receiver(post_save, sender=Tag, dispatch_uid="perspectives.discussion.tag_saved")
@receiver(pre_delete, sender=Tag, dispatch_uid="perspectives.discussion.tag_deleted")
def follow_tag(instance: Tag, created: bool = False, **kwargs: Any) -> None:
    """Move the version of every discussion that shows a tag which is renamed or goes; its counts go with it."""
    if not created:
        shown = DiscussionTag.objects.filter(tag=instance, uses__gt=0).values("discussion")
        Discussion.objects.filter(pk__in=shown).update(version=F("version") + 1)
