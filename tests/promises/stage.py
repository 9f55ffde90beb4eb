"""A site with one comment in every status, each marked by words that stand nowhere else, and everybody who may look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from perspectives.discussion.actions import change_status, edit_comment, withdraw_comment
from perspectives.discussion.models import Comment, Discussion, Forum, Policy, RoleKind, Status
from perspectives.discussion.rules import Move
from perspectives.members.models import Member
from perspectives.moderation.actions import Notifier, decide, give_notice, make_appeal
from perspectives.moderation.models import Act
from perspectives.moderation.models.report import new_notice_key
from perspectives.notifications.actions import send_due, tell_untold
from perspectives.publishing.actions import make_series, publish_post, return_to_draft, save_post, withdraw_post
from perspectives.publishing.models import Post, Series
from tests import cast

# Who looks. "writer" is the writer of the comment in question.
ROLES = ("nobody", "stranger", "writer", "moderator", "elsewhere", "editor", "superuser")
# What became of a comment; "+" says that a public answer hangs below it.
FATES = (
    "public",
    "edited",
    "held",
    "pending",
    "pending+",
    "rejected",
    "rejected+",
    "spam",
    "spam+",
    "withdrawn",
    "withdrawn+",
    "taken-back",
    "draft",
    "scheduled",
    "unpublished",
)
OPEN = ("public", "edited")
OF_UNPUBLISHED_ESSAYS = ("draft", "scheduled", "unpublished")
TOMBSTONES = tuple(fate for fate in FATES if fate.endswith("+"))


@dataclass
class Subject:
    """A comment with the words that mark it: in its text, in its tag, in its writer's name."""

    fate: str
    comment: Comment
    writer: Member
    body: str
    tag: str
    name: str

    @property
    def marks(self) -> tuple[str, ...]:
        """Everything that must not be seen of it; of an edited one, what its first revision said."""
        return (self.body, self.tag) if self.fate == "edited" else (self.body, self.tag, self.name)

    @property
    def args(self) -> list[Any]:
        """The arguments of its addresses."""
        return [self.comment.discussion.slug, self.comment.number]


@dataclass
class Stage:
    """The site."""

    series: Series
    post: Post
    subjects: dict[str, Subject] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    writers: dict[str, Client] = field(default_factory=dict)
    mails: list[Any] = field(default_factory=list)
    notice: Any = None
    appeal: Any = None
    pages: dict[tuple[str, str], Any] = field(default_factory=dict)

    def client(self, role: str, fate: str = "public") -> Client:
        """The browser of `role`; a writer's is that of the writer of the comment with this fate."""
        return self.writers[fate] if role == "writer" else self.clients[role]

    def get(self, role: str, fate: str, path: str) -> Any:
        """Return what `role` is answered at `path`, asked once: nothing changes on this stage."""
        key = (f"{role} {fate}" if role == "writer" else role, path)
        if key not in self.pages:
            self.pages[key] = self.client(role, fate).get(path)
        return self.pages[key]


def word(kind: str, fate: str) -> str:
    """Return a word that stands nowhere else."""
    return f"zq{kind}{fate.replace('+', 'grave').replace('-', '')}qz"


def made() -> Stage:
    """Build the stage, as its people would have built it, and send the mails it caused."""
    mail.outbox = []
    series = make_series(title="Peace and Security", slug="peace")
    other = make_series(title="Trade", slug="trade")
    for one in (series, other):
        one.forum.policy = Policy.PUBLISH
        one.forum.save()
    stage = Stage(series, essay(series, "Stop waiting"))
    people(stage, other)
    mod = Member.objects.get(name="Mod")
    for fate in FATES:
        home = essay(series, f"Essay {fate}") if fate in OF_UNPUBLISHED_ESSAYS else stage.post
        stage.subjects[fate] = subject(fate, home.discussion, mod)
        stage.writers[fate] = signed_in(stage.subjects[fate].writer)
        hide(fate, home)
    chain(stage)
    tell_untold()
    send_due()
    stage.mails = list(mail.outbox)
    return stage


def essay(series: Series, title: str) -> Post:
    """Return a published essay."""
    post = save_post(series=series, title=title, body=f"{title} begins.", authors=[("Ada Author", "Institute")]).post
    publish_post(post=post, at=timezone.now() - timedelta(days=1))
    post.refresh_from_db()
    return post


def hide(fate: str, post: Post) -> None:
    """Take the essay of a comment away again."""
    if fate == "draft":
        return_to_draft(post=post)
    if fate == "scheduled":
        publish_post(post=post, at=timezone.now() + timedelta(days=1))
    if fate == "unpublished":
        withdraw_post(post=post)


def people(stage: Stage, other: Series) -> None:
    """Make everybody who looks. The moderator of another forum is let into Django's admin as well."""
    cast.make_moderator("Mod", stage.series.forum)
    elsewhere = cast.make_moderator("Elsa", other.forum)
    elsewhere.user.is_staff = True
    elsewhere.user.save()
    seen = Permission.objects.filter(content_type__app_label="perspectives", codename__startswith="view_")
    elsewhere.user.user_permissions.set(seen)
    cast.make_moderator("Edith", stage.series.forum, RoleKind.EDITOR)
    cast.make_member("Root", is_superuser=True, is_staff=True)
    cast.make_member("Eve")
    cast.make_member("Ann")
    names = {"stranger": "Eve", "moderator": "Mod", "elsewhere": "Elsa", "editor": "Edith", "superuser": "Root"}
    stage.clients = {role: signed_in(Member.objects.get(name=name)) for role, name in names.items()}
    stage.clients["nobody"] = Client()


def signed_in(member: Member) -> Client:
    """Return a browser of `member`, whose address is confirmed."""
    user = member.user
    EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True, verified=True)
    client = Client()
    client.force_login(member.user)
    return client


def subject(fate: str, discussion: Discussion, mod: Member) -> Subject:
    """Post an answer to Ann and bring it to its fate by the actions alone."""
    body, tag, name = word("body", fate), word("tag", fate), word("name", fate).capitalize()
    writer = cast.make_member(name)
    begun = discussion.comments.first() or cast.say(discussion, Member.objects.get(name="Ann"))
    if fate == "held":
        Forum.objects.filter(pk=discussion.forum_id).update(policy=Policy.HOLD)
    discussion = Discussion.objects.get(pk=discussion.pk)
    comment = cast.say(discussion, writer, f"The words {body} stand here.", tags=[tag], parent=begun.number)
    Forum.objects.filter(pk=discussion.forum_id).update(policy=Policy.PUBLISH)
    if fate.endswith("+"):
        cast.say(Discussion.objects.get(pk=discussion.pk), Member.objects.get(name="Root"), parent=comment.number)
    bring(fate.removesuffix("+"), comment, mod)
    comment.refresh_from_db()
    return Subject(fate, comment, writer, body, tag, name)


def bring(fate: str, comment: Comment, mod: Member) -> None:
    """Bring a public comment to its fate."""
    if fate == "edited":
        edit_comment(comment=comment, editor=comment.author, body="Milder words.", tags=[], revision=1)
    if fate == "pending":
        change(comment, Move.EDIT_HOLD)
    if fate == "rejected":
        rule = comment.discussion.forum.rules.first()
        decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, words=f"{comment.number} is rude")
    if fate == "spam":
        decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    if fate in ("withdrawn", "taken-back"):
        if fate == "taken-back":
            change(comment, Move.EDIT_HOLD)
        withdraw_comment(comment=comment, member=comment.author)


def chain(stage: Stage) -> None:
    """Let somebody give notice of a public comment, and the writer of the rejected one appeal."""
    notifier = Notifier(name="Zqnotifierqz", email="notifier@elsewhere.example")
    words = {"key": new_notice_key(), "words": "It is illegal.", "law": "", "good_faith": True}
    stage.notice = give_notice(comment=stage.subjects["public"].comment, notifier=notifier, **words)
    subject = stage.subjects["rejected"]
    decision = subject.comment.decisions.get()
    stage.appeal = make_appeal(decision=decision, member=subject.writer, words="It is not rude.").appeal


def change(comment: Comment, move: Move) -> None:
    """Make a move of the table."""
    with transaction.atomic():
        change_status(comment_id=comment.pk, move=move)


def expected_words(subject: Subject, role: str) -> bool:
    """Whether `role` may read the words of the comment at all."""
    if subject.fate in OPEN:
        return True
    if role in ("writer", "moderator", "superuser"):
        return True
    # An editor reads what is public under an essay of the forum that is not published yet.
    return role == "editor" and subject.fate in OF_UNPUBLISHED_ESSAYS and subject.comment.status == Status.PUBLIC
