"""S7: no page, feed or mail tells an e-mail address, a hash of one, an IP address or a browser to anybody else."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Comment
from tests.cast import new_key
from tests.promises import addresses
from tests.promises.stage import ROLES

pytestmark = pytest.mark.django_db
IP, IP6, BROWSER = "203.0.113.77", "2001:db8::beef:77", "Zqbrowser/7.7 (marked)"


@pytest.fixture
def written(stage):
    """Two comments written over HTTP, with an IP address and a browser; their writer is a stranger to all roles."""
    client, slug = stage.writers["public"], stage.post.discussion.slug
    for ip in (IP, IP6):
        data = {"body": f"From {len(ip)} digits.", "key": new_key()}
        path = reverse("perspectives:new_comment", args=[slug])
        answer = client.post(path, data, REMOTE_ADDR=ip, HTTP_USER_AGENT=BROWSER)
        assert answer.status_code == 303
    return Comment.objects.order_by("-pk")[:2]


def secrets_of_people():
    """Return every address there is, as it stands and as the hashes that pictures of people are looked up by."""
    emails = list(get_user_model().objects.values_list("email", flat=True))
    assert len(emails) > 15
    hashes = [getattr(hashlib, name)(one.encode()).hexdigest() for one in emails for name in ("md5", "sha1", "sha256")]
    return emails, hashes


@pytest.mark.parametrize("role", [role for role in ROLES if role != "superuser"])
def test_no_address_of_anybody_stands_on_any_page(stage, written, role):
    emails, hashes = secrets_of_people()
    own = {"writer": stage.subjects["pending"].writer.user.email, "nobody": ""}
    names = {"stranger": "eve", "moderator": "mod", "elsewhere": "elsa", "editor": "edith"}
    mine = own.get(role, f"{names.get(role)}@example.org")
    paths = dict(addresses.paths(stage))
    args = [stage.post.discussion.slug, written[0].number]
    paths |= {f"written {name}": reverse(f"perspectives:{name}", args=args) for name in ("comment", "reply", "report")}
    for name, path in paths.items():
        page = stage.client(role, "pending").get(path).getvalue().decode()
        assert not [one for one in (*emails, *hashes) if one in page and one != mine], name
        assert "gravatar" not in page, name
        if role != "moderator":
            assert IP not in page, name
            assert IP6 not in page, name
        assert "Zqbrowser" not in page, name


def test_the_desk_shows_no_e_mail_address_to_moderators(stage, written):
    for path in (reverse("perspectives:desk"), reverse("perspectives:desk_item", args=stage.subjects["pending"].args)):
        assert "@example.org" not in stage.client("moderator").get(path).content.decode()


def test_people_are_not_found_by_their_addresses(stage, written):
    for asked in ("zqnamepublicqz@example.org", "example.org", IP, "Zqbrowser", "mod@example"):
        page = Client().get(reverse("perspectives:search"), {"q": asked}).content.decode()
        assert "/discussions/" not in page.split("</form>")[-1].split("<footer")[0], asked


def test_the_browser_is_kept_nowhere_and_the_ip_address_in_one_place(stage, written):
    rows = addresses.dump(but=set())
    assert "Zqbrowser" not in str(rows)
    assert [table for table, found in rows.items() if IP in str(found)] == ["perspectives_comment"]


def test_mails_tell_no_address_of_anybody_else(stage):
    emails, hashes = secrets_of_people()
    for letter in stage.mails:
        text = letter.message().as_string()
        assert not [one for one in (*emails, *hashes) if one in text and [one] != letter.to]
