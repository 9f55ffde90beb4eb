"""Numbers of four digits and more, in a host that writes them with separators: addresses and ids stay as they are."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Discussion, Status
from perspectives.discussion.paths import path_of
from tests.cast import in_status, make_member, new_key, say

pytestmark = pytest.mark.django_db
SEPARATED = re.compile(r'\s(?:id|href|for|name|value|aria-labelledby|data-number)="[^"]*\d[.,\s]\d{3}[^"]*"')


@pytest.fixture
def crowded(discussion, ann, ben, settings):
    """A discussion with comment #1201, more answers than a page has room for, and #1299, which waits: row 15,002."""
    settings.USE_THOUSAND_SEPARATOR = True
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"THREAD_PAGE_SIZE": 2}
    Discussion.objects.filter(pk=discussion.pk).update(last_number=1200)
    asked = say(discussion, ann)
    for _more in range(3):
        say(discussion, ben, parent=asked.number)
    held = in_status(discussion, ben, Status.PENDING, parent=asked.number)
    held.pk, held.number, held.path, held.key = 15_002, 1299, path_of(1299, asked.path), new_key()
    held.save(force_insert=True)
    return discussion


@pytest.mark.parametrize("who", ["ann", "stranger", "mod"])
@pytest.mark.parametrize("name", ["discussion", "comment", "reply", "edit", "report", "desk", "desk_item"])
def test_no_address_and_no_id_has_a_separator(crowded, ann, who, name):
    client = Client()
    if who != "stranger":
        client.force_login(ann.user if who == "ann" else make_member("Mod", is_superuser=True).user)
    numbers = {"discussion": [crowded.slug], "desk": [], "desk_item": [crowded.slug, 1299]}
    args = numbers.get(name, [crowded.slug, 1201])
    page = client.get(reverse(f"perspectives:{name}", args=args)).content.decode()
    assert SEPARATED.findall(page) == []


def test_the_comment_stands_where_its_address_leads(client, crowded):
    page = client.get(reverse("perspectives:discussion", args=[crowded.slug])).content.decode()
    assert 'id="1201"' in page
    assert re.search(r"\?after=12\d\d\"", page)
