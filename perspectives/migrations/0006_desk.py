"""Tables and columns of the moderators' desk; nothing that is there is changed."""

import django.db.models.deletion
import django.utils.timezone
import perspectives.moderation.models.report
from django.db import migrations, models

from perspectives.migrations._gently import AddColumn


class Migration(migrations.Migration):
    """Columns of large tables have a default in the database, so that a site which still runs the old code can write."""

    dependencies = [
        ("perspectives", "0005_order_by_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(verbose_name="what the member says")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="judged")),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(verbose_name="until")),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DiscussionAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "author of what is discussed",
                "verbose_name_plural": "authors of what is discussed",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LegalNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=perspectives.moderation.models.report.new_notice_key,
                        editable=False,
                        max_length=32,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("revision", models.PositiveIntegerField(verbose_name="revision")),
                ("law", models.CharField(blank=True, max_length=300, verbose_name="which law")),
                ("words", models.TextField(verbose_name="why it is illegal")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("good_faith", models.BooleanField(default=False, verbose_name="in good faith")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="received")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("receipt_sent_at", models.DateTimeField(blank=True, null=True, verbose_name="receipt sent")),
                ("answer_sent_at", models.DateTimeField(blank=True, null=True, verbose_name="answer sent")),
            ],
            options={
                "verbose_name": "notice of illegal content",
                "verbose_name_plural": "notices of illegal content",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveBigIntegerField(unique=True, verbose_name="position")),
                ("decision_key", models.PositiveBigIntegerField(unique=True, verbose_name="decision")),
                ("previous", models.CharField(blank=True, max_length=64, verbose_name="digest of the link before")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
            ],
            options={
                "verbose_name": "link of the log",
                "verbose_name_plural": "links of the log",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveBigIntegerField(default=0, verbose_name="position")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="digest")),
            ],
            options={
                "verbose_name": "end of the log",
                "verbose_name_plural": "ends of the log",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_team", models.BooleanField(verbose_name="from the team")),
                ("body", models.TextField(verbose_name="text")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(verbose_name="text")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Passed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="passed on")),
            ],
            options={
                "verbose_name": "item passed on",
                "verbose_name_plural": "items passed on",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PolicyChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.JSONField(default=dict, verbose_name="before")),
                ("after", models.JSONField(default=dict, verbose_name="after")),
                ("rehearsal", models.JSONField(blank=True, default=dict, verbose_name="rehearsal")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed")),
            ],
            options={
                "verbose_name": "change of a policy",
                "verbose_name_plural": "changes of policies",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RuleRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=100, verbose_name="short name")),
                ("explanation", models.TextField(verbose_name="explanation shown to writers")),
                ("default_words", models.TextField(blank=True, verbose_name="usual words to the writer")),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Slight"), (2, "Grave"), (3, "Worst")], verbose_name="severity"
                    ),
                ),
                ("active", models.BooleanField(verbose_name="in force")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed")),
            ],
            options={
                "verbose_name": "revision of a rule",
                "verbose_name_plural": "revisions of rules",
                "ordering": ["rule", "version"],
            },
        ),
        migrations.CreateModel(
            name="TriageModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("weights", models.JSONField(default=dict, verbose_name="weights")),
                ("learned_from", models.JSONField(default=dict, verbose_name="learned from")),
                ("measured", models.JSONField(default=dict, verbose_name="measured")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="learned")),
            ],
            options={
                "verbose_name": "triage model",
                "verbose_name_plural": "triage models",
                "ordering": ["pk"],
            },
        ),
        AddColumn(
            model_name="comment",
            name="answered_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="marked as answered"),
        ),
        AddColumn(
            model_name="comment",
            name="as_author",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="written as author"
            ),
        ),
        AddColumn(
            model_name="comment",
            name="featured_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="featured"),
        ),
        AddColumn(
            model_name="comment",
            name="weight",
            field=models.SmallIntegerField(db_default=0, default=0, editable=False, verbose_name="weight"),
        ),
        migrations.AddField(
            model_name="contributor",
            name="member",
            field=models.ForeignKey(
                blank=True,
                help_text="May answer comments on the essays as their author.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="contributor",
                to="perspectives.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="automated",
            field=models.BooleanField(db_default=False, default=False, verbose_name="automation took part"),
        ),
        migrations.AddField(
            model_name="decision",
            name="law",
            field=models.CharField(blank=True, max_length=300, verbose_name="law"),
        ),
        migrations.AddField(
            model_name="discussion",
            name="slow_seconds",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="slow mode, in seconds"),
        ),
        migrations.AddField(
            model_name="forum",
            name="allowed_hosts",
            field=models.TextField(
                blank=True,
                help_text="One host a line; links there are not counted.",
                verbose_name="hosts always allowed",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="held_hosts",
            field=models.TextField(
                blank=True, help_text="One host a line; a comment that links there is held.", verbose_name="held hosts"
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="held_mail_domains",
            field=models.TextField(
                blank=True,
                help_text="One domain a line; comments of members with an address there.",
                verbose_name="held mail domains",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="least_seconds",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="A comment sent sooner is held; 0 is off.", verbose_name="least seconds to write"
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="near_duplicates",
            field=models.BooleanField(
                default=False,
                help_text="Nearly the same text in another discussion is held.",
                verbose_name="hold near-duplicates",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="refused_hosts",
            field=models.TextField(
                blank=True,
                help_text="One host a line; a comment that links there is refused.",
                verbose_name="refused hosts",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="refused_mail_domains",
            field=models.TextField(
                blank=True,
                help_text="One domain a line; members with an address there cannot write.",
                verbose_name="refused mail domains",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="report_threshold",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="In hundredths of an unknown reporter's report; 0 is off.",
                verbose_name="reports that hold a comment",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="shouting",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="A comment with more capitals, in per cent, is held; 0 is off.",
                verbose_name="capitals held",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="spam_threshold",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Thousandths of certainty from which the model marks as suspected spam; 0 is off.",
                verbose_name="suspected spam from",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="tone_words",
            field=models.TextField(
                blank=True,
                help_text="One word or phrase a line; the writer is asked once whether it is meant so.",
                verbose_name="words of a harsh tone",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="trusted_comments",
            field=models.PositiveSmallIntegerField(
                default=10,
                help_text="So many public comments, and nothing rejected lately: more links, tags of one's own.",
                verbose_name="comments of a trusted member",
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="trusted_links",
            field=models.PositiveSmallIntegerField(default=10, verbose_name="links allowed to trusted members"),
        ),
        migrations.AddField(
            model_name="forum",
            name="watched_words",
            field=models.TextField(
                blank=True,
                help_text="One word or phrase a line; moderators are told, nothing is held.",
                verbose_name="watched words",
            ),
        ),
        AddColumn(
            model_name="member",
            name="desk_mail",
            field=models.CharField(
                choices=[("at-once", "At once"), ("daily", "Once a day"), ("none", "Not at all")],
                db_default="at-once",
                default="at-once",
                max_length=10,
                verbose_name="mail about what waits",
            ),
        ),
        AddColumn(
            model_name="member",
            name="desk_mailed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last told what waits"),
        ),
        migrations.AddField(
            model_name="report",
            name="weight",
            field=models.PositiveSmallIntegerField(db_default=100, default=100, verbose_name="weight"),
        ),
        migrations.AddField(
            model_name="rule",
            name="default_words",
            field=models.TextField(
                blank=True,
                help_text="Offered when a comment is rejected under this rule.",
                verbose_name="usual words to the writer",
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="severity",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Slight"), (2, "Grave"), (3, "Worst")], default=2, verbose_name="severity"
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="sanction",
            name="acknowledged_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="acknowledged"),
        ),
        migrations.AddField(
            model_name="sanction",
            name="rule",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="perspectives.rule",
                verbose_name="rule",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="act",
            field=models.CharField(
                choices=[
                    ("approve", "Approved"),
                    ("reject", "Rejected"),
                    ("spam", "Marked as spam"),
                    ("hold", "Held until a moderator has looked"),
                    ("undo", "Undone"),
                    ("warn", "Member warned"),
                    ("watch", "Member's comments are always held"),
                    ("suspend", "Member suspended"),
                    ("ban", "Member banned"),
                    ("lift", "Sanction lifted"),
                    ("lock", "Discussion locked"),
                    ("unlock", "Discussion reopened"),
                    ("feature", "Featured"),
                    ("unfeature", "Featured no more"),
                    ("answered", "Marked as answered"),
                    ("unanswered", "Marked as not answered"),
                    ("uphold", "Appeal turned down"),
                    ("overturn", "Appeal granted"),
                    ("dismiss", "Notice answered without action"),
                ],
                max_length=10,
                verbose_name="act",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeal",
                to="perspectives.decision",
                verbose_name="decision",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="first_judge",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="perspectives.member",
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="judge",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="perspectives.member",
                verbose_name="judged by",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="perspectives.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="outcome",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ends_appeal",
                to="perspectives.decision",
                verbose_name="outcome",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="comment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claim",
                to="perspectives.comment",
                verbose_name="comment",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claims",
                to="perspectives.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="discussionauthor",
            name="discussion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="authors",
                to="perspectives.discussion",
                verbose_name="discussion",
            ),
        ),
        migrations.AddField(
            model_name="discussionauthor",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="perspectives.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="legalnotice",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="legal_notices",
                to="perspectives.comment",
                verbose_name="comment",
            ),
        ),
        migrations.AddField(
            model_name="legalnotice",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="perspectives.decision",
                verbose_name="decision",
            ),
        ),
        migrations.AddField(
            model_name="legalnotice",
            name="forum",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="perspectives.forum",
                verbose_name="forum",
            ),
        ),
        migrations.AddField(
            model_name="legalnotice",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="perspectives.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="perspectives.member",
                verbose_name="written by",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="forum",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="perspectives.forum",
                verbose_name="forum",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="perspectives.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="perspectives.member",
                verbose_name="written by",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="comment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="perspectives.comment",
                verbose_name="comment",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="forum",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="perspectives.forum",
                verbose_name="forum",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="perspectives.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="passed",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passed",
                to="perspectives.comment",
                verbose_name="comment",
            ),
        ),
        migrations.AddField(
            model_name="passed",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passed",
                to="perspectives.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="policychange",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="perspectives.member",
                verbose_name="changed by",
            ),
        ),
        migrations.AddField(
            model_name="policychange",
            name="forum",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="policy_changes",
                to="perspectives.forum",
                verbose_name="forum",
            ),
        ),
        migrations.AddField(
            model_name="rulerevision",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="perspectives.member",
                verbose_name="changed by",
            ),
        ),
        migrations.AddField(
            model_name="rulerevision",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="perspectives.rule",
                verbose_name="rule",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["judged_at", "created_at"], name="px_appeal_open"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("judge__isnull", True),
                    ("first_judge__isnull", True),
                    models.Q(("judge", models.F("first_judge")), _negated=True),
                    _connector="OR",
                ),
                name="px_appeal_other_judge",
            ),
        ),
        migrations.AddConstraint(
            model_name="discussionauthor",
            constraint=models.UniqueConstraint(fields=("discussion", "member"), name="px_discussion_author"),
        ),
        migrations.AddIndex(
            model_name="legalnotice",
            index=models.Index(fields=["answered_at", "created_at"], name="px_legal_open"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["member", "forum", "created_at"], name="px_message_thread"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["forum", "from_team", "read_at"], name="px_message_unread"),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["member", "forum"], name="px_note_member"),
        ),
        migrations.AddConstraint(
            model_name="passed",
            constraint=models.UniqueConstraint(fields=("comment", "member"), name="px_passed"),
        ),
        migrations.AddConstraint(
            model_name="rulerevision",
            constraint=models.UniqueConstraint(fields=("rule", "version"), name="px_rule_revision"),
        ),
    ]
