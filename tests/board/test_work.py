import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail as outbox
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts import actions
from accounts.models import Limit, Mail, User
from accounts.tasks import queue_mail
from board.management.commands.work import LONGEST_TASK, make_worker, reap, tidy_up
from board.models import Article, Guard, LogEntry
from tests.environment import ROOT, site_environment
from tests.factories import ArticleFactory, MemberFactory

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING


@pytest.fixture(autouse=True)
def _worker_in_the_tests_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker gives its connection back between tasks. Here a test's transaction is open on it."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


@pytest.mark.django_db
def test_what_a_killed_worker_was_doing_is_done_by_another() -> None:
    queue_mail("bob@example.com", "A subject", "A text.")
    started_at = timezone.now() - LONGEST_TASK - timedelta(seconds=1)
    DBTaskResult.objects.update(status=RUNNING, started_at=started_at, worker_ids=["the killed one"])
    make_worker().run()
    assert outbox.outbox == []
    assert reap() == 1
    make_worker().run()
    assert len(outbox.outbox) == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db
def test_what_another_worker_is_doing_is_left_to_it() -> None:
    queue_mail("bob@example.com", "A subject", "A text.")
    DBTaskResult.objects.update(status=RUNNING, started_at=timezone.now())
    assert reap() == 0
    assert DBTaskResult.objects.get().status == RUNNING


@pytest.mark.django_db
def test_what_is_over_is_cleared_away_and_the_rest_stays() -> None:
    now, alice = timezone.now(), MemberFactory(name="Alice Tanaka")
    for key, ends_at in {"over": 1, "open": int(time.time()) + 600}.items():
        Limit.objects.create(key=key, count=1, ends_at=ends_at)
    for key, expires in {"over": now - timedelta(1), "open": now + timedelta(1)}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    for key, seen in {"over": now - timedelta(400), "open": now}.items():
        UserSession.objects.create(user=alice, session_key=key, ip="::1", user_agent="x", last_seen_at=seen)
    for days, status in [(0, "SUCCESSFUL"), (2, "SUCCESSFUL"), (2, "FAILED"), (31, "FAILED")]:
        queue_mail("bob@example.com", f"{status} {days}", "")
        newest = DBTaskResult.objects.filter(status=READY)
        newest.update(
            status=status, finished_at=now - timedelta(days), exception_class_path=f"{status} {days}"
        )
        Mail.objects.filter(subject=f"{status} {days}").update(created_at=now - timedelta(days))
    queue_mail("bob@example.com", "READY", "")
    for days in (6, 8):
        bob = actions.open_account(f"bob{days}@example.com", f"Bob {days}", "seven quiet herons")
        User.objects.filter(pk=bob.pk).update(joined_at=now - timedelta(days))

    tidy_up()

    assert list(Limit.objects.values_list("key", flat=True)) == ["open"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["open"]
    tasks = set(DBTaskResult.objects.values_list("status", "exception_class_path"))
    assert tasks == {("SUCCESSFUL", "SUCCESSFUL 0"), ("FAILED", "FAILED 2"), ("READY", "")}
    assert set(User.objects.values_list("name", flat=True)) == {"Alice Tanaka", "Bob 6"}
    assert "FAILED 31" not in Mail.objects.values_list("subject", flat=True)


@pytest.mark.django_db
def test_old_discussions_are_closed_in_passing() -> None:
    old = ArticleFactory(published_at=timezone.now() - timedelta(days=15))
    young = ArticleFactory()
    tidy_up()
    assert Article.objects.get(pk=old.pk).comments_mode == "open"
    Guard.objects.update(after_days=14, after_mode="premoderated")
    tidy_up()
    assert [Article.objects.get(pk=one.pk).comments_mode for one in (old, young)] == ["premoderated", "open"]
    assert [(entry.verb, entry.moderator) for entry in LogEntry.objects.all()] == [("comments-mode", None)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_sends_what_others_queued_and_ends_when_it_is_asked(
    number: signal.Signals, copied_database: Callable[[], Path], tmp_path: Path
) -> None:
    queue_mail("bob@example.com", "Hello", "A text.")
    old = ArticleFactory(published_at=timezone.now() - timedelta(days=15))
    Guard.objects.update(after_days=14)
    stored = copied_database()
    command = [sys.executable, "manage.py", "work"]
    environment = site_environment(VAR_DIR=str(tmp_path))
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("mail/*.txt")) and time.monotonic() < deadline:
            time.sleep(0.05)
        worker.send_signal(number)
        output = worker.communicate(timeout=10)[0]
    finally:
        worker.kill()
        worker.wait()
    assert worker.returncode == 0
    assert "A text." in next(tmp_path.glob("mail/*.txt")).read_text()
    assert "Subject: Hello" in output
    with closing(sqlite3.connect(stored)) as connection:
        modes = connection.execute("SELECT comments_mode FROM board_article WHERE id = ?", [old.pk])
        assert modes.fetchall() == [("closed",)]
