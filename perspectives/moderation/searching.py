"""Search over all comments of the forums one moderates, whatever their status."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment, Discussion, Forum, Status, TaggedComment
from perspectives.discussion.queries import CommentQuerySet, Viewer
from perspectives.members.models import Member
from perspectives.moderation.models import Decision, Rule
from perspectives.moderation.queue import MOST_MEANT
from perspectives.moderation.rules import JUDGING
from perspectives.text.clean import clean_line
from perspectives.text.tags import tag_key

# Characters and words that are looked for; a longer question finds nothing more.
LENGTH = 200
WORDS = 8
# Nothing was written before, and nothing will be after, for as long as anybody looks for it.
YEARS = range(1970, 2200)


class LineField(forms.CharField):
    """Words typed into one line, cleaned as everywhere."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=LENGTH, widget=forms.TextInput(attrs={"class": "px-input"}), **kwargs
        )

    def to_python(self, value: Any) -> str:
        """Return the words without what cannot be stored or shown."""
        return clean_line(value[: 4 * LENGTH]) if isinstance(value, str) else ""


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"class": "px-input", "type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, input_formats=["%Y-%m-%d"], **kwargs)

    def validate(self, value: date | None) -> None:
        """Refuse a day that calendars and databases do not agree on."""
        super().validate(value)
        if value and value.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"])


class SearchForm(forms.Form):
    """What is looked for; all of it stands in the address, so that a search is a bookmark."""

    q = LineField(label=_("Words"))
    member = LineField(label=_("Member"))
    essay = LineField(label=_("Essay"))
    tag = LineField(label=_("Tag"))
    status = forms.ChoiceField(label=_("Status"), required=False)
    forum = forms.ModelChoiceField(Forum.objects.none(), label=_("Forum"), required=False, to_field_name="slug")
    rule = forms.ModelChoiceField(Rule.objects.none(), label=_("Rule of the last decision"), required=False)
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data, label_suffix="", auto_id="px-search-%s")
        forums: Any = self.fields["forum"]
        forums.queryset = Forum.objects.filter(viewer.moderated("pk")).order_by("name", "pk")
        rules: Any = self.fields["rule"]
        rules.queryset = Rule.objects.filter(viewer.moderated()).select_related("forum").order_by("forum", "number")
        status: Any = self.fields["status"]
        status.choices = [("", _("Any")), *Status.choices]
        forums.empty_label = rules.empty_label = _("Any")
        for field in (forums, rules, status):
            field.widget.attrs["class"] = "px-input"

    @property
    def is_asking(self) -> bool:
        """Whether anything is looked for."""
        return any(value for name, value in self.cleaned_data.items() if name != "before")


def found_by(asked: dict[str, Any], viewer: Viewer) -> CommentQuerySet:
    """Return the comments a valid form asks for, the newest first, in forums that `viewer` moderates."""
    # Asked of each comment: joined, SQLite would take all comments of a discussion and sort them, for one page.
    comments = Comment.objects.filter(Exists(_discussions(asked, viewer)))
    for word in asked["q"].split()[:WORDS]:
        comments = comments.filter(_holds(word))
    if asked["before"]:
        comments = comments.filter(pk__lt=asked["before"])
    return comments.filter(*_conditions(asked)).order_by("-pk")


def _discussions(asked: dict[str, Any], viewer: Viewer) -> Any:
    """Return the discussion of a comment, if it is one of those asked for."""
    found = Discussion.objects.filter(viewer.moderated(), pk=OuterRef("discussion"))
    if not viewer.is_moderator:
        return found.none()
    if asked["forum"]:
        found = found.filter(forum=asked["forum"])
    words = asked["essay"]
    return found.filter(Q(slug=words) | Q(title__icontains=words)) if words else found


def _conditions(asked: dict[str, Any]) -> list[Any]:
    """Return the conditions of what is filled in."""
    made = {
        "member": _by,
        "tag": _tagged,
        "status": lambda status: Q(status=status),
        "rule": _decided_under,
        "since": lambda day: Q(created_at__gte=_beginning(day)),
        "until": lambda day: Q(created_at__lt=_beginning(day + timedelta(days=1))),
    }
    return [condition(asked[name]) for name, condition in made.items() if asked[name]]


def _holds(word: str) -> Q:
    """Return the condition that the text holds `word`; SQLite folds the case of ASCII letters only."""
    forms_of_it = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    rule = Q()
    for form in sorted(forms_of_it):
        rule |= Q(body__icontains=form)
    return rule


def _by(words: str) -> Q:
    """Return the condition of a writer: a part of a name, or a whole key; found first, so that an index is of use."""
    meant = Member.objects.filter(Q(key=words) | Q(name__icontains=words)).order_by("pk")
    return Q(author__in=list(meant.values_list("pk", flat=True)[:MOST_MEANT]))


def _tagged(words: str) -> Any:
    """Return the condition of a tag, in whatever spelling."""
    items = TaggedComment.objects.filter(content_object=OuterRef("pk"))
    return Exists(items.filter(tag__key=tag_key(words)))


def _decided_under(rule: Rule) -> Q:
    """Return the condition that the last decision on a comment names `rule`."""
    judged = Decision.objects.filter(act__in=JUDGING)
    later = judged.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    return Q(pk__in=judged.filter(~Exists(later), rule=rule, comment__isnull=False).values("comment"))


def _beginning(day: date) -> datetime:
    """Return the moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time()))
