"""Django's door to the models: each lives in its room."""

from perspectives.discussion.models import (
    Comment,
    CommentRevision,
    Discussion,
    Event,
    Finding,
    Forum,
    ForumTag,
    Role,
    Tag,
    TaggedComment,
)
from perspectives.members.models import Attempt, Member
from perspectives.moderation.models import Decision, Report, Rule, Sanction
from perspectives.notifications.models import Notice
from perspectives.publishing.models import Byline, Contributor, Post, PostRevision, Series, TaggedPost

__all__ = [
    "Attempt",
    "Byline",
    "Comment",
    "CommentRevision",
    "Contributor",
    "Decision",
    "Discussion",
    "Event",
    "Finding",
    "Forum",
    "ForumTag",
    "Member",
    "Notice",
    "Post",
    "PostRevision",
    "Report",
    "Role",
    "Rule",
    "Sanction",
    "Series",
    "Tag",
    "TaggedComment",
    "TaggedPost",
]
