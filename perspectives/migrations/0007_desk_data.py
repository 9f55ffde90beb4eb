"""Link the decisions that are there into the chain of the log, and keep the present wording of every rule."""

from typing import Any

from django.db import migrations, transaction

from perspectives.moderation.chain import FIELDS, digest_of

# Rows written at once.
BATCH = 500


def link(apps: Any, schema_editor: Any) -> None:
    """Write a link for each decision, in the order in which they were written; what is linked already stays."""
    alias = schema_editor.connection.alias
    decisions = apps.get_model("perspectives", "Decision").objects.using(alias).order_by("pk")
    entries = apps.get_model("perspectives", "LogEntry").objects.using(alias)
    heads = apps.get_model("perspectives", "LogHead").objects.using(alias)
    entry = apps.get_model("perspectives", "LogEntry")
    with transaction.atomic(using=alias):
        head, _made = heads.get_or_create(pk=1)
        linked = set(entries.values_list("decision_key", flat=True))
        made = []
        for row in decisions.values(*FIELDS).iterator(BATCH):
            if row["id"] in linked:
                continue
            previous, head.position = head.digest, head.position + 1
            head.digest = digest_of(row, previous)
            made.append(
                entry(position=head.position, decision_key=row["id"], previous=previous, digest=head.digest)
            )
        entries.bulk_create(made, batch_size=BATCH)
        head.save()


def keep_rules(apps: Any, schema_editor: Any) -> None:
    """Write down every rule as it reads."""
    alias = schema_editor.connection.alias
    rules = apps.get_model("perspectives", "Rule").objects.using(alias)
    revision = apps.get_model("perspectives", "RuleRevision")
    kept = ("number", "title", "explanation", "default_words", "severity", "active", "version")
    known = set(revision.objects.using(alias).values_list("rule", flat=True))
    made = [
        revision(rule_id=rule.pk, **{name: getattr(rule, name) for name in kept})
        for rule in rules.order_by("pk")
        if rule.pk not in known
    ]
    revision.objects.using(alias).bulk_create(made, batch_size=BATCH)


class Migration(migrations.Migration):
    """Both steps find what is done already, so that a run that was broken off can be started again."""

    dependencies = [("perspectives", "0006_desk")]

    operations = [
        migrations.RunPython(link, migrations.RunPython.noop),
        migrations.RunPython(keep_rules, migrations.RunPython.noop),
    ]
