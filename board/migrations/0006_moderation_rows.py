from django.db import migrations
from django.utils import timezone

from importlib import import_module

rows = import_module("board.migrations.0002_groups_rules_log")

SENIOR = "Senior moderators"
GRANTS = {
    "Moderators": [("board", ["view_report", "view_wordrule", "view_guard"])],
    SENIOR: [
        (
            "board",
            [
                *("view_article", "view_comment", "moderate_comment", "view_logentry", "view_report"),
                *("add_houserule", "change_houserule", "delete_houserule", "view_houserule"),
                *("add_wordrule", "change_wordrule", "delete_wordrule", "view_wordrule"),
                *("change_guard", "view_guard", "view_voters", "void_votes"),
            ],
        ),
        ("accounts", ["view_user", "moderate_user", "ban_user"]),
    ],
}


def grant(apps, schema_editor):
    rows.grant(apps, schema_editor, GRANTS)


def make_rows(apps, schema_editor):
    """The one row of the settings, and of what stands before the rules; and what waited for a moderator before there was a desk is on it now."""
    database = schema_editor.connection.alias
    for settings in ("Guard", "Policy"):
        apps.get_model("board", settings).objects.using(database).get_or_create(pk=1)
    Case, Comment = apps.get_model("board", "Case"), apps.get_model("board", "Comment")
    Comment.objects.using(database).filter(status__in=["removed", "deleted"]).update(kept_since=timezone.now())
    held = Comment.objects.using(database).filter(status="held").select_related("author")
    Case.objects.using(database).bulk_create(
        Case(
            comment_id=comment.pk,
            opened_at=comment.created_at,
            cause="member" if comment.author.standing == "held" else "premoderated",
        )
        for comment in held
    )


class Migration(migrations.Migration):
    dependencies = [("board", "0005_moderation"), ("accounts", "0002_warnings")]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(make_rows, migrations.RunPython.noop),
    ]
