"""What a discussion announces, after commit and with `send_robust`: a receiver that fails fails alone."""

from django.dispatch import Signal

# An Event row was committed; arguments: `event`.
event_recorded = Signal()
# A comment became public; arguments: `comment`.
comment_published = Signal()
# A comment's status changed; arguments: `comment`, `before`, `after`.
comment_status_changed = Signal()
