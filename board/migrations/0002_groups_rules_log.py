from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = {
    "Moderators": [
        ("board", ["view_article", "view_comment", "moderate_comment", "view_logentry", "view_houserule"]),
        ("accounts", ["view_user", "moderate_user"]),
    ],
    "Editors": [
        (
            "board",
            [
                *("add_article", "change_article", "delete_article", "view_article"),
                *("add_section", "change_section", "delete_section", "view_section"),
                *("add_card", "change_card", "delete_card", "view_card"),
                "view_comment",
            ],
        ),
    ],
}

# The title is also the reason that readers see in the place of a removed comment.
RULES = [
    (
        "Argue with the words, not with the person",
        "Say why you see it differently, as firmly as you like. Insults, mockery and guesses about who somebody is or why "
        "they write do not help anybody to understand, and they will be removed.",
    ),
    (
        "No contempt for groups of people",
        "Nobody is less than others because of where they come from, what they believe, whom they love, their body, their "
        "age or their sex. Comments that say so, or that joke about it, will be removed.",
    ),
    (
        "Keep to the subject",
        "Write about the story or about what others have written under it. A good thought in the wrong place gets lost: "
        "there is surely a story where it belongs.",
    ),
    (
        "Respect people's privacy",
        "Leave out addresses, telephone numbers, workplaces and whatever else somebody has not made public themselves. That "
        "holds for those in the news, for other members, and for yourself too.",
    ),
    (
        "No advertising",
        "A link that helps the conversation is welcome. Comments that are there to sell something, or that are posted again "
        "and again in many places, will be removed.",
    ),
    (
        "Nothing that puts people in danger",
        "No threats, no calls for violence, no instructions for doing harm, nothing that the law forbids. If you think that "
        "somebody is in danger now, please call those who can help at once.",
    ),
]

SENTENCE = "The moderation log cannot be changed."

# REPLACE deletes a row without firing its DELETE trigger: hence the one on INSERT. A later migration that changes the
# table's columns makes a new table on SQLite, and has to make these again.
SQLITE = [
    f"""CREATE TRIGGER board_logentry_no_update BEFORE UPDATE ON board_logentry
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
    f"""CREATE TRIGGER board_logentry_no_delete BEFORE DELETE ON board_logentry
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
    f"""CREATE TRIGGER board_logentry_no_replace BEFORE INSERT ON board_logentry
        WHEN EXISTS (SELECT 1 FROM board_logentry WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
]
SQLITE_BACK = [f"DROP TRIGGER board_logentry_no_{act}" for act in ("update", "delete", "replace")]

POSTGRESQL = [
    f"""CREATE FUNCTION board_logentry_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$""",
    """CREATE TRIGGER board_logentry_no_change BEFORE UPDATE OR DELETE ON board_logentry
        FOR EACH ROW EXECUTE FUNCTION board_logentry_refuse()""",
    """CREATE TRIGGER board_logentry_no_truncate BEFORE TRUNCATE ON board_logentry
        FOR EACH STATEMENT EXECUTE FUNCTION board_logentry_refuse()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER board_logentry_no_change ON board_logentry",
    "DROP TRIGGER board_logentry_no_truncate ON board_logentry",
    "DROP FUNCTION board_logentry_refuse()",
]


def make_groups(apps, schema_editor):
    grant(apps, schema_editor, GROUPS)


def grant(apps, schema_editor, groups):
    """Permissions are made after all migrations, so the ones that the groups need are made here."""
    database = schema_editor.connection.alias
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for label in ("accounts", "board"):
        app = apps.get_app_config(label)
        app.models_module = True  # a historical app has none, and is passed over without
        create_permissions(app, verbosity=0, using=database, apps=apps)
        app.models_module = None
    for name, grants in groups.items():
        group, _ = Group.objects.using(database).get_or_create(name=name)
        for label, codenames in grants:
            found = Permission.objects.using(database).filter(content_type__app_label=label, codename__in=codenames)
            if len(found) != len(codenames):
                raise LookupError(f"permissions of {label} are missing for {name}")
            group.permissions.add(*found)


def make_rules(apps, schema_editor):
    HouseRule = apps.get_model("board", "HouseRule")
    HouseRule.objects.using(schema_editor.connection.alias).bulk_create(
        HouseRule(title=title, text=text, position=position) for position, (title, text) in enumerate(RULES, start=1)
    )


def guard_log(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def unguard_log(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("board", "0001_initial"),
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(make_rules, migrations.RunPython.noop),
        migrations.RunPython(guard_log, unguard_log),
    ]
