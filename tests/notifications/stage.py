"""The hour at which the tests of mail play, and how somebody is answered in them."""

from datetime import UTC, datetime

from tests import cast

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECRET = "words nobody else may read"


def answer(asked, member, body="Because of this."):
    """Let `member` answer a comment, and return the answer."""
    return cast.say(asked.discussion, member, body, parent=asked.number)
