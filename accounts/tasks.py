"""What the worker does for accounts. Every task may run twice without harm: see the command `work`."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.utils import timezone
from django_tasks import task

from accounts.mail import deliver
from accounts.models import Mail

logger = logging.getLogger(__name__)

# Before the second, third, … attempt.
PAUSES = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25), timedelta(hours=2)]


def queue_mail(to: str, subject: str, body: str, *, headers: dict[str, str] | None = None) -> Mail:
    """Stores a mail and the task that sends it. In a transaction that is undone, neither was there."""
    mail = Mail.objects.create(to=to, subject=subject, body=body, headers=headers or {})
    send_mail.enqueue(str(mail.pk))
    return mail


@task(priority=10)
def send_mail(mail_id: str, attempt: int = 1) -> str:
    """Sends a queued mail once. When the server cannot take it, the same is tried again after a pause.

    Returns what came of it. The last failure is raised, and stays with the task for the operator to see.
    """
    mail = Mail.objects.filter(pk=mail_id).first()
    if mail is None:
        return "was sent before"
    try:
        deliver(mail)
    except OSError as error:  # smtplib's errors are OSErrors too
        if attempt > len(PAUSES) or _is_final(error):
            logger.error("A mail could not be sent, and is given up: %s", error)
            mail.delete()
            raise
        pause = PAUSES[attempt - 1]
        logger.warning("A mail could not be sent, trying again in %s: %s", pause, error)
        send_mail.using(run_after=timezone.now() + pause).enqueue(mail_id, attempt + 1)
        return f"put off by {pause}: {error}"
    mail.delete()
    return "sent"


def _is_final(error: OSError) -> bool:
    """Whether the server said that this recipient will never do (a code of 500 or above)."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )
