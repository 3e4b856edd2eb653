from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from board.demo.loader import load
from board.models import Article


class Command(BaseCommand):
    help = "Loads the demo site into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists() or Article.objects.exists():
            raise CommandError(
                "The demo loads into an empty database only: this one has members or articles."
            )
        load()
        self.stdout.write("The demo site is loaded.")
