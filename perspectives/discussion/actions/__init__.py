"""What can be done in a discussion, a file per verb."""

from perspectives.discussion.actions.edit import edit_comment
from perspectives.discussion.actions.open import make_forum, open_discussion, set_state, update_discussion
from perspectives.discussion.actions.post import Posted, post_comment
from perspectives.discussion.actions.record import record_event
from perspectives.discussion.actions.slow import set_slow_mode
from perspectives.discussion.actions.status import Change, change_status, lock_discussion_row
from perspectives.discussion.actions.tag import get_or_make_tags, set_tags
from perspectives.discussion.actions.visit import visit_discussion
from perspectives.discussion.actions.withdraw import withdraw_comment

__all__ = [
    "Change",
    "Posted",
    "change_status",
    "edit_comment",
    "get_or_make_tags",
    "lock_discussion_row",
    "make_forum",
    "open_discussion",
    "post_comment",
    "record_event",
    "set_slow_mode",
    "set_state",
    "set_tags",
    "update_discussion",
    "visit_discussion",
    "withdraw_comment",
]
