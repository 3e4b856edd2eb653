import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from board.models import LogEntry
from board.rules import chain

DIGEST = re.compile(r"[0-9a-f]{64}")


class Command(BaseCommand):
    help = "Checks that the moderation log is as it was written: no entry changed, taken out or put in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", metavar="DIGEST",
            help="a digest that was the newest on some earlier day: the log must still hold it, so that entries "
            "cut off at its end are noticed",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        head, previous, count = noted(options["head"]), "", 0
        is_found = not head
        for entry in LogEntry.objects.order_by("pk").iterator():
            if not chain.fits(entry, previous):
                raise CommandError(
                    f"Entry {entry.pk} does not fit: it, or what stood before it, is not as it was written. "
                    f"The {count} before it fit together."
                )
            previous, count = entry.digest, count + 1
            is_found = is_found or previous == head
        if not is_found:
            raise CommandError(
                f"The log does not hold the digest {head}: entries were cut off at its end, or it was written anew."
            )
        self.stdout.write(f"All {count} entries fit together. The newest digest is {previous or 'none'}.")


def noted(head: str | None) -> str | None:
    """The digest as it is stored; CommandError for what is none, since no log could ever hold it."""
    digest = head.strip().lower() if head is not None else None
    if digest is not None and not DIGEST.fullmatch(digest):
        raise CommandError(
            f"{head!r} is no digest: give the 64 digits (0 to 9, a to f) that were printed or noted."
        )
    return digest
