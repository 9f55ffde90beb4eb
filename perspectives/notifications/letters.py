"""What a mail says: subject, text and headers, made from notices at the moment of sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.discussion.models import Comment, Discussion, Status
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import viewer_for
from perspectives.members.models import Member
from perspectives.moderation.models import Act, Decision
from perspectives.notifications.addresses import absolute
from perspectives.notifications.models import Notice, NoticeKind
from perspectives.notifications.preferences import wants_mail
from perspectives.notifications.rules import Dropped
from perspectives.notifications.tokens import make_token
from perspectives.text.clean import clean_line
from perspectives.text.excerpts import excerpt

# Characters of an answer shown in a mail, and of a title in a subject.
EXCERPT_LENGTH = 400
SUBJECT_TITLE_LENGTH = 120


@dataclass(frozen=True)
class Item:
    """One thing a mail tells: a sentence, the words that belong to it, and where to read on."""

    sentence: str
    words: str
    address: str


def address_of(member: Member) -> str:
    """Return the e-mail address of an active member's account, or ""."""
    user = member.user
    if user is None or not user.is_active:
        return ""
    return clean_line(getattr(user, user.get_email_field_name(), "") or "")


def reason_to_drop(notice: Notice, viewer: Viewer) -> str:
    """Return why `notice` is not to be mailed now, or "" if it is; asked again at each sending."""
    if notice.member.erased_at is not None:
        return Dropped.LEFT
    if not address_of(notice.member):
        return Dropped.NO_ADDRESS
    if not wants_mail(notice.member, notice.kind):
        return Dropped.SWITCHED_OFF
    if notice.kind == NoticeKind.ANSWER:
        return "" if _may_read(notice, viewer) else Dropped.NOT_VISIBLE
    if notice.kind == NoticeKind.WAITING:
        return _reason_not_to_call(notice, viewer)
    return ""


def _may_read(notice: Notice, viewer: Viewer) -> bool:
    """Whether the answer is public at this moment and so may be quoted."""
    return Comment.objects.public().visible_to(viewer).filter(pk=notice.comment_id).exists()


def _reason_not_to_call(notice: Notice, viewer: Viewer) -> str:
    """Return why a moderator is not to be called: no longer one, or nothing waits any more."""
    if notice.comment is None or not _calls(notice, viewer):
        return Dropped.NOT_VISIBLE
    waits = notice.comment.status == Status.PENDING or notice.comment.open_reports > 0
    return "" if waits else Dropped.SETTLED


def _calls(notice: Notice, viewer: Viewer) -> bool:
    """Whether the member still moderates the forum."""
    return viewer.may_moderate(notice.discussion.forum_id)


def viewer_of_member(member: Member) -> Viewer:
    """Return what `member` may see now."""
    return viewer_for(member.user)


def compose(notices: Sequence[Notice], *, viewer: Viewer, base: str) -> EmailMessage:
    """Return the mail that tells `notices`, all of one member about one discussion, in the site's language."""
    with translation.override(settings.LANGUAGE_CODE):
        member, discussion = notices[0].member, notices[0].discussion
        title = _title(discussion, viewer)
        kinds = sorted({NoticeKind(notice.kind) for notice in notices})
        unsubscribe = absolute(reverse("perspectives:unsubscribe", args=[make_token(member.key, kinds)]), base)
        context = {
            "member": member,
            "items": [_item(notice, title, base) for notice in _each_comment_once(notices)],
            "kinds": [str(kind.label) for kind in kinds],
            "unsubscribe": unsubscribe,
            "notices": absolute(reverse("perspectives:notices"), base),
            "site_name": conf.SITE_NAME,
        }
        return EmailMessage(
            subject=_subject(kinds, title),
            body=render_to_string("perspectives/notifications/mail.txt", context),
            to=[address_of(member)],
            headers=_headers(notices[0].message_id, unsubscribe),
        )


def _headers(message_id: str, unsubscribe: str) -> dict[str, str]:
    """Return the headers by which a mail program offers unsubscribing (RFC 8058) and answers none (RFC 3834)."""
    return {
        "Message-ID": message_id,
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _each_comment_once(notices: Sequence[Notice]) -> list[Notice]:
    """Return the notices without those that would call a moderator to the same comment again."""
    kept: dict[Any, Notice] = {}
    for notice in notices:
        waiting = notice.kind == NoticeKind.WAITING
        kept.setdefault(("waiting", notice.comment_id) if waiting else notice.pk, notice)
    return list(kept.values())


def _title(discussion: Discussion, viewer: Viewer) -> str:
    """Return the discussion's title in one line, or words in its place where the reader may not know it now."""
    if not Discussion.objects.visible_to(viewer).filter(pk=discussion.pk).exists():
        return _("an essay that is not public at present")
    title = clean_line(discussion.title)
    if len(title) > SUBJECT_TITLE_LENGTH:
        title = title[: SUBJECT_TITLE_LENGTH - 1].rstrip() + "…"
    return _("“%(title)s”") % {"title": title}


def _subject(kinds: Sequence[NoticeKind], title: str) -> str:
    """Return the subject, one line whatever the title holds."""
    if len(kinds) > 1:
        subject = _("News for you in %(title)s")
    elif kinds[0] == NoticeKind.ANSWER:
        subject = _("Your comment on %(title)s was answered")
    elif kinds[0] == NoticeKind.DECISION:
        subject = _("A decision on your comment on %(title)s")
    else:
        subject = _("Something waits for moderation in %(title)s")
    return clean_line(subject % {"title": title})


def _item(notice: Notice, title: str, base: str) -> Item:
    """Return what the mail says about one notice."""
    comment, decision = notice.comment, _decision_of(notice)
    if comment is None:
        return Item(_member_sentence(decision), _reasons(decision), absolute(reverse("perspectives:my_comments"), base))
    if notice.kind == NoticeKind.ANSWER:
        return _answer_item(comment, title, base)
    if notice.kind == NoticeKind.DECISION:
        return _decision_item(comment, decision, title, base)
    names = {"number": comment.number, "title": title}
    sentence = _("Comment #%(number)d in %(title)s waits for a moderator.") % names
    return Item(sentence, "", absolute(reverse("perspectives:desk"), base))


def _decision_of(notice: Notice) -> Decision | None:
    """Return the decision that the notice tells, if it tells one."""
    return Decision.objects.filter(pk=notice.event.data.get("decision")).first()


def _answer_item(comment: Comment, title: str, base: str) -> Item:
    """Return who answered, the beginning of the answer, and its address."""
    answered = comment.parent or comment
    sentence = _("%(name)s answered your comment #%(parent)d on %(title)s:") % {
        "name": clean_line(comment.author.display_name),
        "parent": answered.number,
        "title": title,
    }
    return Item(sentence, excerpt(comment.html, EXCERPT_LENGTH), absolute(comment.get_absolute_url(), base))


def _decision_item(comment: Comment, decision: Decision | None, title: str, base: str) -> Item:
    """Return what was decided and why, and where the comment stands now."""
    sentence = _decision_sentence(decision) % {"number": comment.number, "title": title}
    if decision is not None and decision.status_after not in ("", comment.status):
        sentence += " " + _("It has changed since: %(status)s.") % {"status": comment.get_status_display()}
    return Item(sentence, _reasons(decision), absolute(comment.get_absolute_url(), base))


def _decision_sentence(decision: Decision | None) -> str:
    """Return the sentence for what was done with a comment."""
    sentences = {
        Act.APPROVE: _("Your comment #%(number)d on %(title)s was approved and is public."),
        Act.REJECT: _("Your comment #%(number)d on %(title)s was rejected and is not shown."),
        Act.SPAM: _("Your comment #%(number)d on %(title)s was marked as spam and is not shown."),
        Act.UNDO: _("A decision on your comment #%(number)d on %(title)s was undone."),
        Act.SUSPEND: _("You cannot take part for a while, because of your comment #%(number)d on %(title)s."),
        Act.LIFT: _("Your suspension, which began with your comment #%(number)d on %(title)s, was lifted."),
    }
    other = _("Your comment #%(number)d on %(title)s was decided on.")
    return sentences.get(Act(decision.act), other) if decision is not None else other


def _member_sentence(decision: Decision | None) -> str:
    """Return the sentence for what was done without a comment."""
    if decision is not None and decision.act == Act.SUSPEND:
        return _("You cannot take part in the discussion for a while.")
    if decision is not None and decision.act == Act.LIFT:
        return _("Your suspension was lifted: you can take part again.")
    return _("A moderator has decided on something that concerns you.")


def _reasons(decision: Decision | None) -> str:
    """Return the rule and the words to the writer; never the private note."""
    if decision is None:
        return ""
    return "\n\n".join(words for words in (decision.rule_text, decision.words) if words)
