"""The desk says what happened, with django.contrib.messages and without."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from perspectives.discussion.models import Status
from tests.cast import in_status


@pytest.mark.parametrize("installed", [True, False])
def test_an_act_is_told_once_on_the_next_page(
    installed: bool, discussion: Any, ann: Any, mod: Any, as_member: Any, settings: Any
) -> None:
    if not installed:
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "messages" not in name]
    comment = in_status(discussion, ann, Status.PENDING)
    client = as_member(mod)
    address = reverse("perspectives:desk_item", args=[discussion.slug, comment.number])
    form = {"act": "approve", "revision": 1, "seen": 0, "at": "desk"}
    client.post(address, form)
    first, second = (client.get(reverse("perspectives:desk")).content.decode() for _ in range(2))
    sentence = f"#{comment.number}: approved."
    assert (first.count(sentence), second.count(sentence)) == (1, 0)
