"""Make a typed text ready: cleaned, measured, rendered, screened. All of it before any transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.discussion.errors import Refused, Throttled, Unacceptable
from perspectives.discussion.models import Answer, Comment, Discussion, Finding, Forum
from perspectives.discussion.prepared_changes import create_all
from perspectives.discussion.screening import Screening, Submission, Verdict
from perspectives.members.models import Member
from perspectives.text.clean import clean_text, is_blank
from perspectives.text.errors import TextRefused
from perspectives.text.tags import clean_tags, tag_key


def cleaned_body(body: str) -> str:
    """Return the text as it is stored; Unacceptable where it is blank to the eye or longer than allowed."""
    if len(body) > 2 * conf.COMMENT_MAX_LENGTH:
        raise _too_long(len(body))
    text = clean_text(body)
    if is_blank(text):
        raise Unacceptable(_("There is nothing to read in it yet. Please write your comment."), code="blank")
    if len(text) > conf.COMMENT_MAX_LENGTH:
        raise _too_long(len(text))
    return text


def _too_long(length: int) -> Unacceptable:
    """Return the refusal that names both lengths."""
    return Unacceptable(
        _("A comment may have %(most)s characters; this one has %(length)s. Please shorten it.")
        % {"most": conf.COMMENT_MAX_LENGTH, "length": length},
        code="too-long",
    )


def cleaned_tags(names: Iterable[str], forum: Forum) -> list[str]:
    """Return cleaned tag names that `forum` allows; Unacceptable for one it does not."""
    try:
        tags = clean_tags(names, conf.COMMENT_TAGS)
    except TextRefused as error:
        raise Unacceptable(str(error), code=error.code) from error
    if tags and not forum.free_tags:
        known = set(forum.vocabulary.values_list("key", flat=True))
        stranger = next((tag for tag in tags if tag_key(tag) not in known), None)
        if stranger is not None:
            raise Unacceptable(
                _("“%(tag)s” is not one of the tags here. Please choose from the list.") % {"tag": stranger},
                code="unknown-tag",
            )
    return tags


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal digits: what "the same text" means."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def must_be_taken(screening: Screening, submission: Submission) -> None:
    """Record a refusal and raise it as Refused with the check's own words; nothing happens without one."""
    verdict = screening.refusal
    if verdict is not None:
        record_findings(screening, submission, None)
        raise _refusal(verdict)


def _refusal(verdict: Verdict) -> Refused:
    """Return the exception that carries a check's refusal."""
    if verdict.retry_after is not None:
        return Throttled(verdict.message, retry_after=verdict.retry_after)
    refused = Refused(verdict.message, code=verdict.code, http_status=verdict.http_status)
    refused.settle = verdict.settle
    return refused


def record_findings(screening: Screening, submission: Submission, comment: Comment | None) -> None:
    """Write what the checks answered: about `comment`, or about a text that was not taken."""
    findings = [
        Finding(
            comment=comment,
            revision=comment.revision if comment else 1,
            discussion=submission.discussion,
            member=submission.author,
            check_name=name,
            answer=verdict.answer,
            facts=verdict.facts,
            created_at=submission.now,
        )
        for name, verdict in screening.verdicts
        if verdict.asked and (comment is not None or verdict.answer in (Answer.REFUSE, Answer.DID_NOT_RUN))
    ]
    create_all(findings)


def must_be_open(discussion: Discussion, author: Member) -> None:
    """Raise Refused where a discussion takes no comments, or `author` has left."""
    if author.erased_at is not None:
        raise closed_account()
    if discussion.state != "open":
        raise Refused(_("This discussion is locked: it can be read, and takes no more comments."), code="locked")


def closed_account() -> Refused:
    """Return the refusal for somebody who has left."""
    return Refused(_("This account has been closed."), code="erased")
