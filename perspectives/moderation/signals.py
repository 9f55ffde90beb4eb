"""What the room of moderation announces."""

from django.dispatch import Signal

# Sent after commit when a notice of illegal content came in or was answered; arguments: `notice_id`, its primary key.
legal_notice_changed = Signal()
