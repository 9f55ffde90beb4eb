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
from perspectives.members.models import DeskMail, Member
from perspectives.moderation.models import Act, Decision
from perspectives.notifications import chain
from perspectives.notifications.addresses import absolute
from perspectives.notifications.apart import APART, FOR_TEAM, address_apart, sentence_apart, subject_apart
from perspectives.notifications.models import CALLS, Notice, NoticeKind
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
    if notice.kind in CALLS and notice.member.desk_mail == DeskMail.DAILY:
        return Dropped.DAILY
    if notice.kind == NoticeKind.ANSWER:
        return "" if _may_read(notice, viewer) else Dropped.NOT_VISIBLE
    if notice.kind in FOR_TEAM and not _calls(notice, viewer):
        return Dropped.NOT_VISIBLE
    if notice.kind == NoticeKind.WAITING:
        return _reason_not_to_call(notice, viewer)
    return chain.reason_to_drop(notice, viewer)


def _may_read(notice: Notice, viewer: Viewer) -> bool:
    """Whether the answer is public at this moment and so may be quoted."""
    return Comment.objects.public().visible_to(viewer).filter(pk=notice.comment_id).exists()


def _reason_not_to_call(notice: Notice, viewer: Viewer) -> str:
    """Return why a moderator is not to be called: no longer one, or nothing waits any more."""
    if notice.comment is None or not _calls(notice, viewer):
        return Dropped.NOT_VISIBLE
    if notice.comment.status == Status.PENDING or notice.comment.open_reports > 0 or chain.notice_waits(notice):
        return ""
    return Dropped.SETTLED


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
            subject=_subject(kinds, title, notices[0]),
            body=render_to_string("perspectives/notifications/mail.txt", context),
            to=[address_of(member)],
            headers=headers_of(notices[0].message_id, unsubscribe),
        )


def headers_of(message_id: str, unsubscribe: str) -> dict[str, str]:
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


def _subject(kinds: Sequence[NoticeKind], title: str, first: Notice) -> str:
    """Return the subject, one line whatever the title holds."""
    if len(kinds) > 1:
        subject = _("News for you in %(title)s")
    elif kinds[0] == NoticeKind.ANSWER:
        subject = _("Your comment on %(title)s was answered")
    elif kinds[0] in APART:
        return subject_apart(kinds[0])
    elif kinds[0] == NoticeKind.DECISION:
        subject = _("A decision on your comment on %(title)s")
    else:
        subject = chain.subject_of(first) or _("Something waits for moderation in %(title)s")
    return clean_line(subject % {"title": title})


def _item(notice: Notice, title: str, base: str) -> Item:
    """Return what the mail says about one notice."""
    comment, decision = notice.comment, _decision_of(notice)
    told = chain.told_of(notice, title, base)
    if told is not None:
        return Item(*told)
    if notice.kind in APART or comment is None:
        words = _reasons(decision) + chain.statement_of(decision, base)
        return Item(sentence_apart(notice, decision), words, address_apart(notice, base))
    if notice.kind == NoticeKind.ANSWER:
        return _answer_item(comment, title, base)
    if notice.kind == NoticeKind.DECISION:
        return _decision_item(comment, decision, title, base)
    names = {"number": comment.number, "title": title}
    sentence = _("Comment #%(number)d in %(title)s waits for a moderator.") % names
    # It only opens the item: deciding takes signing in, and a POST.
    place = reverse("perspectives:desk_item", args=[comment.discussion.slug, comment.number])
    return Item(sentence, "", absolute(place, base))


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
    words = _reasons(decision) + chain.statement_of(decision, base)
    return Item(sentence, words, absolute(comment.get_absolute_url(), base))


def _decision_sentence(decision: Decision | None) -> str:
    """Return the sentence for what was done with a comment."""
    sentences = {
        Act.APPROVE: _("Your comment #%(number)d on %(title)s was approved and is public."),
        Act.REJECT: _("Your comment #%(number)d on %(title)s was rejected and is not shown."),
        Act.SPAM: _("Your comment #%(number)d on %(title)s was marked as spam and is not shown."),
        Act.HOLD: _("Readers reported your comment #%(number)d on %(title)s: it is held until a moderator has looked."),
        Act.FEATURE: _("Your comment #%(number)d on %(title)s was featured."),
        Act.UNDO: _("A decision on your comment #%(number)d on %(title)s was undone."),
    }
    other = _("Your comment #%(number)d on %(title)s was decided on.")
    return sentences.get(Act(decision.act), other) if decision is not None else other


def _reasons(decision: Decision | None) -> str:
    """Return the rule and the words to the writer; never the private note."""
    if decision is None:
        return ""
    return "\n\n".join(words for words in (decision.rule_text, decision.law, decision.words) if words)
