"""Display names: given, changed, taken, emptied."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from perspectives.discussion.models import Comment, Role
from perspectives.members.actions import erase_member, name_member
from perspectives.members.errors import NameTaken
from perspectives.members.models import Member
from perspectives.text.errors import TextRefused
from tests.cast import make_moderator, make_user, say

pytestmark = pytest.mark.django_db


def test_a_name_is_given_once_and_changed_later(ann):
    again = name_member(user=ann.user, name="Ann")
    assert again == ann
    renamed = name_member(user=ann.user, name="Ann Lindqvist")
    assert (renamed.pk, renamed.name) == (ann.pk, "Ann Lindqvist")
    assert Member.objects.count() == 1


@pytest.mark.parametrize("name", ["Ann", "ANN", "ann ", "\u0410nn", "\uff21nn", "A n n"])
def test_a_name_that_is_or_looks_like_another_is_taken(ann, name):
    with pytest.raises(NameTaken):
        name_member(user=make_user("other"), name=name)


@pytest.mark.parametrize("name", ["Анна", "安娜", "آنا", "Anne", "Åsa"])
def test_honest_names_in_any_script_are_allowed(ann, name):
    assert name_member(user=make_user("other"), name=name).name == name


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u202eAnn", "x" * 61, "..."])
def test_a_name_that_cannot_be_shown_is_refused(name):
    with pytest.raises(TextRefused):
        name_member(user=make_user("other"), name=name)


def test_renaming_moves_the_version_of_the_discussions_that_show_the_name(discussion, ann):
    say(discussion, ann)
    discussion.refresh_from_db()
    version = discussion.version
    name_member(user=ann.user, name="Ann Lindqvist")
    discussion.refresh_from_db()
    assert discussion.version == version + 1


def test_an_emptied_member_leaves_the_comment_and_nothing_else(discussion, ann, ben):
    comment = say(discussion, ann, address="192.0.2.7")
    say(discussion, ben, parent=1)
    erase_member(member=ann)
    comment = Comment.objects.select_related("author").get(pk=comment.pk)
    assert (comment.author.name, comment.author.name_skeleton, comment.author.user) == ("", None, None)
    assert comment.author.display_name == "Former member"
    assert comment.address is None
    assert comment.is_public
    assert name_member(user=make_user("second"), name="Ann").pk != ann.pk


def test_an_emptied_moderator_has_no_office(discussion, forum):
    member = make_moderator("Mo", forum)
    erase_member(member=member)
    assert not Role.objects.filter(member=member).exists()


def test_two_members_can_be_emptied(ann, ben):
    erase_member(member=ann)
    erase_member(member=ben)
    assert Member.objects.filter(name="").count() == 2


def test_a_user_deleted_by_the_host_leaves_no_name_behind(discussion, ann, ben):
    comment = say(discussion, ann, address="192.0.2.7")
    say(discussion, ben, parent=1)
    before = comment.discussion.version
    get_user_model().objects.filter(pk=ann.user.pk).delete()
    comment = Comment.objects.select_related("author", "discussion").get(pk=comment.pk)
    assert (comment.author.name, comment.author.name_skeleton, comment.author.user) == ("", None, None)
    assert (comment.author.erased_at is None, comment.address) == (False, None)
    assert comment.is_public
    assert comment.discussion.version > before
