from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from board.actions.scrubbing import scrub
from board.discussions import kept

# What was counted, for one and for several.
KINDS = {
    "comments": ("the text of 1 comment", "the texts of %d comments"),
    "revisions": ("1 earlier text", "%d earlier texts"),
    "passages": ("words of these quoted in 1 other text", "words of these quoted in %d other texts"),
    "appeals": ("the text of 1 appeal", "the texts of %d appeals"),
    "reports": (
        "name and address of 1 visitor who reported",
        "names and addresses of %d visitors who reported",
    ),
}


class Command(BaseCommand):
    help = (
        "Deletes for good what was removed, taken out or deleted longer ago than it is kept for moderators. "
        "The worker does it once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        counts = scrub(dry=dry_run)
        if not dry_run:
            kept.forget_old()
        found = [words[counts[kind] > 1] for kind, words in KINDS.items() if counts[kind]]
        values = [counts[kind] for kind in KINDS if counts[kind]]
        said = [words % count if "%d" in words else words for words, count in zip(found, values, strict=True)]
        verb = "Would delete" if dry_run else "Deleted"
        self.stdout.write(f"{verb}: {', '.join(said)}." if said else "Nothing has been kept long enough.")
