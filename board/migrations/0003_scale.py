import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


def first_edition(apps, schema_editor):
    apps.get_model("board", "Edition").objects.using(schema_editor.connection.alias).create(pk=1)


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0002_groups_rules_log'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveBigIntegerField(default=1)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(first_edition, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_oldest',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_popular',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_controversial',
        ),
        migrations.AddField(
            model_name='comment',
            name='branch',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('parent_id', 0), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='comment',
            name='shown',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('status', 'published'), ('reply_count__gt', 0), _connector='OR'), then=1), default=0), output_field=models.SmallIntegerField()),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['article', 'branch', 'shown', 'number', 'id'], name='comment_oldest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['article', 'branch', 'shown', '-popularity', 'down', 'number', 'id'], name='comment_popular'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['article', 'branch', 'shown', '-controversy', 'number', 'id'], name='comment_controversial'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['article', 'shown', 'number', 'id'], name='comment_flat'),
        ),
    ]
