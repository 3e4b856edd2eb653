from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from board.actions.reindex import reindex


class Command(BaseCommand):
    help = (
        "Compares what the search holds with the texts of all articles and comments, and sets right what differs. "
        "The site may run meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what differs")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        counts: Counter[bool] = Counter()
        for difference in reindex(repair=not check):
            counts[difference.is_there] += 1
            if options["verbosity"] > 1 or check:
                self.stdout.write(str(difference))
        missing, stale = counts[False], counts[True]
        if check and counts:
            raise CommandError(
                f"{missing} are missing and {stale} are wrong. Set them right with: manage.py reindex"
            )
        said = f"{missing} were missing and {stale} were wrong in the search: set right."
        self.stdout.write(said if counts else "The search holds what it should.")
