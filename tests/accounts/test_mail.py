import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import Mail
from accounts.tasks import PAUSES, queue_mail, send_mail
from tests.environment import ROOT, site_environment


class Refusing(StreamRequestHandler):
    """A mail server that answers every recipient with the code that its test wants."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line.split()[0].upper()
            if verb == b"RCPT":
                self.server.asked.append(line)  # type: ignore[attr-defined]
                self.wfile.write(b"%d no\r\n" % self.server.code)  # type: ignore[attr-defined]
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def refusing_server(settings: Any) -> Iterator[ThreadingTCPServer]:
    with ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        server.daemon_threads, server.code, server.asked = True, 550, []  # type: ignore[attr-defined]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def queue() -> Mail:
    return queue_mail("bob@example.com", "A subject", "A text.")


def only_task(status: TaskResultStatus) -> DBTaskResult:
    return DBTaskResult.objects.get(status=status)


# --- Queueing and sending ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_of_a_transaction_that_is_undone_was_never_there() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        assert Mail.objects.count() == DBTaskResult.objects.count() == 1
        raise ZeroDivisionError
    assert not Mail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_worker_sends_a_queued_mail_and_forgets_what_it_said(work: Callable[[], None]) -> None:
    mail = queue_mail(
        "bob@example.com", "ひろば", "こんにちは。", headers={"List-Unsubscribe": "<https://x.test/u>"}
    )
    assert outbox.outbox == []
    work()
    (sent,) = outbox.outbox
    assert (sent.to, sent.subject, sent.body) == (["bob@example.com"], "ひろば", "こんにちは。")
    message = sent.message()
    assert message["Message-ID"] == f"<{mail.pk}@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://x.test/u>"
    assert not Mail.objects.exists()
    assert only_task(TaskResultStatus.SUCCESSFUL).return_value == "sent"


def test_a_mail_that_was_sent_is_not_sent_again(work: Callable[[], None]) -> None:
    mail = queue()
    work()
    assert send_mail.call(str(mail.pk)) == "was sent before"
    assert len(outbox.outbox) == 1


def test_a_mail_that_cannot_be_sent_now_is_tried_again_after_growing_pauses(
    work: Callable[[], None], refusing_server: Any
) -> None:
    refusing_server.code = 451
    mail = queue()
    for attempt, pause in enumerate(PAUSES, start=2):
        work()
        waiting = only_task(TaskResultStatus.READY)
        assert waiting.args_kwargs["args"] == [str(mail.pk), attempt]
        assert timedelta() <= pause - (waiting.run_after - timezone.now()) < timedelta(seconds=20)
        assert Mail.objects.filter(pk=mail.pk).exists()
        DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=timezone.now())
    work()
    assert "SMTPRecipientsRefused" in only_task(TaskResultStatus.FAILED).exception_class_path
    assert not Mail.objects.exists()
    assert len(refusing_server.asked) == len(PAUSES) + 1


def test_a_recipient_that_the_server_refuses_for_good_is_not_tried_again(
    work: Callable[[], None], refusing_server: Any
) -> None:
    queue()
    work()
    assert only_task(TaskResultStatus.FAILED)
    assert not Mail.objects.exists()
    assert len(refusing_server.asked) == 1


def test_a_server_that_is_away_is_tried_again(work: Callable[[], None], settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    queue()
    work()
    assert only_task(TaskResultStatus.READY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    DBTaskResult.objects.update(run_after=timezone.now())
    work()
    assert len(outbox.outbox) == 1


# --- Without a mail server --------------------------------------------------------------------------------------


def test_without_a_server_a_mail_becomes_a_file_and_is_shown_in_the_terminal(
    work: Callable[[], None], settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.VAR_DIR, settings.EMAIL_BACKEND = tmp_path, "accounts.mail.FolderBackend"
    queue_mail("bob@example.com", "482913 はコードです", "482913")
    work()
    (file,) = (tmp_path / "mail").iterdir()
    assert stat.S_IMODE(os.stat(tmp_path / "mail").st_mode) == 0o700
    text = file.read_text(encoding="utf-8")
    assert "To: bob@example.com\nSubject: 482913 はコードです\n" in text
    assert text.endswith("\n\n482913\n")
    assert text in capsys.readouterr().out


# --- The address of the server ----------------------------------------------------------------------------------


def settings_with(**variables: str) -> subprocess.CompletedProcess[str]:
    ask = (
        "from config import settings as s;"
        "print(s.EMAIL_BACKEND.split('.')[-2], *(getattr(s, f'EMAIL_{n}', '') for n in "
        "('HOST', 'PORT', 'HOST_USER', 'HOST_PASSWORD', 'USE_SSL', 'USE_TLS')), s.DEFAULT_FROM_EMAIL, sep='|')"
    )
    environment = site_environment(**variables)
    command = [sys.executable, "-c", ask]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("address", "understood"),
    [
        ("", "mail|||||"),
        ("smtp://mail.example.org", "smtp|mail.example.org|587|||False|True"),
        ("smtp://u%40x:p%2Fw@mail.example.org:2525", "smtp|mail.example.org|2525|u@x|p/w|False|True"),
        ("smtp://127.0.0.1:25?tls=off", "smtp|127.0.0.1|25|||False|False"),
        ("smtps://u:p@mail.example.org", "smtp|mail.example.org|465|u|p|True|False"),
    ],
)
def test_one_variable_names_the_mail_server(address: str, understood: str, tmp_path: Path) -> None:
    done = settings_with(VAR_DIR=str(tmp_path), EMAIL_URL=address)
    assert done.stdout.strip().startswith(understood), done.stderr
    assert done.stdout.strip().endswith("Hiroba <noreply@localhost>")


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL is not understood"),
        ({"EMAIL_URL": "http://mail.example.org"}, "EMAIL_URL is not understood"),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL is not understood"),
        ({"EMAIL_URL": "smtp://mail.example.org:many"}, "EMAIL_URL is not understood"),
        ({"EMAIL_URL": "smtp://mail.example.org?tls=maybe"}, "EMAIL_URL is not understood"),
        ({"EMAIL_URL": "smtp://mail.example.org?ssl=on"}, "EMAIL_URL is not understood"),
        ({"DEFAULT_FROM_EMAIL": "the newsroom"}, "DEFAULT_FROM_EMAIL='the newsroom' is not an address"),
    ],
)
def test_a_wrong_mail_setting_stops_the_start_with_a_sentence(
    variables: dict[str, str], words: str, tmp_path: Path
) -> None:
    done = settings_with(VAR_DIR=str(tmp_path), **variables)
    assert done.returncode != 0
    assert words in done.stderr
