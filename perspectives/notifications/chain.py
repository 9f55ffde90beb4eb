"""What mails say of the chain: the statement of reasons, a notice of illegal content, an appeal and its outcome."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from perspectives.discussion.queries import Viewer
from perspectives.moderation.models import Act, Appeal, Decision, LegalNotice
from perspectives.moderation.redress import RESTRICTING, appeal_until
from perspectives.moderation.tokens import statement_path
from perspectives.notifications.addresses import absolute
from perspectives.notifications.models import Notice, NoticeKind
from perspectives.notifications.rules import Dropped

# A sentence, the words that belong to it, and where to read on.
Told = tuple[str, str, str]


def statement_of(decision: Decision | None, base: str) -> str:
    """Return the lines that lead to the statement of reasons and the appeal, "" for what restricts nobody."""
    if decision is None or decision.act not in RESTRICTING:
        return ""
    said = _("The whole statement of reasons; there you can also appeal, until %(day)s:") % {
        "day": date_format(appeal_until(decision), "DATE_FORMAT")
    }
    return f"\n\n{said}\n{absolute(statement_path(decision), base)}"


def told_of(notice: Notice, title: str, base: str) -> Told | None:
    """Return what a mail says about a notice of this room's kinds, None for every other."""
    if notice.kind == NoticeKind.APPEAL:
        return _appeal_waits(notice, title, base)
    if notice.kind == NoticeKind.OUTCOME:
        return _outcome(notice, title, base)
    if notice.kind == NoticeKind.WAITING and "notice" in notice.event.data:
        return _notice_waits(notice, title, base)
    return None


def subject_of(notice: Notice) -> str:
    """Return the subject of a mail that tells only of this kind, with a place for the title; "" for other kinds.

    What is about no comment stands in some discussion all the same, whose title says nothing.
    """
    subjects = {
        NoticeKind.APPEAL: (_("An appeal waits in %(title)s"), _("An appeal waits")),
        NoticeKind.OUTCOME: (_("Your appeal was judged: %(title)s"), _("Your appeal was judged")),
    }
    with_title, without = subjects.get(NoticeKind(notice.kind), ("", ""))
    return with_title if notice.comment is not None else without


def reason_to_drop(notice: Notice, viewer: Viewer) -> str:
    """Return why an appeal is not to be told of now, "" if it is, and for every other kind."""
    if notice.kind != NoticeKind.APPEAL:
        return ""
    appeal = Appeal.objects.filter(pk=notice.event.data.get("appeal"))
    if not appeal.moderated_by(viewer).exists():
        return Dropped.NOT_VISIBLE
    return "" if appeal.open().exists() else Dropped.SETTLED


def notice_waits(notice: Notice) -> bool:
    """Whether the notice of illegal content that a moderator is called to is still to be answered."""
    return LegalNotice.objects.open().filter(pk=notice.event.data.get("notice")).exists()


def _appeal_waits(notice: Notice, title: str, base: str) -> Told:
    path = reverse("perspectives:appeal", args=[notice.event.data["appeal"]])
    if notice.comment is None:
        return _("An appeal waits that somebody else than the first judge is to decide."), "", absolute(path, base)
    sentence = _("The writer of comment #%(number)d in %(title)s appeals. Somebody else than the first judge decides.")
    return sentence % {"number": notice.comment.number, "title": title}, "", absolute(path, base)


def _notice_waits(notice: Notice, title: str, base: str) -> Told:
    sentence = _("Somebody gives notice that comment #%(number)d in %(title)s is illegal.")
    path = reverse("perspectives:legal_notice", args=[notice.event.data["notice"]])
    number = notice.comment.number if notice.comment else 0
    return sentence % {"number": number, "title": title}, "", absolute(path, base)


def _outcome(notice: Notice, title: str, base: str) -> Told | None:
    """Return the outcome with its reasons, and the statement on which both stand."""
    outcome = Decision.objects.filter(pk=notice.event.data.get("decision")).first()
    appeal = Appeal.objects.select_related("decision").filter(outcome=outcome).first() if outcome else None
    if outcome is None or appeal is None:
        return None
    granted, turned_down = _("Your appeal was granted (%(what)s)."), _("Your appeal was turned down (%(what)s).")
    sentence = granted if outcome.act == Act.OVERTURN else turned_down
    what = _("a decision about your taking part")
    if notice.comment is not None:
        what = _("comment #%(number)d in %(title)s") % {"number": notice.comment.number, "title": title}
    return sentence % {"what": what}, outcome.words, absolute(statement_path(appeal.decision), base)
