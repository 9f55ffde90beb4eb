"""What is done with notices: made from events, sent, switched off."""

from perspectives.notifications.actions.digest import send_digests
from perspectives.notifications.actions.send import Tally, send_at_once, send_due
from perspectives.notifications.actions.switch import choose_desk_mail, switch_mail, unsubscribe
from perspectives.notifications.actions.tell import tell_event, tell_posted, tell_untold

__all__ = [
    "Tally",
    "choose_desk_mail",
    "send_at_once",
    "send_digests",
    "send_due",
    "switch_mail",
    "tell_event",
    "tell_posted",
    "tell_untold",
    "unsubscribe",
]
