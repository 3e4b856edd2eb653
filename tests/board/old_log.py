"""A process of its own: puts entries into a log of the time before it was a chain, and a comment that waits.

`python -m tests.board.old_log` on a database that stands at board.0004.
"""

import os
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()


def main() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils import timezone

    state = MigrationExecutor(connection).loader.project_state([("board", "0004_members_reads")])
    apps, now = state.apps, timezone.now()

    def make(app: str, model: str, **fields: Any) -> Any:
        return apps.get_model(app, model).objects.create(**fields)

    mara, amber = (
        make(
            "accounts",
            "User",
            email=f"{name}@example.com",
            name=name,
            name_key=name,
            slug=name,
            standing=standing,
        )
        for name, standing in (("mara", "good"), ("amber", "held"))
    )
    section = make("board", "Section", name="Town", slug="town")
    article = make(
        "board", "Article", section=section, headline="Story", slug="story", published_at=now, last_number=3
    )
    for number, status in enumerate(("removed", "held", "deleted"), start=1):
        comment = make(
            "board", "Comment", article=article, author=amber, number=number, path=f"000{number}", body="Words.",
            html="<p>Words.</p>", renderer=1, status=status,
        )  # fmt: skip
        make(
            "board", "LogEntry", verb="remove", moderator=mara, article=article, comment=comment, member=amber,
            reason=f"Reason {number}", before="published", after="removed",
        )  # fmt: skip


main()
