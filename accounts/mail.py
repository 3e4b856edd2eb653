"""How a queued mail leaves: to the mail server, or into files where there is none. Queued by accounts.tasks."""

import sys
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import Mail


def deliver(mail: Mail) -> None:
    """Hands the mail to the server. Its Message-ID is its own for ever, so that a second copy can be told."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.pk}@{domain}>", "Auto-Submitted": "auto-generated", **mail.headers}
    EmailMessage(mail.subject, mail.body, to=[mail.to], headers=headers).send()


class FolderBackend(BaseEmailBackend):
    """For a site without a mail server: each mail becomes a file in var/mail/, and is shown in the terminal."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = settings.VAR_DIR / "mail"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            text = _readable(message)
            stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
            (folder / f"{stamp}.txt").write_text(text, encoding="utf-8")
            sys.stdout.write(f"\n--- A mail, kept in {folder} ---\n{text}\n---\n")
            sys.stdout.flush()
        return len(email_messages)


def _readable(message: EmailMessage) -> str:
    headers = {"From": message.from_email, "To": ", ".join(message.to), "Subject": message.subject}
    lines = [f"{name}: {value}" for name, value in {**headers, **message.extra_headers}.items()]
    return "\n".join([*lines, "", str(message.body), ""])
