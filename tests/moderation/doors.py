"""The table of doors: for each address what is posted there, who is let in and what follows; and the world behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from perspectives.discussion.actions import make_forum
from perspectives.discussion.authors import set_authors
from perspectives.discussion.models import Role, RoleKind, Status
from perspectives.moderation.actions import make_appeal, pass_on, sanction_member
from perspectives.moderation.models import Rule, SanctionKind
from perspectives.moderation.policies import FIELDS
from perspectives.moderation.policy_forms import PolicyForm
from perspectives.moderation.tokens import statement_token
from tests.cast import in_status, make_discussion, make_member, make_moderator, say
from tests.moderation.chain import notice_form, noticed, rejected
from tests.moderation.stage import sent

# Nobody, a member, the writer, who moderates elsewhere, a moderator, an editor, the essay's author, a senior moderator,
# staff without an office, the superuser.
ROLES = ("nobody", "eve", "ann", "tom", "mod", "edith", "ben", "sue", "clerk", "boss")
TEAM = frozenset({"mod", "sue", "boss"})
SENIORS = frozenset({"sue", "boss"})
SIGN_IN, GONE, REFUSED, OK = "sign-in", "404", "403", "ok"


@dataclass(frozen=True)
class Door:
    """An address with what is posted there, whom it lets in, and what follows for whom it does."""

    name: str
    args: list[Any]
    form: dict[str, Any]
    # Who may; to everybody else it is not there, but for those named in `others`.
    may: frozenset[str] = TEAM
    others: dict[str, str] = field(default_factory=dict)
    # The act of the one row of the log, "" for none; the kinds of what Ann, who is concerned, is told.
    log: str = ""
    told: frozenset[str] = frozenset()
    # The comment that it is about, and whether everybody reads it afterwards.
    about: Any = None
    visible: bool = False
    by_script: bool = False

    def __str__(self) -> str:
        """The address and the act, for messages."""
        return f"{self.name} {self.form.get('act', '')}{' in place' if self.by_script else ''}"

    @property
    def address(self) -> str:
        """The address."""
        return reverse(f"perspectives:{self.name}", args=self.args)

    def expected(self, role: str) -> str:
        """Return what `role` meets."""
        if role in self.may:
            return OK
        return self.others.get(role, SIGN_IN if role == "nobody" else GONE)


def make_world() -> SimpleNamespace:
    """Return two forums, a cast of ten with a browser each, and something to be done at every door."""
    w = SimpleNamespace(discussion=make_discussion())
    forum = w.forum = w.discussion.forum
    members = {name: make_member(name.capitalize()) for name in ("eve", "ann", "ben")}
    members |= {
        "tom": make_moderator("Tom", make_forum(slug="trade", name="Trade")),
        "mod": make_moderator("Mod", forum),
    }
    members |= {"edith": make_moderator("Edith", forum, RoleKind.EDITOR), "sue": make_moderator("Sue", forum, "senior")}
    members |= {"clerk": make_member("Clerk", is_staff=True)}
    members |= {"boss": make_member("Boss", is_staff=True, is_superuser=True)}
    w.members, w.ann = members, members["ann"]
    w.mia, w.max = make_moderator("Mia", forum), make_moderator("Max", forum, RoleKind.SENIOR)
    set_authors(w.discussion, [members["ben"].pk])
    w.rule, w.last_rule = Rule.objects.of(forum).first(), Rule.objects.of(forum).last()
    _speak(w)
    w.clients = {name: _browser(members.get(name), w) for name in ROLES}
    return w


def _speak(w: Any) -> None:
    """Let Ann write, and let Mia and Max do to it what is to be undone, judged, lifted or read."""
    w.held = in_status(w.discussion, w.ann, Status.PENDING, body="Held words.")
    w.open, w.noticed = say(w.discussion, w.ann, "Open words."), say(w.discussion, w.ann, "Noticed words.")
    w.gone, w.appealed = say(w.discussion, w.ann, "Gone words."), say(w.discussion, w.ann, "Appealed words.")
    w.taken_down, judged = rejected(w.gone, w.mia), rejected(w.appealed, w.mia)
    w.appeal = make_appeal(decision=judged, member=w.ann, words="Why?").appeal
    w.notice = noticed(w.noticed)
    given = {"member": w.ann, "forum": w.forum, "words": "Be kind."}
    w.warning = sanction_member(kind=SanctionKind.WARN, by=w.mia, **given).sanction
    w.watched = sanction_member(kind=SanctionKind.HOLD, by=w.mia, **given).sanction
    w.ban = sanction_member(kind=SanctionKind.BAN, by=w.max, **given)


def _browser(member: Any, w: Any) -> Client:
    """Return a browser of `member`'s, that remembers to have decided on what Mia took down."""
    client = Client()
    if member is not None:
        client.force_login(member.user)
        session = client.session
        session["perspectives_together"] = [w.taken_down.pk]
        session.save()
        if Role.objects.filter(member=member, forum=w.forum, kind__in=("moderator", "senior")).exists():
            pass_on(comment=w.open, moderator=member)
    return client


def doors(w: Any) -> list[Door]:
    """Return the table: every address that takes a POST, with each act that may be posted there."""
    return [*_of_items(w), *_of_decisions(w), *_of_forums(w), *_of_members(w), *_of_readers(w)]


def _of_items(w: Any) -> list[Door]:
    """Return the doors of a comment on the desk."""
    held, open_ = [w.discussion.slug, w.held.number], [w.discussion.slug, w.open.number]
    decided, told = {"told": frozenset({"decision"})}, frozenset({"sanction"})
    rule, mod_no = {"rule": w.rule.pk}, {"mod": REFUSED}
    shown = {f"seen_{w.held.pk}": "1:0", "shown": w.held.pk, "pick": w.held.pk}
    return [
        Door("desk_item", held, sent(w.held, "approve"), log="approve", about=w.held, visible=True, **decided),
        Door("desk_item", held, sent(w.held, "reject", **rule), log="reject", about=w.held, **decided),
        Door("desk_item", held, sent(w.held, "spam"), log="spam", about=w.held, by_script=True, **decided),
        Door("desk_item", open_, sent(w.open, "reject", **rule), log="reject", about=w.open, **decided),
        Door("desk_item", open_, sent(w.open, "warn", words="Again."), log="warn", told=told),
        Door("desk_item", open_, sent(w.open, "watch", words="Again."), log="watch", told=told),
        Door("desk_item", open_, sent(w.open, "ban", words="x"), log="ban", may=SENIORS, others=mod_no, told=told),
        Door("desk_item", open_, sent(w.open, "lift", sanction=w.watched.pk), log="lift", told=told),
        Door(
            *("desk_item", open_, sent(w.open, "lift", sanction=w.ban.sanction.pk), SENIORS, mod_no),
            log="lift",
            told=told,
        ),
        Door("desk_item", open_, sent(w.open, "lock"), log="lock"),
        Door("desk_item", open_, sent(w.open, "feature"), log="feature", about=w.open, visible=True, **decided),
        Door("desk_item", open_, {"act": "note", "body": "Noted."}),
        Door("together", [], shown | {"act": "approve"}, log="approve", about=w.held, visible=True, **decided),
        Door("together", [], shown | rule | {"act": "reject"}, log="reject", about=w.held, **decided),
        Door("claim", open_, {}),
        Door("desk_pass", held, {}),
        Door("desk_take_back", open_, {}),
        Door("desk_care", [], {"show": "all"}, may=TEAM | {"tom"}),
    ]


def _of_decisions(w: Any) -> list[Door]:
    """Return the doors of what was decided, complained of or appealed against."""
    decided = {"told": frozenset({"decision"})}
    gone = {"log": "undo", "about": w.gone, "visible": True, **decided}
    answer = {"revision": 1, "seen": 0, "words": "Why.", "rule": w.rule.pk}
    mod_no = {"mod": REFUSED}
    return [
        Door("undo", [w.taken_down.pk], {"note": ""}, **gone),
        Door("undo", [w.taken_down.pk], {"note": ""}, by_script=True, **gone),
        Door("undo", [w.ban.decision.pk], {}, SENIORS, mod_no, log="lift", told=frozenset({"sanction"})),
        # To who moderates elsewhere nothing of it is there to be undone.
        Door("undo_together", [], {}, others={"tom": OK}, **gone),
        Door("legal_notice", [w.notice.pk], answer | {"act": "reject"}, log="reject", about=w.noticed, **decided),
        Door("legal_notice", [w.notice.pk], answer | {"act": "dismiss"}, log="dismiss", about=w.noticed, visible=True),
        Door(
            *("appeal", [w.appeal.pk], {"outcome": "grant", "words": "Right."}),
            log="overturn",
            told=frozenset({"outcome"}),
            about=w.appealed,
            visible=True,
        ),
        Door(
            *("appeal", [w.appeal.pk], {"outcome": "turn-down", "words": "No."}),
            log="uphold",
            told=frozenset({"outcome"}),
            about=w.appealed,
        ),
    ]


def _of_forums(w: Any) -> list[Door]:
    """Return the doors of rules, policy and offices: senior moderators'."""
    here, mod_no = [w.forum.slug], {"mod": REFUSED}
    wording = {"number": 9, "title": "Be short", "explanation": "Why.", "severity": 2, "active": "on", "seen": 0}
    form = PolicyForm(forum=w.forum)
    values = {name: form[name].value() for name in FIELDS if form[name].value() is not False}
    policy = values | {"seen": form["seen"].value(), "act": "save", "newcomer_comments": 7}
    role = Role.objects.get(member=w.members["edith"])
    return [
        Door("rules", here, {"rule": w.last_rule.pk, "number": w.last_rule.number, "act": "up"}, SENIORS, mod_no),
        Door("rule_new", here, wording, SENIORS, mod_no),
        Door("rule", [*here, w.rule.pk], wording | {"seen": w.rule.version}, SENIORS, mod_no),
        Door("policy", here, policy, SENIORS, mod_no),
        Door(
            "desk_team", [], {"act": "give", "forum": w.forum.pk, "name": "Ann", "kind": "editor"}, SENIORS, log="give"
        ),
        Door("desk_team", [], {"act": "take", "forum": w.forum.pk, "role": role.pk}, SENIORS, log="take"),
    ]


def _of_members(w: Any) -> list[Door]:
    """Return the doors of a member's page, from either side."""
    page, thread, told = [w.ann.key], [w.ann.key, w.forum.slug], frozenset({"sanction"})
    ban, mod_no, ann = {"act": "ban", "words": "Now.", "hide": ""}, {"mod": REFUSED}, frozenset({"ann"})
    return [
        Door("desk_member", page, {"act": "warn", "words": "Again.", "hide": ""}, log="warn", told=told),
        Door("desk_member", page, ban, SENIORS, mod_no, log="ban", told=told),
        Door("desk_member", page, {"act": "lift", "sanction": w.watched.pk}, log="lift", told=told),
        Door(
            *("desk_member", page, {"act": "lift", "sanction": w.ban.sanction.pk}, SENIORS, mod_no),
            log="lift",
            told=told,
        ),
        Door("desk_member", page, {"act": "note", "body": "Noted."}),
        Door("desk_messages", thread, {"body": "Dear Ann."}, told=frozenset({"message"})),
        Door("my_messages", [w.forum.slug], {"body": "Dear team."}, may=ann),
        Door("acknowledge", [w.warning.pk], {}, may=ann),
    ]


def _of_readers(w: Any) -> list[Door]:
    """Return the doors of readers and writers."""
    at, members = [w.discussion.slug, w.open.number], frozenset(ROLES) - {"nobody"}
    no_appeal = dict.fromkeys(members - {"ann"}, REFUSED)
    token = statement_token(w.taken_down)
    return [
        Door(
            *("mark", at, {"act": "feature"}, TEAM | {"ben", "edith"}),
            log="feature",
            told=frozenset({"decision"}),
            about=w.open,
            visible=True,
        ),
        Door("mark", at, {"act": "answered"}, TEAM | {"ben", "edith"}, log="answered", about=w.open, visible=True),
        Door(
            "report",
            at,
            {"reason": "abuse", "words": ""},
            members - {"ann"},
            {"ann": REFUSED},
            about=w.open,
            visible=True,
        ),
        Door("give_notice", at, notice_form(), frozenset(ROLES), about=w.open, visible=True),
        Door("make_appeal", [token], {"words": "Why?"}, frozenset({"ann"}), no_appeal, about=w.gone),
    ]
