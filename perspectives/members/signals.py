"""What the room of members announces."""

from django.dispatch import Signal

# Sent inside the transaction when a member was renamed or emptied; arguments: `member`. What shows a member's name
# must change with it.
member_changed = Signal()
