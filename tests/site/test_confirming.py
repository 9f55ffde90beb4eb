"""Before an address is confirmed: signing in tells nothing of it, and a lost link is no dead end."""

from __future__ import annotations

from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from perspectives.members.models import Member
from tests.site.test_accounts import join, link_in, sign_in


def test_signing_in_after_joining_tells_nothing_of_the_address(client, db):
    join(client)
    client.post(link_in(mail.outbox.pop()))
    client.post(reverse("account_logout"))
    cache.clear()
    told = []
    for email in ("ann@example.org", "nobody@example.org"):
        join(client, name="Somebody Else", email=email, password="another long and quiet evening")
        answers = [sign_in(client, email=email, password="another long and quiet evening") for _time in range(7)]
        told.append([(a.status_code, a.content.count(b"not confirmed yet"), a.get("Location")) for a in answers])
        cache.clear()
    assert told[0] == told[1]


def test_who_has_lost_the_link_gets_in_by_resetting_the_password(client, db):
    join(client)
    client.post(reverse("account_reset_password"), {"email": "ann@example.org"})
    page = client.get(link_in(mail.outbox[-1]), follow=True)
    new = "a new and quiet morning"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert Member.objects.get().name == "Ann Lindqvist"
    client.post(reverse("account_logout"))
    assert sign_in(client, password=new).url == "/"
