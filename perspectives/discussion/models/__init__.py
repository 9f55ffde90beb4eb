"""What a conversation is in the database: forum, discussion, comment and the rows around them."""

from perspectives.discussion.models.choices import Answer, EventKind, Policy, RoleKind, State, Status
from perspectives.discussion.models.forum import Forum, ForumTag, Role, Tag
from perspectives.discussion.models.record import CommentRevision, Event, Finding
from perspectives.discussion.models.thread import (
    Comment,
    Discussion,
    DiscussionAuthor,
    DiscussionTag,
    TaggedComment,
    Visit,
)

__all__ = [
    "Answer",
    "Comment",
    "CommentRevision",
    "Discussion",
    "DiscussionAuthor",
    "DiscussionTag",
    "Event",
    "EventKind",
    "Finding",
    "Forum",
    "ForumTag",
    "Policy",
    "Role",
    "RoleKind",
    "State",
    "Status",
    "Tag",
    "TaggedComment",
    "Visit",
]
