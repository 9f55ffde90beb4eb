"""The doors of sanctions: the card, the member's own page, and the composer of somebody who is to read a warning."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from perspectives.discussion.models import Comment, Role, RoleKind, Status
from perspectives.moderation.actions import sanction_member
from perspectives.moderation.models import Decision, Sanction, SanctionKind
from tests.cast import new_key, say
from tests.moderation.stage import item_of, sent
from tests.tokens import without_tokens

STANDING = "/discussions/mine/standing/"


def warned(member: Any, forum: Any, by: Any) -> Sanction:
    """Return a warning that was not read."""
    return sanction_member(member=member, forum=forum, kind=SanctionKind.WARN, words="Be kind.", by=by).sanction


def test_every_kind_is_given_on_the_card_and_what_is_hidden_is_said(
    discussion: Any, forum: Any, ann: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    comment, client = say(discussion, ann), as_member(mod)
    assert 'value="ban"' not in client.get(item_of(comment)).content.decode()
    assert client.post(item_of(comment), sent(comment, "ban", words="Threats.")).status_code == 403
    Role.objects.create(forum=forum, member=mod, kind=RoleKind.SENIOR)
    assert 'value="ban"' in client.get(item_of(comment)).content.decode()
    for act in ("warn", "watch", "ban"):
        fields = {"rule": rule.pk, "hide": "all"} if act == "watch" else {}
        answer = client.post(item_of(comment), sent(comment, act, words="Threats.", **fields), follow=True)
        assert ("1 comment is hidden with it." in answer.content.decode()) == (act == "watch")
    assert list(Decision.objects.values_list("act", flat=True)) == ["warn", "watch", "reject", "ban"]
    assert client.post(item_of(comment), sent(comment, "ban", words="Threats.")).status_code == 303
    assert Sanction.objects.count() == 3


def test_hiding_without_a_rule_gives_the_form_back(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = say(discussion, ann)
    answer = as_member(mod).post(item_of(comment), sent(comment, "warn", words="Kept words.", hide="all"))
    assert (answer.status_code, Sanction.objects.count()) == (422, 0)
    assert "Kept words." in answer.content.decode()


def test_a_warned_writer_keeps_the_text_reads_the_warning_and_sends(
    discussion: Any, forum: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    warning, client = warned(ann, forum, mod), as_member(ann)
    new, form = f"/discussions/{discussion.slug}/new/", {"key": new_key(), "body": "A long text of mine."}
    refused = client.post(new, form)
    page = refused.content.decode()
    assert (refused.status_code, "Be kind." in page, form["body"] in page) == (403, True, True)
    address = re.search(r'formaction="([^"]+)"', page).group(1).replace("&amp;", "&")
    back = client.post(address, form)
    assert (back.status_code, back.url) == (303, new)
    assert form["body"] in client.get(new).content.decode()
    warning.refresh_from_db()
    assert warning.acknowledged_at is not None
    assert client.post(new, form).status_code in (303, 302)
    assert Comment.objects.get().status == Status.PUBLIC


def test_the_way_back_leads_nowhere_else_and_nobody_reads_for_another(
    forum: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    address = f"/members/sanctions/{warned(ann, forum, mod).pk}/acknowledge/"
    assert as_member(ben).post(address).status_code == 404
    assert as_member(ann).get(address).status_code == 404
    assert as_member(ann, csrf=True).post(address).status_code == 403
    assert Client().post(address).status_code in (302, 403)
    assert Sanction.objects.get().acknowledged_at is None
    assert as_member(ann).post(f"{address}?next=https://evil.example/").url == STANDING
    assert Sanction.objects.get().acknowledged_at is not None


def test_my_standing_says_what_binds_why_and_until_when_and_nothing_of_others(
    discussion: Any, forum: Any, ann: Any, ben: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    until = timezone.now() + timedelta(days=2)
    fields = {"member": ann, "forum": forum, "by": mod, "note": "Private note."}
    sanction_member(kind=SanctionKind.SUSPEND, until=until, words="Insults.", rule=rule, **fields)
    warned(ann, forum, mod)
    page = as_member(ann).get(STANDING).content.decode()
    for words in ("Insults.", "Be kind.", str(rule), "You cannot write until", "I have read this"):
        assert words in page.replace("&#x27;", "'")
    assert "Private note." not in page
    assert "Mod" not in re.sub("Moder|moder", "", without_tokens(page))
    assert "Insults." not in as_member(ben).get(STANDING).content.decode()
    assert STANDING in as_member(ann).get("/discussions/mine/").content.decode()
    assert Client().get(STANDING).status_code == 302


def test_the_member_is_told_by_a_notice_that_leads_there(
    forum: Any, discussion: Any, ann: Any, mod: Any, as_member: Any, django_capture_on_commit_callbacks: Any
) -> None:
    say(discussion, ann)
    with django_capture_on_commit_callbacks(execute=True):
        warned(ann, forum, mod)
    page = as_member(ann).get("/notices/").content.decode()
    assert "A decision about your taking part" in page
    assert STANDING in page
