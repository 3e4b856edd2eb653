import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from board.demo.crowd.populate import Impossible, Wanted, populate
from board.demo.crowd.shape import SPREADS

CACHE_KB = 256_000
PAGES_TO_CHECKPOINT = 50_000


class Command(BaseCommand):
    help = "Adds a crowd that talks: articles, comments, votes and members, as many as asked for, to measure with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, default=20)
        parser.add_argument("--comments", type=int, default=2000, help="in all these articles together")
        parser.add_argument("--votes", type=int, default=5000)
        parser.add_argument(
            "--members", type=int, default=200, help="the crowd; those of an earlier run are taken again"
        )
        parser.add_argument(
            "--spread",
            choices=SPREADS,
            default="skewed",
            help="comments for each article: the same number, or a few much and most little, the first most",
        )

    def handle(
        self, *args: Any, articles: int, comments: int, votes: int, members: int, spread: str, **options: Any
    ) -> None:
        began = time.monotonic()
        if connection.vendor == "sqlite":
            # The indexes are written to all over: with the site's own small cache their pages go to disk and back.
            connection.cursor().execute(f"PRAGMA cache_size=-{CACHE_KB}")
            connection.cursor().execute(f"PRAGMA wal_autocheckpoint={PAGES_TO_CHECKPOINT}")
        try:
            populate(Wanted(articles, comments, votes, members, spread), timezone.now())
        except Impossible as why:
            raise CommandError(str(why)) from why
        seconds = time.monotonic() - began
        self.stdout.write(
            f"Articles: {articles:,}, comments: {comments:,}, votes: {votes:,}, members: {members:,}. "
            f"Made in {seconds:.1f} s."
        )
