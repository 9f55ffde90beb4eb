"""What is done with notices: made from events, sent, switched off."""

from perspectives.notifications.actions.send import Tally, send_at_once, send_due
from perspectives.notifications.actions.switch import switch_mail, unsubscribe
from perspectives.notifications.actions.tell import tell_event, tell_untold

__all__ = ["Tally", "send_at_once", "send_due", "switch_mail", "tell_event", "tell_untold", "unsubscribe"]
