"""The worker: it sends mails and does whatever else was queued, clears away what is over, closes what is old."""

import logging
import time
from datetime import timedelta
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from accounts import actions, limits
from accounts.models import Mail
from board.actions import discussions, scrubbing
from board.discussions import kept

logger = logging.getLogger(__name__)

INTERVAL = 0.5  # seconds between two looks at an empty queue
# A task that runs longer than this is taken to be left behind by a worker that was killed, and runs again.
LONGEST_TASK = timedelta(minutes=10)
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)
KEEP_UNCONFIRMED = timedelta(days=7)


class Command(BaseCommand):
    help = "Runs queued tasks, such as sending mail, until it is ended (Ctrl-C or SIGTERM)."

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        worker = make_worker()
        worker.configure_signals()
        next_reap = next_tidying = 0.0
        while worker.running:
            close_old_connections()
            try:
                if time.monotonic() >= next_reap:
                    reap()
                    next_reap = time.monotonic() + 60
                if time.monotonic() >= next_tidying:
                    tidy_up()
                    next_tidying = time.monotonic() + 3600
                work_off(worker)
            except OperationalError as error:
                logger.warning("The database did not answer, trying again: %s", error)
                close_old_connections()
            if worker.running:
                time.sleep(INTERVAL)


class QuietWorker(Worker):
    """Ends at once when it is idle and after the present task when it is not; being asked twice makes no difference."""

    def shutdown(self, signum: int, frame: Any) -> None:
        self.running = False
        if not self.running_task:
            raise SystemExit(0)


def make_worker() -> Worker:
    return QuietWorker(
        queue_names=["*"],
        interval=INTERVAL,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


def work_off(worker: Worker) -> None:
    """Runs the tasks that are due, if there are any: looking costs a read, taking one costs the write lock."""
    if DBTaskResult.objects.ready().filter(backend_name=worker.backend_name).exists():
        worker.run()


def reap() -> int:
    """Puts back into the queue what a killed worker was doing. Returns how many tasks that were."""
    left_behind = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LONGEST_TASK)
    count = left_behind.update(status=TaskResultStatus.READY)
    if count:
        logger.warning("%d task(s) were left behind by a worker that ended, and run again.", count)
    return count


def tidy_up() -> None:
    """Deletes what is over: limits, sessions, tasks, mails that nobody will send any more, accounts never confirmed.

    What was removed too long ago is scrubbed; discussions that are too old by the settings are closed or
    pre-moderated.
    """
    now = timezone.now()
    limits.forget_ended()
    actions.withdraw_unconfirmed(now - KEEP_UNCONFIRMED)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    for session in UserSession.objects.filter(
        last_seen_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    ):
        session.purge()
    tasks: DBTaskResultQuerySet = DBTaskResult.objects.all()
    tasks.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    tasks.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
    Mail.objects.filter(created_at__lt=now - KEEP_FAILED).delete()
    kept.forget_old()
    if scrubbing.is_due():
        scrubbing.scrub()
    for article in discussions.change_old_ones():
        logger.info("Discussion %d is %s now, by its age.", article.pk, article.comments_mode)
