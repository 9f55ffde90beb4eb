"""`manage.py tidy`: what is kept for a time only goes when the time is over, and nothing else does."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from perspectives.discussion.models import Answer, Comment, Finding
from perspectives.members.models import Attempt
from tests import cast

OLD = timedelta(days=31)
NEW = timedelta(days=29)


def stage(discussion, member):
    """Two of everything, one past its time."""
    now = timezone.now()
    for age in (OLD, NEW):
        Attempt.objects.create(kind="post", bucket="x", created_at=now - age)
        comment = cast.say(discussion, member, address="192.0.2.1")
        Comment.objects.filter(pk=comment.pk).update(created_at=now - age)
        for judged in (None, comment):
            Finding.objects.create(
                discussion=discussion, comment=judged, check_name="links", answer=Answer.PASS, created_at=now - age
            )


def left():
    return (
        Attempt.objects.count(),
        Comment.objects.filter(address__isnull=False).count(),
        Finding.objects.filter(comment__isnull=True).count(),
        Finding.objects.filter(comment__isnull=False).count(),
        Comment.objects.count(),
    )


def test_old_attempts_addresses_and_findings_of_refused_texts_go(discussion, ann, capsys):
    stage(discussion, ann)
    call_command("tidy")
    assert left() == (1, 1, 1, 2, 2)
    assert "1 attempts, 1 addresses, 1 findings" in capsys.readouterr().out
    call_command("tidy")
    assert left() == (1, 1, 1, 2, 2)


def test_a_dry_run_changes_nothing(discussion, ann, capsys):
    stage(discussion, ann)
    call_command("tidy", "--dry-run")
    assert left() == (2, 2, 2, 2, 2)
    assert "1 attempts, 1 addresses, 1 findings" in capsys.readouterr().out
