"""What a discussion announces, with `send_robust`: a receiver that fails fails alone. After commit, but for two."""

from django.dispatch import Signal

# An Event is about to be written, inside the transaction; arguments: `event`, not saved yet. A receiver may set its
# `told_at`, where nobody is to be told of it.
event_made = Signal()
# An Event row was written, and its transaction goes on; arguments: `event`. A receiver that asks the database does so
# behind a savepoint of its own: what fails in it must not cost the writer the comment.
event_written = Signal()
# An Event row was committed; arguments: `event`.
event_recorded = Signal()
# A comment became public; arguments: `comment`.
comment_published = Signal()
# A comment's status changed; arguments: `comment`, `before`, `after`.
comment_status_changed = Signal()
