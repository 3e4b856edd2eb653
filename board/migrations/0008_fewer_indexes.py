import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Dropped by name: Django would make the whole table anew on SQLite.
NAMES = {"article": "board_comment_article_id_5f5c1826", "author": "board_comment_author_id_08705ab7"}


class Migration(migrations.Migration):
    dependencies = [("board", "0007_search")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX {name}", f"CREATE INDEX {name} ON board_comment ({field}_id)"
                )
                for field, name in NAMES.items()
            ],
            state_operations=[
                migrations.AlterField(
                    "comment", "article",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="board.article", verbose_name="article"),
                ),
                migrations.AlterField(
                    "comment", "author",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="comments", to=settings.AUTH_USER_MODEL, verbose_name="author"),
                ),
            ],
        )
    ]
