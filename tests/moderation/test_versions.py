"""Every revision of a text is compared with the one before, as words and never as markup."""

from __future__ import annotations

import re
from typing import Any

from perspectives.discussion.actions import edit_comment
from perspectives.moderation.history import COMPARED, history_of
from tests.cast import say
from tests.moderation.stage import item_of

HIDDEN = re.compile(r'<span class="px-hidden">[^<]*</span>')


def test_a_revision_shows_what_was_put_in_and_taken_out(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = say(discussion, ann, "The quick <b>brown</b> fox.")
    edit_comment(comment=comment, editor=ann, body="The slow <img src=x onerror=alert(1)> fox.", tags=[], revision=1)
    page = HIDDEN.sub("", as_member(mod).get(item_of(comment)).content.decode())
    compared = page.split("px-compared")[1].partition("</p>")[0]
    assert compared.startswith('">The<del> quick')
    assert "<ins> slow" in compared
    assert compared.endswith(" fox.")
    for tag in ("<b>", "<img"):
        assert tag not in compared
    assert "The quick &lt;b&gt;brown&lt;/b&gt; fox." in page


def test_only_the_newest_are_compared(discussion: Any, ann: Any) -> None:
    comment = say(discussion, ann, "Revision 1.")
    for number in range(1, COMPARED + 3):
        edit_comment(comment=comment, editor=ann, body=f"Revision {number + 1}.", tags=[], revision=number)
    versions = history_of(comment).versions
    assert [version.revision.number for version in versions] == list(range(COMPARED + 3, 0, -1))
    assert [version.comparison is not None for version in versions] == [True] * COMPARED + [False] * 3
