from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from board.actions.recount import recount


class Command(BaseCommand):
    help = "Compares every tally with the votes and every count with the comments, and prints what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set right what differs")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        found = 0
        for difference in recount(repair=repair):
            found += 1
            self.stdout.write(str(difference))
        if found and not repair:
            raise CommandError(f"{found} counts differ. Set them right with: manage.py recount --repair")
        self.stdout.write(f"{found} counts were set right." if found else "All counts are true.")
