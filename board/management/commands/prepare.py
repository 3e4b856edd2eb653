import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from board.actions.reindex import is_complete
from board.models import Article

DEMO_LOGINS = [f"{name}@example.com" for name in ("reader", "moderator", "editor", "admin")]
DEMO_PASSWORD = "hiroba-demo"  # noqa: S105 - printed for everybody; the demo loads where only this machine sees it

# The number of PostgreSQL's advisory lock under which a database is made ready: any, but always the same.
LOCK = 5_417_263

MAKING_SEARCH = "The search gets to know what is there, about half a minute for each 100,000 comments ..."
LIMITS_ARE_OFF = (
    "LIMITS=off: rate limits are off. This is for load tests; never for a site that others can reach."
)
NO_STATIC_FILES = "The static files are not collected. Run: make collect"
DEMO_IS_EXPOSED = (
    "Others can reach this site, and the demo logins are in it, with a password that everybody knows. "
    "Change their passwords in the admin, or start with another database."
)
MAILS_ARE_FILES = "Mails are kept in {folder} and shown here, since EMAIL_URL names no mail server."
DEMO_IS_HERE = """
This is the demo site. Log in at {url}accounts/login/ as one of
  {logins}
with the password {password}. Editing and moderating happen at {url}admin/
"""
SITE_IS_EMPTY = """
The site is empty. Make its first administrator with
  .venv/bin/python manage.py createsuperuser
and write the first story at {url}admin/
"""


class Command(BaseCommand):
    help = "Makes the database ready to serve: migrates it, fills an empty one with the demo site, says what is there."
    # It runs at every start, and `make check` makes the checks.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000/", help="The site's address, to print.")
        parser.add_argument("--exposed", action="store_true", help="Other machines can reach that address.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Path(staticfiles_storage.path("staticfiles.json")).exists():
            raise CommandError(NO_STATIC_FILES)
        try:
            with one_at_a_time():
                migrate()
                if settings.DEMO and is_empty():
                    call_command("demo", stdout=self.stdout, stderr=self.stderr)
                if not is_complete():
                    self.stdout.write(MAKING_SEARCH)
                    self.stdout.flush()
                    call_command("reindex", stdout=self.stdout, stderr=self.stderr)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be made ready: {error}") from error
        self.tell(options["url"], exposed=options["exposed"] or settings.PUBLIC)

    def tell(self, url: str, *, exposed: bool) -> None:
        """Says what whoever started the site should know: who can log in, where mails go, what is dangerous."""
        members = get_user_model().objects
        demo = members.filter(email__in=DEMO_LOGINS).exists()
        if demo:
            logins = "\n  ".join(DEMO_LOGINS)
            self.stdout.write(DEMO_IS_HERE.format(url=url, logins=logins, password=DEMO_PASSWORD))
        elif not members.exists():
            self.stdout.write(SITE_IS_EMPTY.format(url=url))
        if settings.MAIL_GOES_TO_FOLDER:
            self.stdout.write(MAILS_ARE_FILES.format(folder=settings.VAR_DIR / "mail"))
        if demo and exposed:
            self.stderr.write(self.style.WARNING(DEMO_IS_EXPOSED))
        if not settings.LIMITS:
            self.stderr.write(self.style.WARNING(LIMITS_ARE_OFF))


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Machines that start together on one PostgreSQL wait for each other: the first makes the database ready."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        # Asked again and again, since a lock that is waited for would be cut by lock_timeout.
        while not cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()[0]:
            time.sleep(0.2)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def migrate() -> None:
    """Migrates only where something is missing: asking costs a tenth of what the command costs."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def is_empty() -> bool:
    return not (get_user_model().objects.exists() or Article.objects.exists())
