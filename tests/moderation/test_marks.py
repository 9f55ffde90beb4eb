"""Authors answer marked as author; they, moderators and editors feature comments and mark questions as answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from perspectives.discussion.authors import set_authors
from perspectives.discussion.errors import Conflict, Unacceptable
from perspectives.discussion.models import Comment, DiscussionAuthor, Role, RoleKind, Status
from perspectives.moderation.actions import mark_comment, undo_decision
from perspectives.moderation.errors import DecidedMeanwhile, NotFound
from perspectives.moderation.models import Act, Decision
from perspectives.publishing.actions import make_series, save_post
from perspectives.publishing.models import Contributor
from tests.cast import in_status, say
from tests.moderation.stage import DESK, held, item_of, sent


@pytest.fixture
def author(discussion: Any, ben: Any) -> Any:
    """Ben wrote the essay."""
    set_authors(discussion, [ben.pk])
    return ben


def test_an_authors_comment_is_marked_and_stays_so(discussion: Any, author: Any, ann: Any, client: Any) -> None:
    theirs, other = say(discussion, author), say(discussion, ann)
    assert (theirs.as_author, other.as_author) == (True, False)
    assert client.get(discussion.get_own_url()).content.decode().count(">Author<") == 1
    set_authors(discussion, [])
    assert not say(discussion, author).as_author
    assert Comment.objects.get(pk=theirs.pk).as_author


def test_the_member_behind_a_contributor_is_an_author_of_all_that_bears_the_byline(db: Any, ann: Any, ben: Any) -> None:
    series = make_series(title="Peace", slug="peace")
    post = save_post(series=series, title="One", body="Words.", authors=[("Ann Lee", ""), ("Ben Ray", "")]).post
    lee, ray = Contributor.objects.get(name="Ann Lee"), Contributor.objects.get(name="Ben Ray")
    for contributor, member in ((lee, ann), (ray, ben)):
        contributor.member = member
        contributor.save()
    second = save_post(series=series, title="Two", body="Words.", authors=[("Ben Ray", "")]).post

    def authors(of: Any) -> set[int]:
        return set(DiscussionAuthor.objects.filter(discussion=of.discussion).values_list("member", flat=True))

    assert (authors(post), authors(second)) == ({ann.pk, ben.pk}, {ben.pk})
    save_post(series=series, post=post, title="One", body="Words.", authors=[("Ann Lee", "")])
    lee.member = None
    lee.save()
    assert (authors(post), authors(second)) == (set(), {ben.pk})


@pytest.mark.parametrize("act", ["feature", "answered"])
def test_a_mark_is_a_decision_once_and_every_reader_sees_it(
    act: str, discussion: Any, author: Any, ann: Any, client: Any
) -> None:
    comment = say(discussion, ann)
    discussion.refresh_from_db()
    version, word = discussion.version, {"feature": ">Featured<", "answered": ">Answered<"}[act]
    assert word not in client.get(discussion.get_own_url()).content.decode()
    row = mark_comment(comment=comment, by=author, act=Act(act))
    assert (row.act, row.comment, row.by, row.member, row.status_after) == (act, comment, author, ann, "")
    assert mark_comment(comment=comment, by=author, act=Act(act)) is None
    discussion.refresh_from_db()
    assert discussion.version == version + 1
    assert word in client.get(discussion.get_own_url()).content.decode()
    assert mark_comment(comment=comment, by=author, act=Act(f"un{act}")).act == f"un{act}"
    assert word not in client.get(discussion.get_own_url()).content.decode()


def test_moderators_editors_and_authors_mark_and_nobody_else(
    discussion: Any, forum: Any, author: Any, mod: Any, tom: Any, ann: Any, eve: Any
) -> None:
    comment = say(discussion, ann)
    for stranger in (tom, ann, eve):
        with pytest.raises(NotFound):
            mark_comment(comment=comment, by=stranger, act=Act.FEATURE)
    Role.objects.create(forum=forum, member=eve, kind=RoleKind.EDITOR)
    for one in (author, mod, eve):
        assert mark_comment(comment=comment, by=one, act=Act.FEATURE)
        assert mark_comment(comment=comment, by=one, act=Act.UNFEATURE)


def test_what_is_not_public_is_not_marked_and_an_author_removes_nothing(discussion: Any, author: Any, ann: Any) -> None:
    with pytest.raises(Conflict):
        mark_comment(comment=in_status(discussion, ann, Status.PENDING), by=author, act=Act.FEATURE)
    with pytest.raises(Unacceptable):
        mark_comment(comment=say(discussion, ann), by=author, act=Act.REJECT)
    assert Decision.objects.count() == 0


def test_the_door_marks_for_authors_and_does_not_exist_for_others(
    discussion: Any, author: Any, ann: Any, eve: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    address = reverse("perspectives:mark", args=[discussion.slug, comment.number])
    assert as_member(eve).post(address, {"act": "feature"}).status_code == 404
    assert 'value="feature"' not in as_member(eve).get(comment.get_absolute_url()).content.decode()
    client = as_member(author)
    assert 'value="feature"' in client.get(comment.get_absolute_url()).content.decode()
    assert as_member(author, csrf=True).post(address, {"act": "feature"}).status_code == 403
    for act, status in (("reject", 422), ("", 422), ("\x00", 422), ("feature", 303), ("feature", 303)):
        assert client.post(address, {"act": act}).status_code == status
    assert list(Decision.objects.values_list("act", "by")) == [("feature", author.pk)]
    assert 'value="unfeature"' in client.get(comment.get_absolute_url()).content.decode()


def test_a_card_features_by_its_button_and_the_desk_takes_it_back(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment, client = say(discussion, ann), as_member(mod)
    assert 'value="feature"' in client.get(item_of(comment)).content.decode()
    done = client.post(item_of(comment), sent(comment, "feature"), headers={"X-Perspectives": "fetch"})
    comment.refresh_from_db()
    assert (done.status_code, comment.featured_at is not None) == (200, True)
    assert 'value="unfeature"' in client.get(item_of(comment)).content.decode()
    assert f'action="{done.json()["undo"]}"' in client.get(DESK).content.decode()
    assert "The comment is featured no more." in client.get(done.json()["undo"]).content.decode()
    assert client.post(done.json()["undo"], {"note": "By mistake."}).status_code == 303
    comment.refresh_from_db()
    last = Decision.objects.last()
    assert (comment.featured_at, last.act, last.undoes.act, last.note) == (None, "unfeature", "feature", "By mistake.")
    assert 'value="feature"' not in client.get(item_of(held(discussion, ann))).content.decode()


def test_a_mark_made_anew_is_not_taken_back_by_an_old_undo(discussion: Any, ann: Any, mod: Any, mia: Any) -> None:
    comment = say(discussion, ann)
    first = mark_comment(comment=comment, by=mod, act=Act.FEATURE)
    mark_comment(comment=comment, by=mia, act=Act.UNFEATURE)
    assert undo_decision(decision=first, moderator=mod) is None
    mark_comment(comment=comment, by=mia, act=Act.FEATURE)
    with pytest.raises(DecidedMeanwhile):
        undo_decision(decision=first, moderator=mod)
    comment.refresh_from_db()
    assert comment.featured_at is not None
