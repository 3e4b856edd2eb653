"""What is done to accounts: each verb one transaction, refused by a ValidationError whose text is a sentence."""

from contextlib import suppress
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import names
from accounts.models import User

Standing = User.Standing
MAX_REASON = 300


def open_account(
    email: str, name: str, password: str | None, *, verified: bool = False, password_hash: str = ""
) -> User:
    """A new member. Without a password they can log in through another site, or once they have reset it.

    ValidationError with the code `email_taken` or `name_taken` where somebody else has it, also if they were quicker.
    A caller that holds a transaction makes the hash of the password before, since that takes long.
    """
    validate_email(email)
    name = names.clean(name)
    if password is not None:
        validate_password(password, User(email=email, name=name))
    fields = {"verified_at": timezone.now()} if verified else {}
    for _attempt in range(3):
        refuse_taken_name(name)
        _refuse_taken_email(email)
        try:
            return User.objects.create_user(email, name, password, password_hash=password_hash, **fields)
        except IntegrityError:
            continue  # somebody took the name, the e-mail or the address at this moment: look again which
    raise ValidationError(_("Something got in the way. Please try again."), code="busy")


def refuse_taken_name(name: str) -> None:
    """ValidationError if a member has this name, or one that a reader could take for it."""
    if User.objects.filter(name_key=names.key(name)).exists():
        raise ValidationError(
            _("Another member has this name, or one that looks like it. Please choose another one."),
            code="name_taken",
        )


@transaction.atomic
def verify(user: User) -> User:
    """Notes that the member's e-mail address is theirs. Once is enough: the first time stays."""
    user.verified_at = _lock(user).verified_at or timezone.now()
    user.save(update_fields=["verified_at"])
    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
    return user


@transaction.atomic
def withdraw(user: User) -> None:
    """Takes back an account that was opened a moment ago and never used, so that its name and address are free."""
    stored = _lock(user)
    if stored.is_verified or stored.last_login or stored.is_staff:
        raise ValidationError(_("This account is in use already."), code="in_use")
    stored.delete()


def withdraw_unconfirmed(before: datetime) -> int:
    """Takes back what was opened before then and never confirmed, so that no name stays taken by nobody.

    What moderators did something about stays, for their log. Returns how many accounts that were.
    """
    count = 0
    for user in User.objects.filter(verified_at=None, last_login=None, is_staff=False, joined_at__lt=before):
        with suppress(ProtectedError, ValidationError):
            withdraw(user)
            count += 1
    return count


def suspend(user: User, *, until: datetime, reason: str) -> User:
    """Lets the member read but not take part until then. The suspension ends by itself."""
    if until <= timezone.now():
        raise ValidationError(_("A suspension must end in the future."), code="not_future")
    return _set_standing(user, Standing.SUSPENDED, reason, until=until)


def hold(user: User, *, reason: str) -> User:
    """From now on the member's comments wait until somebody has looked at them."""
    return _set_standing(user, Standing.HELD, reason)


@transaction.atomic
def warn(user: User, *, reason: str) -> User:
    """Says something to the member that they have to acknowledge before they take part again."""
    _refuse_reason(reason)
    _lock(user)
    user.warning = reason.strip()
    user.save(update_fields=["warning"])
    return user


@transaction.atomic
def acknowledge(user: User) -> User:
    """The member has read the warning."""
    _lock(user)
    user.warning = ""
    user.save(update_fields=["warning"])
    return user


def ban(user: User, *, reason: str) -> User:
    """Lets the member log in, read and see why, but not take part: without end."""
    return _set_standing(user, Standing.BANNED, reason)


@transaction.atomic
def lift(user: User) -> User:
    """Ends a suspension, a ban, or the holding of comments."""
    if _lock(user).standing == Standing.GOOD:
        raise ValidationError(
            _("There is nothing to lift: this member is in good standing."), code="good_standing"
        )
    return _store(user, Standing.GOOD, "", None)


@transaction.atomic
def _set_standing(user: User, standing: Standing, reason: str, *, until: datetime | None = None) -> User:
    _refuse_reason(reason)
    stored = _lock(user)
    if stored.standing == Standing.BANNED:
        raise ValidationError(_("This member is banned. Lift the ban first."), code="banned")
    if standing == Standing.HELD and stored.is_suspended:
        raise ValidationError(
            _("This member is suspended, and writes nothing that could be held."), code="banned"
        )
    return _store(user, standing, reason.strip(), until)


def _refuse_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why: the member is told."), code="no_reason")
    if len(reason.strip()) > MAX_REASON:
        raise ValidationError(
            _("Please give the reason in at most %(most)d characters.") % {"most": MAX_REASON},
            code="long_reason",
        )


def _store(user: User, standing: Standing, reason: str, until: datetime | None) -> User:
    user.standing, user.standing_reason, user.suspended_until = standing, reason, until
    user.save(update_fields=["standing", "standing_reason", "suspended_until"])
    return user


def _lock(user: User) -> User:
    """The member as they are stored now, held until the transaction ends."""
    # No stronger lock than needed: rows elsewhere that name the member wait for none of it.
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _refuse_taken_email(email: str) -> None:
    if User.objects.filter(email=email.lower()).exists():
        raise ValidationError(_("There is an account with this e-mail address already."), code="email_taken")
