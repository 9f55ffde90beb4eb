"""Who wrote what is discussed: kept by its owner, and known of everybody who posts without a query of its own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from perspectives.discussion.asking import ask_beforehand
from perspectives.discussion.models import Discussion, DiscussionAuthor
from perspectives.members.models import Member

AS_AUTHOR = "author"


def _is_author(slug: str) -> Exists:
    """Whether the member is an author of what is discussed there."""
    return Exists(DiscussionAuthor.objects.filter(member=OuterRef("pk"), discussion__slug=slug))


def is_author(member: Member | None, discussion: Discussion) -> bool:
    """Whether `member` is an author of what `discussion` is about; one query."""
    return member is not None and DiscussionAuthor.objects.filter(member=member, discussion=discussion).exists()


def set_authors(discussion: Discussion, members: Iterable[int]) -> None:
    """Make the members with these primary keys the authors of `discussion`, in its owner's transaction.

    What was written as author before stays so: it was true then.
    """
    wanted = set(members)
    rows = DiscussionAuthor.objects.filter(discussion=discussion)
    present = set(rows.values_list("member", flat=True))
    if present - wanted:
        rows.filter(member__in=present - wanted).delete()
    DiscussionAuthor.objects.bulk_create(
        [DiscussionAuthor(discussion=discussion, member_id=key) for key in sorted(wanted - present)],
        ignore_conflicts=True,
    )


ask_beforehand(AS_AUTHOR, _is_author)
