"""Nobody judges what is one's own: not on the page, in place, together, in the admin, nor by undoing or featuring."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Comment, Role, RoleKind, Status
from perspectives.members.actions import erase_member
from perspectives.moderation.actions import Chosen, decide, decide_many, mark_comment, report_comment, undo_decision
from perspectives.moderation.errors import OwnComment
from perspectives.moderation.models import Act, Decision, Reason
from perspectives.notifications.models import Notice
from tests.cast import say
from tests.moderation.chain import noticed
from tests.moderation.stage import DESK, held, item_of, list_of, sent

OWN = "This comment is your own: somebody else of the team decides on it."


@pytest.mark.parametrize("act", [Act.APPROVE, Act.REJECT, Act.SPAM])
def test_a_moderator_decides_on_no_comment_of_ones_own(
    act: Act, discussion: Any, mod: Any, mia: Any, ann: Any, rule: Any
) -> None:
    waits, reported = held(discussion, mod), say(discussion, mod)
    report_comment(comment=reported, reporter=ann, reason=Reason.ABUSE)
    for comment in (waits, reported):
        with pytest.raises(OwnComment):
            decide(comment=comment, moderator=mod, act=act, revision=1, rule=rule)
        assert decide(comment=comment, moderator=mia, act=act, revision=1, rule=rule) is not None


def test_nor_undoes_a_decision_on_it_nor_features_it(discussion: Any, mod: Any, mia: Any, rule: Any) -> None:
    comment = say(discussion, mod)
    with pytest.raises(OwnComment):
        mark_comment(comment=comment, by=mod, act=Act.FEATURE)
    assert mark_comment(comment=comment, by=mod, act=Act.ANSWERED) is not None
    decision = decide(comment=comment, moderator=mia, act=Act.REJECT, revision=1, rule=rule)
    with pytest.raises(OwnComment):
        undo_decision(decision=decision, moderator=mod)
    assert undo_decision(decision=decision, moderator=mia) is not None
    assert withdraw_comment(comment=comment, member=mod)


def test_nor_opens_a_notice_about_it_again(discussion: Any, mod: Any, mia: Any) -> None:
    from_notice = noticed(say(discussion, mod))
    dismissal = Decision.objects.create(
        act=Act.DISMISS, comment=from_notice.comment, discussion=discussion, member=mod, by=mia, words="No."
    )
    with pytest.raises(OwnComment):
        undo_decision(decision=dismissal, moderator=mod)


def test_where_nobody_else_can_decide_the_only_moderator_does(
    discussion: Any, forum: Any, mod: Any, ann: Any, ben: Any, eve: Any
) -> None:
    Role.objects.create(forum=forum, member=ann, kind=RoleKind.EDITOR)
    for member, left in ((ben, True), (eve, False)):
        Role.objects.create(forum=forum, member=member, kind=RoleKind.SENIOR)
        if left:
            erase_member(member=member)
        else:
            member.user.is_active = False
            member.user.save()
    first, second = held(discussion, mod), held(discussion, mod)
    assert decide(comment=first, moderator=mod, act=Act.APPROVE, revision=1) is not None
    eve.user.is_active = True
    eve.user.save()
    with pytest.raises(OwnComment):
        decide(comment=second, moderator=mod, act=Act.APPROVE, revision=1)


def test_a_superuser_is_somebody_else_and_bound_by_the_same(discussion: Any, mod: Any, boss: Any) -> None:
    for writer, other in ((mod, boss), (boss, mod)):
        comment = held(discussion, writer)
        with pytest.raises(OwnComment):
            decide(comment=comment, moderator=writer, act=Act.APPROVE, revision=1)
        assert decide(comment=comment, moderator=other, act=Act.APPROVE, revision=1) is not None


def test_decided_together_ones_own_is_left_out_and_named(
    discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    own, other = held(discussion, mod), held(discussion, ann)
    client, address = as_member(mod), reverse("perspectives:together")
    page = client.get(address, {"pick": [own.pk, other.pk]}).content.decode()
    assert re.findall(r'name="pick" value="(\d+)"', page) == [str(other.pk)]
    assert OWN in page
    fields = {f"seen_{one.pk}": "1:0" for one in (own, other)} | {"pick": [own.pk, other.pk], "act": "approve"}
    said = client.post(address, fields | {"shown": [own.pk, other.pk]}, follow=True).content.decode()
    assert f"#{own.number} was left as it is. {OWN}" in said
    assert list(Decision.objects.values_list("comment", flat=True)) == [other.pk]
    outcome = decide_many(chosen=[Chosen(own, 1, 0)], moderator=mod, act=Act.SPAM)
    assert (outcome.decisions, outcome.left_out) == ([], [(own, OWN)])


def test_the_card_says_so_in_place_of_the_buttons_and_a_post_is_refused(
    discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    own, other = held(discussion, mod), held(discussion, ann)
    client = as_member(mod)
    for address in (DESK, item_of(own)):
        page = client.get(address).content.decode()
        assert OWN in page
        assert f'form="decide-{own.pk}"' not in page
        assert f'name="pick" value="{own.pk}"' not in page
    assert f'form="decide-{other.pk}"' in client.get(DESK).content.decode()
    assert f'form="decide-{own.pk}"' in as_member(mia).get(DESK).content.decode()
    for headers in ({}, {"x-perspectives": "fetch"}):
        answer = client.post(item_of(own), sent(own, "approve", words="Kept words."), headers=headers)
        assert (answer.status_code, OWN in answer.content.decode()) == (403, True)
    assert client.post(item_of(own), sent(own, "feature")).status_code == 403
    own.refresh_from_db()
    assert (own.status, Decision.objects.count()) == (Status.PENDING, 0)


def test_in_the_admin_as_well(discussion: Any, ann: Any, mod: Any, mia: Any, staff: Client) -> None:
    own, other = held(discussion, mod), held(discussion, ann)
    data = {"action": "approve", "_selected_action": [own.pk, other.pk], "index": 0}
    assert OWN in staff.post(list_of("comment"), data).content.decode()
    seen = {f"seen_{one.pk}": "1:0" for one in (own, other)}
    assert OWN in staff.post(list_of("comment"), data | seen | {"confirmed": "1"}, follow=True).content.decode()
    standing = dict(Comment.objects.values_list("pk", "status"))
    assert standing == {own.pk: Status.PENDING, other.pk: Status.PUBLIC}


def test_ones_own_page_offers_no_featuring(discussion: Any, mod: Any, mia: Any, as_member: Any) -> None:
    comment = say(discussion, mod)
    address = reverse("perspectives:comment", args=[discussion.slug, comment.number])
    offered = [
        re.findall(r'name="act" value="(\w+)"', as_member(one).get(address).content.decode()) for one in (mod, mia)
    ]
    assert offered == [["answered"], ["feature", "answered"]]
    mark = reverse("perspectives:mark", args=[discussion.slug, comment.number])
    answer = as_member(mod).post(mark, {"act": "feature"})
    assert (answer.status_code, OWN in answer.content.decode()) == (403, True)


def test_those_are_called_who_can_decide(
    discussion: Any, ann: Any, mod: Any, boss: Any, django_capture_on_commit_callbacks: Any
) -> None:
    comment = say(discussion, mod)
    with django_capture_on_commit_callbacks(execute=True):
        report_comment(comment=comment, reporter=ann, reason=Reason.ABUSE)
    assert [notice.member for notice in Notice.objects.filter(kind="waiting")] == [boss]
