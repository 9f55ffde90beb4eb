"""Saving an essay: its fields, its revisions, its people, its tags and its slug."""

import pytest

from perspectives.discussion.models import Discussion, Tag
from perspectives.members.models import Member
from perspectives.publishing.actions import save_post
from perspectives.publishing.models import Contributor, Post, PostRevision, PostState
from perspectives.text.errors import TextRefused


def save(series, **words):
    values = {"title": "Stop waiting", "body": "One perspective."}
    return save_post(series=series, **values | words)


def test_a_new_essay_is_a_draft_with_every_part_in_its_own_field(series):
    saved = save(
        series,
        body="One *sober* perspective.\n\nAnd another.",
        bio="**Jeffrey** is a Fellow.",
        summary="What to do.",
        authors=[("Jeffrey Mankoff", "CSIS"), ("Ann Lindqvist", "")],
        tags=["NATO", "U.S. Foreign Policy"],
    )
    post = Post.objects.get()
    assert (saved.post, saved.created, saved.changed) == (post, True, True)
    assert (post.slug, post.state, post.published_at, post.revision) == ("stop-waiting", PostState.DRAFT, None, 1)
    assert "<em>sober</em>" in post.html
    assert [passage["text"] for passage in post.passages] == ["One sober perspective.", "And another."]
    assert "<strong>Jeffrey</strong>" in post.bio_html
    assert (post.summary, post.words) == ("What to do.", 5)
    assert [str(byline) for byline in post.bylines.all()] == ["Jeffrey Mankoff, CSIS", "Ann Lindqvist"]
    assert sorted(tag.name for tag in post.tags.all()) == ["NATO", "U.S. Foreign Policy"]


def test_a_new_essay_has_a_discussion_that_nobody_sees_yet(post):
    discussion = post.discussion
    assert (discussion.title, discussion.forum) == (post.title, post.series.forum)
    assert (discussion.visible_from, discussion.visible_until) == (None, None)
    assert discussion.get_absolute_url() == post.get_absolute_url()
    assert not Discussion.objects.public().exists()


def test_saving_the_same_words_again_makes_no_revision(post):
    again = save_post(
        series=post.series,
        post=post,
        title="Stop  waiting ",
        body="One *sober* perspective.\r\n\r\nAnd another.",
        authors=[("jeffrey mankoff", "Center for Strategic and International Studies")],
        tags=["nato"],
    )
    assert (again.created, again.changed, again.post.revision) == (False, False, 1)
    assert PostRevision.objects.count() == 1
    assert Contributor.objects.get().name == "Jeffrey Mankoff"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Stop"},
        {"body": "Other words."},
        {"bio": "A note."},
        {"summary": "In short."},
        {"authors": [("Jeffrey Mankoff", "elsewhere")]},
        {"authors": []},
        {"tags": []},
        {"tags": ["NATO", "Ukraine"]},
    ],
    ids=str,
)
def test_every_change_of_words_is_a_revision(post, change):
    same = {
        "title": "Stop waiting",
        "body": "One *sober* perspective.\n\nAnd another.",
        "authors": [("Jeffrey Mankoff", "Center for Strategic and International Studies")],
        "tags": ["NATO"],
    }
    saved = save_post(series=post.series, post=post, **same | change)
    assert (saved.changed, saved.post.revision) == (True, 2)
    assert list(PostRevision.objects.values_list("number", flat=True)) == [1, 2]


def test_a_revision_keeps_what_was_said_and_who_saved_it(post, ann):
    save_post(series=post.series, post=post, title="Now", body="New.", authors=[("Ben", "B")], tags=["Ukraine"], by=ann)
    first, second = PostRevision.objects.order_by("number")
    assert (first.title, first.tags, first.by) == ("Stop waiting", ["NATO"], None)
    assert first.bylines[0]["affiliation"] == "Center for Strategic and International Studies"
    assert (second.title, second.body, second.tags, second.by) == ("Now", "New.", ["Ukraine"], ann)
    assert Member.objects.get() == ann


def test_a_new_title_reaches_the_discussion_and_moves_its_version(post):
    before = post.discussion.version
    saved = save_post(series=post.series, post=post, title="Start", body="One.", authors=[])
    discussion = Discussion.objects.get()
    assert discussion.title == "Start"
    assert discussion.version > before
    assert saved.post.slug == "stop-waiting"


def test_a_new_slug_reaches_the_discussion_but_not_its_own_permalinks(post):
    own = post.discussion.get_own_url()
    words = {"title": post.title, "body": post.body, "tags": ["NATO"]}
    authors = [("Jeffrey Mankoff", "Center for Strategic and International Studies")]
    saved = save_post(series=post.series, post=post, slug="Neue Wörter", authors=authors, **words)
    discussion = Discussion.objects.get()
    assert (saved.post.slug, saved.changed, saved.post.revision) == ("neue-wörter", True, 1)
    assert discussion.url_kwargs == {"series": "peace", "post": "neue-wörter"}
    assert discussion.get_own_url() == own


def test_the_same_title_twice_gets_a_suffix_and_both_are_reached(series):
    first, second = save(series).post, save(series).post
    assert (first.slug, second.slug) == ("stop-waiting", "stop-waiting-2")
    assert first.discussion.slug != second.discussion.slug
    assert first.get_absolute_url() != second.get_absolute_url()


def test_a_title_in_another_script_keeps_it_in_the_address(series):
    assert save(series, title="Мир и безопасность").post.slug == "мир-и-безопасность"
    assert save(series, title="!?").post.slug == "essay"


def test_the_same_person_in_another_spelling_is_the_same_contributor(series):
    save(series, authors=[("José Álvarez", "A")])
    save(series, title="Two", authors=[("JOSÉ  ÁLVAREZ", "B")])
    contributor = Contributor.objects.get()
    assert [byline.affiliation for byline in contributor.bylines.order_by("pk")] == ["A", "B"]


def test_two_people_whose_names_make_one_slug_are_two(series):
    save(series, authors=[("Ann Lee", ""), ("Ann-Lee", "")])
    assert sorted(Contributor.objects.values_list("slug", flat=True)) == ["ann-lee", "ann-lee-2"]
    save(series, title="Two", authors=[("Ann-Lee", "")])
    assert Contributor.objects.count() == 2


def test_tags_in_two_spellings_are_one_tag(series):
    save(series, tags=["NATO", "nato", " Nato "])
    save(series, title="Two", tags=["nato"])
    assert Tag.objects.filter(key="nato").count() == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"title": " "}, "title_empty"),
        ({"title": "\u200b"}, "title_empty"),
        ({"title": "x" * 301}, "title_long"),
        ({"body": " \n\t"}, "body_empty"),
        ({"authors": [("", "CSIS")]}, "name_empty"),
        ({"authors": [("Ann\u202e", "")]}, "name_control"),
        ({"authors": [("Ann", "x" * 301)]}, "affiliation_long"),
        ({"authors": [(f"Ann {chr(97 + i % 26)}{i}", "") for i in range(31)]}, "authors_many"),
        ({"tags": ["a|b"]}, "tag_separator"),
        ({"tags": [f"tag {i}" for i in range(21)]}, "tags_many"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_shown_is_refused_and_nothing_is_written(series, words, code):
    with pytest.raises(TextRefused) as refusal:
        save(series, **words)
    assert refusal.value.code == code
    assert str(refusal.value).endswith((".", "characters.", "anew."))
    assert not Post.objects.exists()
    assert not Contributor.objects.exists()


def test_an_essay_larger_than_a_document_may_be_is_refused(series, settings):
    settings.PERSPECTIVES = {"IMPORT_MAX_BYTES": 100}
    with pytest.raises(TextRefused) as refusal:
        save(series, body="words " * 50)
    assert refusal.value.code == "body_long"


def test_markup_in_the_words_stays_words(series):
    saved = save(
        series,
        title="<script>alert(1)</script>",
        body="<script>alert(1)</script> [x](javascript:alert(1))",
        bio="<img src=x onerror=alert(1)>",
        authors=[("<b>Ann</b>", '"><svg onload=alert(1)>')],
    )
    page = saved.post.html + saved.post.bio_html
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in page.replace("(javascript:alert(1))", "")


def test_saving_takes_the_same_number_of_queries_however_much_is_there(series, django_assert_max_num_queries):
    for number in range(20):
        save(series, title=f"Essay {number}", authors=[(f"Author {chr(97 + number)}", "")], tags=[f"tag {number}"])
    post = Post.objects.first()
    with django_assert_max_num_queries(40):
        save_post(series=series, post=post, title="New", body="New", authors=[("Author a", "")], tags=["tag 1", "new"])
