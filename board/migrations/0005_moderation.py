from importlib import import_module

import board.rules.chain
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

log = import_module("board.migrations.0002_groups_rules_log")


def chain_log(apps, schema_editor):
    """What was logged before the log was a chain is chained as it stands now."""
    LogEntry = apps.get_model("board", "LogEntry")
    previous, chained = "", []
    for entry in LogEntry.objects.using(schema_editor.connection.alias).order_by("pk").iterator():
        entry.salt, entry.previous = board.rules.chain.new_salt(), previous
        facts = [
            *(entry.salt, entry.at, entry.moderator_id, entry.verb, entry.article_id, entry.comment_id),
            *(entry.member_id, entry.rule_id, entry.reason, entry.internal, entry.before, entry.after),
        ]
        entry.digest = previous = board.rules.chain.digest(previous, facts)
        chained.append(entry)
    LogEntry.objects.using(schema_editor.connection.alias).bulk_update(
        chained, ["salt", "previous", "digest"], batch_size=200
    )


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0004_members_reads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The log is under guard again below; on SQLite a change of its columns makes a new table, without triggers.
        migrations.RunPython(log.unguard_log, migrations.RunPython.noop),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='text')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('granted', models.BooleanField(null=True, verbose_name='granted')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='answer')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='case', serialize=False, to='board.comment', verbose_name='comment')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('priority', models.FloatField(default=0.0, verbose_name='priority')),
                ('report_count', models.PositiveIntegerField(default=0, verbose_name='reports')),
                ('cause', models.CharField(blank=True, choices=[('premoderated', 'each comment under this story waits for a moderator'), ('member', 'a moderator looks at all your comments before others see them'), ('first', 'the first comments of new members wait for a moderator'), ('new-link', 'links by new members wait for a moderator'), ('links', 'it holds many links'), ('repeated', 'you have posted the same text before'), ('copied', 'others who are new here have posted the same text'), ('words', 'it holds words that a moderator looks at first')], max_length=20, verbose_name='why it is held')),
                ('caught', models.CharField(blank=True, max_length=200, verbose_name='the very words')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Guard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_comments', models.PositiveSmallIntegerField(default=0, help_text='So many wait for a moderator; 0: none.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='hold the first comments of a new member')),
                ('new_member_days', models.PositiveSmallIntegerField(default=7, help_text='And whoever has had no comment published yet.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(365)], verbose_name='days that a member counts as new')),
                ('hold_new_links', models.BooleanField(default=True, verbose_name='hold links by new members')),
                ('most_links', models.PositiveSmallIntegerField(default=5, help_text='One with more of them waits for a moderator.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='links that a comment may hold')),
                ('hold_repeated', models.BooleanField(default=True, help_text='By the same member, or by several new ones, within a day.', verbose_name='hold the same text again')),
                ('heated_signs', models.PositiveSmallIntegerField(default=8, help_text='So many within half an hour, and it goes on slowly for a while; 0: never.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='reports and removals that make a discussion heated')),
                ('heated_hours', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(72)], verbose_name='hours that a heated discussion goes on slowly')),
                ('slow_minutes', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes between two comments of a member in a slow discussion')),
                ('after_days', models.PositiveSmallIntegerField(default=0, help_text='Counted from publication; 0: never.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(3650)], verbose_name='days after which a discussion changes by itself')),
                ('after_mode', models.CharField(choices=[('premoderated', 'pre-moderated: each waits for a moderator'), ('closed', 'closed')], default='closed', max_length=12, verbose_name='what it changes to')),
                ('keep_removed_days', models.PositiveSmallIntegerField(default=180, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='days that the text of a removed comment is kept for moderators')),
                ('words_version', models.PositiveBigIntegerField(default=1, editable=False)),
            ],
            options={
                'verbose_name': 'settings of moderation',
                'verbose_name_plural': 'settings',
                'default_permissions': ('view', 'change'),
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ('-id',),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('own', 'what moderators did about you or your comment'), ('report', 'what came of your report')], max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, help_text='In Markdown: what moderators look at, how to write to them. It stands before the rules.', max_length=5000, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'introduction to the house rules',
                'verbose_name_plural': 'introduction to the house rules',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Remit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'section to moderate',
                'verbose_name_plural': 'sections to moderate',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('reason', models.CharField(choices=[('spam', 'spam'), ('insult', 'insult'), ('off-topic', 'off topic'), ('illegal', 'illegal'), ('privacy', "somebody's privacy"), ('other', 'something else')], max_length=10, verbose_name='reason')),
                ('remark', models.CharField(blank=True, max_length=1000, verbose_name='remark')),
                ('weight', models.FloatField(default=1.0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'something was done'), ('dismissed', 'the comment stays'), ('gone', 'the comment was gone')], max_length=10, verbose_name='outcome')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='WordRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(help_text='One word, or several that stand together. Case and look-alike letters make no difference.', max_length=100, unique=True, verbose_name='words')),
                ('effect', models.CharField(choices=[('hold', 'hold for a moderator'), ('refuse', 'refuse')], default='hold', max_length=10, verbose_name='what happens')),
                ('note', models.CharField(blank=True, help_text='Why, for other moderators.', max_length=200, verbose_name='note')),
                ('is_active', models.BooleanField(default=True, verbose_name='in force')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
            ],
            options={
                'verbose_name': 'word rule',
                'verbose_name_plural': 'word rules',
                'ordering': ('words',),
            },
        ),
        migrations.AlterModelOptions(
            name='vote',
            options={'default_permissions': (), 'permissions': [('view_voters', 'Can see who voted'), ('void_votes', 'Can void and restore votes')]},
        ),
        migrations.RemoveIndex(
            model_name='vote',
            name='vote_of_member',
        ),
        migrations.AddField(
            model_name='article',
            name='heated_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='heated until'),
        ),
        migrations.AddField(
            model_name='article',
            name='is_slow',
            field=models.BooleanField(default=False, editable=False, verbose_name='goes on slowly'),
        ),
        migrations.AddField(
            model_name='comment',
            name='is_redacted',
            field=models.BooleanField(default=False, verbose_name='words taken out by a moderator'),
        ),
        migrations.AddField(
            model_name='comment',
            name='kept_since',
            field=models.DateTimeField(help_text="Gone from readers' eyes since then; moderators see the text until it is scrubbed.", null=True),
        ),
        migrations.AddField(
            model_name='houserule',
            name='is_retired',
            field=models.BooleanField(default=False, help_text='No longer a rule. What was decided by it stays in the log.', verbose_name='retired'),
        ),
        migrations.AddField(
            model_name='logentry',
            name='digest',
            field=models.CharField(default='', max_length=64, verbose_name='digest'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='logentry',
            name='internal',
            field=models.CharField(blank=True, help_text='Shown to moderators alone.', max_length=300, verbose_name='for moderators'),
        ),
        migrations.AddField(
            model_name='logentry',
            name='previous',
            field=models.CharField(blank=True, help_text='The digest of the entry before this one.', max_length=64),
        ),
        migrations.AddField(
            model_name='logentry',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='board.houserule', verbose_name='house rule'),
        ),
        migrations.AddField(
            model_name='logentry',
            name='salt',
            field=models.CharField(default=board.rules.chain.new_salt, max_length=32),
        ),
        migrations.AddField(
            model_name='quote',
            name='is_taken_out',
            field=models.BooleanField(default=False, verbose_name='words that moderators took out of the source'),
        ),
        migrations.AddField(
            model_name='revision',
            name='redaction',
            field=models.ForeignKey(help_text='By this act moderators took words out; only they still see this text.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='board.logentry', verbose_name='taken out by'),
        ),
        migrations.AddField(
            model_name='revision',
            name='kept_since',
            field=models.DateTimeField(help_text='Of that act, until the text is scrubbed.', null=True),
        ),
        migrations.AddField(
            model_name='vote',
            name='is_void',
            field=models.BooleanField(default=False, help_text='Not counted: a moderator voided it.', verbose_name='void'),
        ),
        migrations.AlterField(
            model_name='logentry',
            name='moderator',
            field=models.ForeignKey(help_text='Empty: by itself, by a setting.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to=settings.AUTH_USER_MODEL, verbose_name='moderator'),
        ),
        migrations.AlterField(
            model_name='logentry',
            name='verb',
            field=models.CharField(choices=[('approve', 'approved a comment'), ('keep', 'kept a reported comment'), ('gone', 'closed reports: the author deleted the comment'), ('remove', 'removed a comment'), ('restore', 'restored a comment'), ('redact', 'took words out of a comment'), ('warn', 'warned a member'), ('hold', 'holds all comments of a member'), ('suspend', 'suspended a member'), ('ban', 'banned a member'), ('lift', 'lifted a sanction'), ('appeal-granted', 'granted an appeal'), ('appeal-refused', 'refused an appeal'), ('comments-mode', 'changed who may comment'), ('slow', 'changed how fast a discussion goes'), ('void-votes', 'voided votes'), ('restore-votes', 'restored votes'), ('see-voters', 'looked at who voted'), ('word-rule', 'changed a word rule'), ('house-rule', 'changed a house rule'), ('remit', 'changed the sections of a moderator'), ('settings', 'changed the settings of moderation'), ('scrub', 'deleted the text of comments removed long ago')], max_length=20, verbose_name='act'),
        ),
        migrations.AddIndex(
            model_name='logentry',
            index=models.Index(fields=['rule', '-at', '-id'], name='log_by_rule'),
        ),
        migrations.AddIndex(
            model_name='logentry',
            index=models.Index(fields=['verb', '-at', '-id'], name='log_by_verb'),
        ),
        migrations.AlterField(
            model_name='vote',
            name='comment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='board.comment', verbose_name='comment'),
        ),
        migrations.AddIndex(
            model_name='vote',
            index=models.Index(fields=['member', 'comment', 'value', 'is_void'], name='vote_of_member'),
        ),
        migrations.AddIndex(
            model_name='vote',
            index=models.Index(fields=['comment', '-id'], name='vote_newest'),
        ),
        migrations.RunPython(chain_log, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.UniqueConstraint(fields=('previous',), name='log_is_one_chain'),
        ),
        migrations.RunPython(log.guard_log, migrations.RunPython.noop),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='board.logentry', verbose_name='decision'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to=settings.AUTH_USER_MODEL, verbose_name='member'),
        ),
        migrations.AddField(
            model_name='note',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='note',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notification',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='board.logentry'),
        ),
        migrations.AddField(
            model_name='notification',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remit',
            name='moderator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remits', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remit',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remits', to='board.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='board.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='report',
            name='member',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='member'),
        ),
        migrations.AddField(
            model_name='wordrule',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='case',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='board.wordrule', verbose_name='word rule'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['granted', 'created_at'], name='appeal_queue'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('text', ''), _negated=True), fields=['decided_at', 'id'], name='appeal_kept'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('kept_since__isnull', False)), fields=['kept_since', 'id'], name='comment_kept'),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(condition=models.Q(('kept_since__isnull', False)), fields=['kept_since', 'id'], name='revision_kept'),
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(fields=['member', '-id'], name='note_newest'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['member', '-id'], name='notification_newest'),
        ),
        migrations.AddConstraint(
            model_name='remit',
            constraint=models.UniqueConstraint(fields=('moderator', 'section'), name='one_remit'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['comment', 'outcome'], name='report_of_comment'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['-created_at'], name='report_newest'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('email', ''), _negated=True), fields=['decided_at', 'id'], name='report_of_visitor'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('member', 'comment'), name='one_report_for_one_member'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('comment', 'email'), name='one_report_for_one_address'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('member__isnull', False), models.Q(('email', ''), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='report_is_somebodys'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['-priority', 'opened_at', 'comment'], name='case_queue'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('report_count__gt', 0)), fields=['-priority', 'opened_at', 'comment'], name='case_reported'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('cause__gt', '')), fields=['-priority', 'opened_at', 'comment'], name='case_held'),
        ),
    ]
