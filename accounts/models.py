import uuid
from typing import Any, ClassVar, Self

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.addresses import address_of
from accounts.rows import Quick


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, name: str, password: str | None = None, *, password_hash: str = "", **fields: Any
    ) -> "User":
        """Stores a member as they are given; the verb that validates is actions.open_account.

        Hashing takes long: whoever calls this inside a transaction makes the hash before, with make_password.
        """
        user = self.model(email=email.lower(), password=password_hash or make_password(password), **fields)
        with transaction.atomic(using=self._db):
            user.take_name(name).save(using=self._db)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=user.is_verified)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """Whoever can start this command owns the site: their address is taken as verified."""
        fields = {"is_staff": True, "is_superuser": True, "verified_at": timezone.now(), **fields}
        return self.create_user(email, names.clean(name), password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(Quick, AbstractBaseUser, PermissionsMixin):
    """A member. They log in by e-mail or by name; others know them by name alone."""

    class Standing(models.TextChoices):
        GOOD = "good", _("good")
        HELD = "held", _("comments are held")
        SUSPENDED = "suspended", _("suspended")
        BANNED = "banned", _("banned")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=names.MAX_LENGTH)
    name_key = models.CharField(max_length=120, unique=True, editable=False)
    slug = models.CharField(max_length=60, unique=True, editable=False)
    picture = models.ImageField(_("picture"), upload_to="members/", blank=True)
    verified_at = models.DateTimeField(_("e-mail verified"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing, default=Standing.GOOD, editable=False
    )
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True, editable=False)
    standing_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    warning = models.CharField(
        _("warning to acknowledge"), max_length=300, blank=True, editable=False,
        help_text=_("Until they have, the member cannot comment."),
    )  # fmt: skip
    unread = models.PositiveIntegerField(_("notifications not read"), default=0, editable=False)
    is_active = models.BooleanField(_("can log in"), default=True)
    is_staff = models.BooleanField(_("can use the admin"), default=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        permissions: ClassVar = [
            ("moderate_user", "Can warn, hold, suspend and lift"),
            ("ban_user", "Can ban and lift a ban"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("member", self.slug)

    def take_name(self, name: str) -> Self:
        """Sets the display name with the key that keeps look-alikes out, and, the first time, the address."""
        self.name = name
        self.name_key = names.key(name)
        if not self.slug:
            self.slug = names.free_slug(name, lambda slug: User.objects.filter(slug=slug).exists())
        return self

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def is_suspended(self) -> bool:
        """A suspension ends by itself when its time has come; a ban does not."""
        if self.standing == self.Standing.BANNED:
            return True
        return self.standing == self.Standing.SUSPENDED and (
            self.suspended_until is None or self.suspended_until > timezone.now()
        )

    @property
    def initials(self) -> str:
        return names.initials(self.name)


class Limit(models.Model):
    """How often a key was spent in its present window: written by accounts.limits in one statement."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.BigIntegerField(db_index=True, help_text="When the window ends, in seconds since 1970.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class Mail(models.Model):
    """A mail that is still to be sent. It is deleted once it is, so that no task can send it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=998)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"
