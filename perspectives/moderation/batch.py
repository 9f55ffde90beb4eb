"""Decide on several comments at once in Django's admin: a page that shows their texts and asks, then the decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.members.models import Member
from perspectives.moderation.actions import decide
from perspectives.moderation.asked import Asked
from perspectives.moderation.cards import Card, cards_of, for_desk
from perspectives.moderation.forms import WordsField
from perspectives.moderation.models import Act, Rule
from perspectives.moderation.withheld import put_withheld

# Nobody reads more at once.
AT_ONCE = 50


class BatchForm(forms.Form):
    """What is said with all the decisions."""

    rule = forms.ModelChoiceField(label=gettext_lazy("Rule"), queryset=Rule.objects.none())
    words = WordsField(label=gettext_lazy("Words to the writer"))
    note = WordsField(label=gettext_lazy("Note for moderators"))

    def __init__(self, data: Any, *, act: Act, forum_id: int) -> None:
        super().__init__(data)
        if act is Act.REJECT:
            rules = Rule.objects.filter(forum=forum_id, active=True).order_by("number")
            self.fields["rule"].queryset = rules  # type: ignore[attr-defined]
        else:
            del self.fields["rule"]


def decide_page(
    request: HttpRequest, queryset: QuerySet[Comment], act: Act, member: Member, model_admin: Any
) -> HttpResponse | None:
    """Return the page that asks, or do what it was answered and return None, which leads back to the list."""
    comments = list(for_desk(queryset.order_by("pk"))[: AT_ONCE + 1])
    refusal = _refusal(comments, act)
    if refusal:
        messages.error(request, refusal)
        return None
    answered = "confirmed" in request.POST
    forum_id = comments[0].discussion.forum_id
    form = BatchForm(request.POST if answered else None, act=act, forum_id=forum_id)
    if answered and form.is_valid():
        _decide_each(request, comments, act, member, form.cleaned_data)
        return None
    cards = cards_of(comments, timezone.now(), Asked())
    put_withheld(cards, viewer_of(request))
    return _ask(request, cards, act, form, model_admin)


def _refusal(comments: list[Comment], act: Act) -> str:
    """Return why these comments cannot be decided on together, "" if they can."""
    if not comments:
        return _("There is nothing to decide on.")
    if len(comments) > AT_ONCE:
        return _("Choose at most %(most)d comments at once: each is to be read.") % {"most": AT_ONCE}
    if act is Act.REJECT and len({comment.discussion.forum_id for comment in comments}) > 1:
        return _("Choose comments of one forum: each forum has its own rules.")
    return ""


def _ask(request: HttpRequest, cards: list[Card], act: Act, form: BatchForm, model_admin: Any) -> HttpResponse:
    """Return the page with the texts, each with what was seen of it."""
    context = model_admin.admin_site.each_context(request) | {
        "title": act.label,
        "cards": cards,
        "act": act,
        "form": form,
        "checkbox": ACTION_CHECKBOX_NAME,
        "opts": model_admin.model._meta,
    }
    return TemplateResponse(request, "perspectives/moderation/admin_decide.html", context)


def _decide_each(request: HttpRequest, comments: list[Comment], act: Act, member: Member, said: dict[str, Any]) -> None:
    """Decide on each comment as it was seen, and say how many changed and what was refused."""
    changed = 0
    for comment in comments:
        revision, _colon, newest = request.POST.get(f"seen_{comment.pk}", "").partition(":")
        seen: dict[str, Any] = {"revision": _number(revision), "seen": _number(newest)}
        try:
            changed += decide(comment=comment, moderator=member, act=act, **seen, **said) is not None
        except Refused as refusal:
            messages.error(request, f"{comment}: {refusal.message}")
    text = ngettext("%(count)d comment was decided on.", "%(count)d comments were decided on.", changed)
    messages.success(request, text % {"count": changed})


def _number(typed: str) -> int:
    """Return the number of a hidden field; -1, which nothing has, for nonsense."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else -1
