"""Stored HTML of an older renderer: never shown by its old rules, and brought up to date in batches."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from perspectives.discussion.actions import render
from perspectives.discussion.models import Comment, Discussion
from perspectives.templatetags.perspectives import comment_html, essay_html
from perspectives.text.markdown import RENDERER_VERSION
from tests.cast import say

pytestmark = pytest.mark.django_db
OLD = '<p onclick="steal()">Old <script>steal()</script>words.</p>'


def test_html_of_an_older_renderer_is_shown_by_the_rules_of_today(discussion, ann):
    comment = say(discussion, ann)
    comment.html, comment.render_version = OLD, RENDERER_VERSION - 1
    assert "steal" not in comment_html(comment)
    assert "words." in comment_html(comment)


@pytest.mark.parametrize("version", [(), (None,), (RENDERER_VERSION - 1,)])
def test_essays_and_notes_without_todays_version_are_shown_by_the_rules_of_today(version):
    assert "steal" not in essay_html(OLD, *version)
    assert "words." in essay_html(OLD, *version)
    assert essay_html("<p>As it was made.</p>", RENDERER_VERSION) == "<p>As it was made.</p>"


def test_all_of_it_is_rendered_anew_and_a_second_run_finds_nothing(discussion, ann, capsys, monkeypatch):
    monkeypatch.setattr(render, "BATCH", 2)
    for count in range(5):
        say(discussion, ann, f"Some *words* {count}.")
    Comment.objects.update(body="Some *words*.")
    Comment.objects.update(html=OLD, render_version=RENDERER_VERSION - 1)
    version = Discussion.objects.get(pk=discussion.pk).version
    call_command("render_again", dry_run=True)
    assert Comment.objects.filter(html=OLD).count() == 5
    call_command("render_again")
    call_command("render_again")
    assert capsys.readouterr().out.split("\n")[:3] == ["5 comments.", "5 comments.", "0 comments."]
    assert set(Comment.objects.values_list("html", flat=True)) == {"<p>Some <em>words</em>.</p>"}
    assert Discussion.objects.get(pk=discussion.pk).version > version
