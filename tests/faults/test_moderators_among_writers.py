"""R11, R12: moderators who decide while others write leave one last word, and no writer without an answer."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor, wait

from django.urls import reverse

from perspectives.discussion.models import Comment, Event, EventKind
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.rules import JUDGING
from tests.faults.people import crowd
from tests.faults.recount import must_be_whole, must_give_back
from tests.faults.sizes import sized

# Nobody writes or decides more before what is waited for has come.
MANY = 200


def test_two_moderators_and_ten_writers_in_one_conversation(server, thread, judges):
    writers, each = crowd(server, 10), sized(4, 10)
    known = [1]

    def write(writer, chance):
        sent = []
        for _time in range(each):
            parent = chance.choice(known)
            sent.append(writer.write(reverse("perspectives:reply", args=[thread.slug, parent])))
            if sent[-1].accepted:
                known.append(sent[-1].number)
        return sent

    def judge(one, chance, jobs):
        answers = []
        # As long as anybody writes, and until two of the decisions took effect.
        while not all(job.done() for job in jobs) or (took_effect(answers) < 2 and len(answers) < MANY):
            # Not the first: while it is public there is something to answer.
            number = chance.choice(known[1:])
            act = chance.choice(["reject", "spam", "approve", "undo"])
            answers.append(one.undo(thread, number) if act == "undo" else one.decide(thread, number, act))
        return [answer.status for answer in answers if answer is not None]

    def took_effect(answers):
        return sum(answer is not None and answer.status == 303 for answer in answers)

    with ThreadPoolExecutor(12) as threads:
        jobs = [threads.submit(write, one, random.Random(n)) for n, one in enumerate(writers)]
        wait_until(lambda: len(known) > 1, jobs)
        deciding = [threads.submit(judge, one, random.Random(50 + n), jobs) for n, one in enumerate(judges)]
        sent = [one for job in jobs for one in job.result()]
        decided = [status for job in deciding for status in job.result()]
    assert {one.answer.status for one in sent} <= {303, 409}
    assert set(decided) <= {303, 409}
    assert decided.count(303) >= 4
    must_give_back(sent)
    must_be_whole(server, thread, sent)
    must_have_one_last_word(thread)
    must_look_the_same(judges, thread)


def must_have_one_last_word(thread):
    """A comment stands where the newest decision on it says, and every decision began where the one before ended."""
    for comment in Comment.objects.filter(discussion=thread):
        status = "public"
        for decision in Decision.objects.filter(comment=comment, act__in=JUDGING).order_by("pk"):
            assert decision.status_before == status
            status = decision.status_after
        assert comment.status == status


def must_look_the_same(judges, thread):
    """Both moderators see the same status of every comment."""
    for comment in Comment.objects.filter(discussion=thread).exclude(status="public")[:5]:
        path = reverse("perspectives:desk_item", args=[thread.slug, comment.number])
        assert all(f"px-status-{comment.status}" in judge.get(path).text for judge in judges)


def test_a_comment_withdrawn_while_it_is_being_answered_gets_no_answer_afterwards(server, thread):
    owner, *writers = crowd(server, 9)
    for _round in range(sized(2, 6)):
        begun = owner.write(reverse("perspectives:new_comment", args=[thread.slug]))
        path = reverse("perspectives:reply", args=[thread.slug, begun.number])
        withdraw = reverse("perspectives:withdraw", args=[thread.slug, begun.number])
        with ThreadPoolExecutor(len(writers) + 1) as threads:
            jobs = [threads.submit(write_until_refused, one, path) for one in writers]
            wait_for_the_first(jobs, writers)
            taken_back = threads.submit(owner.post, withdraw).result()
            sent = [one for job in jobs for one in job.result()]
        assert taken_back.status == 303
        assert {one.answer.status for one in sent} == {303, 409}
        must_give_back(sent)
        must_have_come_before(begun.number, thread)
    everything = [one for writer in (owner, *writers) for one in writer.sent]
    must_be_whole(server, thread, everything)


def write_until_refused(writer, path):
    """Write one comment after the other until one is refused, and return them."""
    sent = [writer.write(path)]
    while sent[-1].accepted and len(sent) < MANY:
        sent.append(writer.write(path))
    return sent


def wait_for_the_first(jobs, writers):
    """Wait until somebody has written once more."""
    before = sum(len(one.sent) for one in writers)
    wait_until(lambda: sum(len(one.sent) for one in writers) > before, jobs)


def wait_until(come, jobs):
    """Wait until `come()`, while nobody fails."""
    while not come():
        done, left = wait(jobs, timeout=0.005)
        assert not [job.exception() for job in done if job.exception()]
        assert left or come(), "Everybody is done, and it has not come."


def must_have_come_before(number, thread):
    """No answer was taken after the comment had been withdrawn; both are written under the same lock."""
    withdrawn = Event.objects.get(kind=EventKind.WITHDRAWN, comment__number=number, discussion=thread)
    answers = Event.objects.filter(kind=EventKind.POSTED, comment__parent__number=number, discussion=thread)
    assert not answers.filter(pk__gt=withdrawn.pk).exists()


def test_a_discussion_locked_while_being_written_in_takes_nothing_afterwards(server, thread, judges):
    writers = crowd(server, 8)
    with ThreadPoolExecutor(len(writers) + 1) as threads:
        jobs = [threads.submit(write_until_refused, one, thread.reply_address) for one in writers]
        wait_for_the_first(jobs, writers)
        locked = threads.submit(judges[0].decide, thread, 1, Act.LOCK).result()
        so_far = thread.comments.count()
        sent = [one for job in jobs for one in job.result()]
    assert locked.status == 303
    assert {one.answer.status for one in sent} == {303, 403}
    assert thread.comments.count() == so_far
    must_give_back(sent)
    must_be_whole(server, thread, sent)
