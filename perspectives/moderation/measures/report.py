"""The transparency report: what was written and decided in a period, section by section, all from the rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.db.models.expressions import Value
from django.db.models.functions import Left, StrIndex
from django.utils.translation import gettext as _

from perspectives.discussion.models import Answer, Status
from perspectives.moderation.measures import waits
from perspectives.moderation.measures.scope import Scope
from perspectives.moderation.measures.sections import SECONDS, Cell, Line, Section, share_of
from perspectives.moderation.measures.spans import percentiles
from perspectives.moderation.models import Act, Reason, SanctionKind

# Rules and wordings of rules in one report; the rarest are left out.
RULES = 100


def report_of(scope: Scope) -> list[Section]:
    """Return the sections of the report: as many queries for a busy year as for an empty one."""
    return [
        _comments(scope),
        _decisions(scope),
        _by_act(scope),
        by_rule(scope),
        _waits(scope),
        _reports(scope),
        _notices(scope),
        _appeals(scope),
        _sanctions(scope),
    ]


def _number() -> list[tuple[str, str]]:
    return [("number", _("Number"))]


def _section(key: str, title: str, lines: list[tuple[str, Any, Cell]], note: str = "") -> Section:
    """Return a section with one column."""
    return Section(key, title, _number(), [Line(name, label, (cell,)) for name, label, cell in lines], note)


def _comments(scope: Scope) -> Section:
    """Return how many comments were written, how many of them a check held, and where they stand today."""
    found = dict(scope.comments().values_list("status").annotate(n=Count("pk")))
    held = scope.findings(Answer.HOLD).filter(comment__isnull=False).aggregate(n=Count("comment", distinct=True))["n"]
    refused = scope.findings(Answer.REFUSE).filter(comment__isnull=True).count()
    lines = [
        ("posted", _("Written"), Cell(sum(found.values()))),
        ("held", _("Held by a check until a moderator had looked"), Cell(held)),
        ("refused", _("Refused by a check, and not stored"), Cell(refused)),
        *((status.value, _stands(status), Cell(found.get(status.value, 0))) for status in Status),
    ]
    note = _("Where they stand is as of today. Refusals are counted for as long as they are kept.")
    return _section("comments", _("Comments"), lines, note)


def _stands(status: Status) -> str:
    return _("Of those written: %(status)s") % {"status": str(status.label).lower()}


def _decisions(scope: Scope) -> Section:
    """Return how many decisions there were, how many rested on a law, and what part automation had."""
    counted = scope.decisions().aggregate(
        made=Count("pk"),
        law=Count("pk", filter=~Q(law="")),
        automated=Count("pk", filter=Q(automated=True)),
        alone=Count("pk", filter=Q(by__isnull=True)),
        moderators=Count("by", distinct=True),
    )
    lines = [
        ("made", _("Made"), Cell(counted["made"])),
        ("law", _("On the ground of a law"), Cell(counted["law"])),
        ("automated", _("With automation taking part"), Cell(counted["automated"])),
        ("automated_share", _("Share with automation taking part"), share_of(counted["automated"], counted["made"])),
        ("without_human", _("Made by a rule alone, without a moderator"), Cell(counted["alone"])),
        ("moderators", _("Moderators who decided"), Cell(counted["moderators"])),
    ]
    return _section("decisions", _("Decisions"), lines)


def _by_act(scope: Scope) -> Section:
    """Return how often each thing was done, and how often automation took part."""
    counts = scope.decisions().values_list("act").annotate(n=Count("pk"), a=Count("pk", filter=Q(automated=True)))
    found = {act: (number, automated) for act, number, automated in counts}
    columns = [*_number(), ("automated", _("With automation"))]
    lines = [Line(act.value, act.label, tuple(map(Cell, found[act.value]))) for act in Act if act.value in found]
    return Section("acts", _("Decisions by act"), columns, lines)


def by_rule(scope: Scope) -> Section:
    """Return how often each rule was named, by number and short name of the day, the most frequent first."""
    title = Left("rule_text", StrIndex("rule_text", Value("\n")) - 1)
    whole = scope.decisions().exclude(rule_text="").annotate(line=StrIndex("rule_text", Value("\n")))
    ruled = whole.filter(line__gt=1).annotate(title=title).values_list("title").annotate(n=Count("pk"))
    bare = whole.filter(line=0).annotate(title=F("rule_text")).values_list("title").annotate(n=Count("pk"))
    found = dict(ruled.order_by("-n", "title")[:RULES])
    for name, number in bare.order_by("-n", "title")[:RULES]:
        found[name] = found.get(name, 0) + number
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return Section("rules", _("Decisions by rule"), _number(), [Line(name, name, (Cell(n),)) for name, n in ordered])


def _waits(scope: Scope) -> Section:
    """Return how long what was held had waited, and how long reports had."""
    looks, wait = waits.first_looks(scope), waits.held_for()
    reports, answered = waits.answered(scope), waits.reported_for()
    columns = [*_number(), ("median", _("Half within")), ("ninetieth", _("Nine in ten within"))]
    lines = [
        Line("held", _("Held comments decided on"), _spans(looks, wait)),
        Line("reports", _("Reports answered"), _spans(reports, answered)),
    ]
    return Section("waits", _("Time to a decision"), columns, lines)


def _spans(rows: Any, wait: Any) -> tuple[Cell, ...]:
    """Return how many rows there are, their median and their ninetieth percentile, in seconds."""
    median, ninetieth = percentiles(rows, wait).get(0, (None, None))
    return Cell(rows.count()), _seconds(median), _seconds(ninetieth)


def _median(rows: Any, until: str) -> Cell:
    """Return how long half of some notices or appeals waited at most, until the time at lookup `until`."""
    return _seconds(percentiles(rows, waits.open_for(until)).get(0, (None, None))[0])


def _seconds(value: float | None) -> Cell:
    """Return a span to the second."""
    return Cell(None if value is None else round(value), SECONDS)


def _reports(scope: Scope) -> Section:
    """Return readers' reports by reason, and what came of them."""
    acted = Q(decision__act__in=(Act.REJECT, Act.SPAM, Act.HOLD))
    counts = (
        scope.reports()
        .values_list("reason")
        .annotate(made=Count("pk"), open=Count("pk", filter=Q(decision__isnull=True)), acted=Count("pk", filter=acted))
    )
    found = {reason: numbers for reason, *numbers in counts}
    columns = [("made", _("Made")), ("upheld", _("Acted on")), ("kept", _("Comment kept")), ("open", _("Open"))]
    lines = [_report_line(reason, *found.get(reason.value, (0, 0, 0))) for reason in Reason]
    return Section("reports", _("Reports by readers"), columns, lines)


def _report_line(reason: Reason, made: int, still: int, acted: int) -> Line:
    """Return what came of the reports with one reason."""
    return Line(reason.value, reason.label, tuple(map(Cell, (made, acted, made - acted - still, still))))


def _notices(scope: Scope) -> Section:
    """Return notices of illegal content, and what came of them."""
    rows = scope.legal_notices()
    acted = Q(decision__act__in=(Act.REJECT, Act.SPAM, Act.HOLD))
    counted = rows.aggregate(
        received=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)), acted=Count("pk", filter=acted)
    )
    closed = rows.filter(answered_at__isnull=False)
    lines = [
        ("received", _("Received"), Cell(counted["received"])),
        ("upheld", _("Answered with action"), Cell(counted["acted"])),
        ("kept", _("Answered without action"), Cell(max(0, counted["answered"] - counted["acted"]))),
        ("open", _("Open"), Cell(counted["received"] - counted["answered"])),
        (
            "median",
            _("Half answered within"),
            _median(closed, "answered_at"),
        ),
    ]
    return _section("notices", _("Notices of illegal content"), lines)


def _appeals(scope: Scope) -> Section:
    """Return writers' appeals, and what came of them."""
    rows = scope.appeals()
    counted = rows.aggregate(
        made=Count("pk"),
        granted=Count("pk", filter=Q(outcome__act=Act.OVERTURN)),
        upheld=Count("pk", filter=Q(outcome__act=Act.UPHOLD)),
        judged=Count("pk", filter=Q(judged_at__isnull=False)),
    )
    closed = rows.filter(judged_at__isnull=False)
    lines = [
        ("made", _("Made"), Cell(counted["made"])),
        ("granted", _("Granted"), Cell(counted["granted"])),
        ("turned_down", _("Turned down"), Cell(counted["upheld"])),
        ("closed", _("Closed unjudged"), Cell(counted["judged"] - counted["granted"] - counted["upheld"])),
        ("open", _("Open"), Cell(counted["made"] - counted["judged"])),
        ("median", _("Half judged within"), _median(closed, "judged_at")),
    ]
    return _section("appeals", _("Appeals"), lines)


def _sanctions(scope: Scope) -> Section:
    """Return how many members were sanctioned, and how."""
    found = dict(scope.sanctions().values_list("kind").annotate(n=Count("pk")))
    return _section(
        "sanctions", _("Sanctions"), [(kind.value, kind.label, Cell(found.get(kind.value, 0))) for kind in SanctionKind]
    )
