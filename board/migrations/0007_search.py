import django.db.models.deletion
from django.db import migrations, models

TABLES = {"board_commentterms": "comment_id", "board_articleterms": "article_id"}

# An index over the table's terms, which are kept there alone. `ascii` takes all that is no ASCII sign for a letter: what
# a term is, board/rules/terms.py has decided. A later migration that changes the table's columns makes a new table on
# SQLite, and has to make the triggers again.
SQLITE = [
    """CREATE VIRTUAL TABLE {table}_index USING fts5(terms, content='{table}', content_rowid='{key}', tokenize='ascii',
        columnsize=0)""",
    # Fewer and smaller merges while somebody posts than by default, which is 4: see docs/decisions.md.
    "INSERT INTO {table}_index ({table}_index, rank) VALUES ('automerge', 8)",
    """CREATE TRIGGER {table}_insert AFTER INSERT ON {table}
        BEGIN INSERT INTO {table}_index (rowid, terms) VALUES (NEW.{key}, NEW.terms); END""",
    """CREATE TRIGGER {table}_delete AFTER DELETE ON {table}
        BEGIN INSERT INTO {table}_index ({table}_index, rowid, terms) VALUES ('delete', OLD.{key}, OLD.terms); END""",
    """CREATE TRIGGER {table}_update AFTER UPDATE OF {key}, terms ON {table} BEGIN
        INSERT INTO {table}_index ({table}_index, rowid, terms) VALUES ('delete', OLD.{key}, OLD.terms);
        INSERT INTO {table}_index (rowid, terms) VALUES (NEW.{key}, NEW.terms); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER {table}_update",
    "DROP TRIGGER {table}_delete",
    "DROP TRIGGER {table}_insert",
    "DROP TABLE {table}_index",
]

# PostgreSQL's own parser is not asked: it would take the terms apart. Its positions end at 16383. Terms hold no sign that
# would have to be escaped. One more lexeme tells in which block of 65,536 ids the row is: the index is asked for some
# blocks at a time, the newest first, since it cannot give rows in order.
POSTGRESQL_ONCE = """CREATE FUNCTION board_lexemes(terms text, id bigint) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT (coalesce(string_agg('''' || word || ''':' || least(place, 16383), ' '), '') || ' \ue002' || (id >> 16))::tsvector
       FROM unnest(string_to_array(terms, ' ')) WITH ORDINALITY AS each_term (word, place) $$"""
POSTGRESQL = [
    "ALTER TABLE {table} ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (board_lexemes(terms, {key})) STORED",
    # What was written last is looked through row by row, until so much of it (256 KB, instead of 4 MB) is put in its place.
    "CREATE INDEX {table}_index ON {table} USING gin (lexemes) WITH (gin_pending_list_limit = 256)",
]
POSTGRESQL_BACK = ["DROP INDEX {table}_index", "ALTER TABLE {table} DROP COLUMN lexemes"]


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_ONCE, params=None)
    _each_table(schema_editor, SQLITE, POSTGRESQL)


def unmake(apps, schema_editor):
    _each_table(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION board_lexemes", params=None)


def _each_table(schema_editor, sqlite, postgresql):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
        for table, key in TABLES.items():
            schema_editor.execute(statement.format(table=table, key=key), params=None)


def terms_of(model):
    key = models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to=f"board.{model}"
    )
    return [(model, key), ("terms", models.TextField()), ("version", models.PositiveSmallIntegerField())]


OPTIONS = {
    "verbose_name": "entry in the search", "verbose_name_plural": "entries in the search", "default_permissions": (),
}


class Migration(migrations.Migration):
    dependencies = [("board", "0006_moderation_rows")]

    operations = [
        migrations.CreateModel("CommentTerms", terms_of("comment"), options=OPTIONS),
        migrations.CreateModel("ArticleTerms", terms_of("article"), options=OPTIONS),
        migrations.RunPython(make, unmake),
    ]
