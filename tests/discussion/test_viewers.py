"""Who looks: one query for a signed-in reader, and the same answer that Django's backends give."""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.utils import timezone

from perspectives.discussion import viewers
from perspectives.discussion.models import Forum, Role, RoleKind
from perspectives.discussion.queries import ANYBODY
from perspectives.discussion.rules import EDITS_ALL, MODERATES_ALL, viewer_for
from perspectives.members.actions import erase_member
from perspectives.members.models import Member
from perspectives.site.accounts.backends import ConfirmedBackend
from tests.cast import make_member, make_user

pytestmark = pytest.mark.django_db

NAMED = (MODERATES_ALL, EDITS_ALL)
OFFICES = [(), (RoleKind.MODERATOR,), (RoleKind.SENIOR, RoleKind.EDITOR)]
# Permissions of one's own × of a group × offices × what the user is.
CASES = list(
    itertools.product(
        [(), (0,), (0, 1)],
        [(), (1,)],
        OFFICES,
        ["user", "superuser", "no member", "erased", "inactive"],
    )
)


class OnlyKnowsPeople(BaseBackend):
    """A backend that says who somebody is, and nothing of what one may do."""


class AllowsAll(ModelBackend):
    """A host's own idea of permissions."""

    def has_perm(self, user_obj, perm, obj=None):
        """Allow everything."""
        return True


class AllowsByAnotherTable(ModelBackend):
    """A host's own idea of where permissions are kept."""

    def _get_user_permissions(self, user_obj):
        """Return all of them."""
        return Permission.objects.all()


def permission(name):
    app, _dot, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def fresh(user):
    """Return the user as a new request loads it, nothing looked up yet."""
    return get_user_model().objects.get(pk=user.pk)


def made(own, by_group, offices, what):
    """Return a user of the case."""
    user = make_user("ann", is_superuser=what == "superuser", is_active=what != "inactive")
    user.user_permissions.set(permission(NAMED[place]) for place in own)
    group = Group.objects.create(name="group")
    group.permissions.set(permission(NAMED[place]) for place in by_group)
    user.groups.set([group, Group.objects.create(name="another")])
    if what != "no member":
        member = Member.objects.create(user=user, name="Ann")
        for slug in ("peace", "war"):
            forum = Forum.objects.create(slug=slug, name=slug)
            Role.objects.bulk_create(Role(forum=forum, member=member, kind=kind) for kind in offices)
        if what == "erased":
            Member.objects.update(erased_at=timezone.now())
    return user


@pytest.mark.parametrize(("own", "by_group", "offices", "what"), CASES)
def test_one_query_finds_what_the_backends_find(own, by_group, offices, what, monkeypatch, django_assert_num_queries):
    user = fresh(made(own, by_group, offices, what))
    with django_assert_num_queries(0 if what == "inactive" else 1):
        found = viewer_for(user)
    monkeypatch.setattr(viewers, "is_plain", lambda user: False)
    told = viewer_for(fresh(user))
    assert found == told
    assert found.is_authenticated == (what != "inactive")
    if told.member is not None:
        fields = [field.attname for field in Member._meta.concrete_fields]
        assert [getattr(found.member, name) for name in fields] == [getattr(told.member, name) for name in fields]
        assert found.member.user is user


@pytest.mark.parametrize(("own", "by_group", "offices", "what"), CASES)
def test_a_user_that_comes_with_the_viewer_is_the_same(own, by_group, offices, what, django_assert_num_queries):
    user = fresh(made(own, by_group, offices, what))
    with django_assert_num_queries(1):
        came = ConfirmedBackend().get_user(user.pk)
        found = viewer_for(came)
    if what == "inactive":
        assert came is None
        return
    fields = [field.attname for field in type(user)._meta.concrete_fields]
    assert [getattr(came, name) for name in fields] == [getattr(user, name) for name in fields]
    assert found == viewer_for(user)
    assert found.member is None or found.member.user is came
    Role.objects.all().delete()
    # The answer is taken once: whoever asks again later asks anew.
    assert viewer_for(came) == viewer_for(fresh(user))


def test_nobody_comes_for_a_key_that_is_gone():
    assert ConfirmedBackend().get_user(987_654) is None


def test_where_a_host_has_its_own_idea_of_permissions_a_user_comes_alone(settings, django_assert_num_queries):
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.AllowsAll"]
    user = make_user("ann")
    with django_assert_num_queries(1):
        assert ConfirmedBackend().get_user(user.pk) == user
    assert viewer_for(ConfirmedBackend().get_user(user.pk)).moderates_all


def test_the_signed_out_cost_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert viewer_for(None) == viewer_for(AnonymousUser()) == ANYBODY


def test_a_member_that_came_with_the_viewer_can_be_changed_and_erased():
    user = fresh(make_member("Ann").user)
    member = viewer_for(user).member
    member.mail_answers = False
    member.save()
    erase_member(member=member)
    assert viewer_for(fresh(user)).member is None


@pytest.mark.parametrize(
    ("backends", "plain"),
    [
        (["django.contrib.auth.backends.ModelBackend"], True),
        (["django.contrib.auth.backends.AllowAllUsersModelBackend"], True),
        (["perspectives.site.accounts.backends.ConfirmedBackend"], True),
        ([f"{__name__}.OnlyKnowsPeople", "django.contrib.auth.backends.ModelBackend"], True),
        ([f"{__name__}.OnlyKnowsPeople"], False),
        (["django.contrib.auth.backends.ModelBackend", f"{__name__}.AllowsAll"], False),
        ([f"{__name__}.AllowsByAnotherTable"], False),
    ],
)
def test_a_host_that_decides_otherwise_is_asked_itself(backends, plain, settings):
    settings.AUTHENTICATION_BACKENDS = backends
    user = make_user("ann")
    assert viewers.is_plain(user) is plain
    allowed = any("Allows" in path for path in backends)
    viewer = viewer_for(fresh(user))
    assert (viewer.moderates_all, viewer.edits_all) == (allowed, allowed)


def test_users_with_permissions_of_their_own_kind_are_asked_themselves():
    class Special(get_user_model()):
        """A user that knows better."""

        class Meta:
            abstract = True

        def has_perm(self, perm, obj=None):
            """Allow everything."""
            return True

    assert not viewers.is_plain(Special.__new__(Special))
    assert viewers.is_plain(get_user_model()())
