"""How the mails of a notice of illegal content are sent, and new kinds of events; an appeal is never judged by its maker."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('perspectives', '0009_log_and_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='legalnotice',
            name='mail_attempts',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='attempts'),
        ),
        migrations.AddField(
            model_name='legalnotice',
            name='mail_claimed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='being sent since'),
        ),
        migrations.AddField(
            model_name='legalnotice',
            name='mail_due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='next attempt'),
        ),
        migrations.AddField(
            model_name='legalnotice',
            name='mail_error',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='last error'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('posted', 'Comment posted'), ('held', 'Comment waits'), ('edited', 'Comment edited'), ('withdrawn', 'Comment withdrawn'), ('decided', 'Comment decided on'), ('reported', 'Comment reported'), ('notified', 'Notice of illegal content'), ('appealed', 'Appeal made'), ('judged', 'Appeal judged')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('answer', 'Your comment was answered'), ('decision', 'Your comment was decided on'), ('waiting', 'Something waits for moderation'), ('appeal', 'An appeal waits'), ('outcome', 'Your appeal was judged'), ('judged', 'An appeal against a decision of yours was judged')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('judge__isnull', True), models.Q(('judge', models.F('member')), _negated=True), _connector='OR'), name='px_appeal_not_oneself'),
        ),
    ]
