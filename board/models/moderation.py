from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from board.models.articles import Article
from board.models.comments import Comment
from board.models.guard import Guard
from board.models.rules import HouseRule
from board.rules import chain, moments


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    def by(self, rule: Any = None, verb: str = "") -> Self:
        """Acts that were decided by this house rule, acts of this kind."""
        found = self.filter(rule=rule) if rule else self
        return found.filter(verb=verb) if verb else found

    def within(self, sections: Collection[int] | None) -> Self:
        """For a moderator of these sections (None: of all): what was done there, and what holds everywhere."""
        if sections is None:
            return self
        return self.filter(models.Q(article=None) | models.Q(article__section__in=sections))


class LogEntry(models.Model):
    """One act of moderation. The database refuses to change or delete an entry; undoing is a new act.

    Each entry holds the digest of the one before it, so that a log that was changed behind the database's back no
    longer fits together: see `board.rules.chain`. `salt` is random and shown nowhere, since the digests are public
    and nobody may find out by trying which member an entry is about.
    """

    class Verb(models.TextChoices):
        APPROVE = "approve", _("approved a comment")
        KEEP = "keep", _("kept a reported comment")
        GONE = "gone", _("closed reports: the author deleted the comment")
        REMOVE = "remove", _("removed a comment")
        RESTORE = "restore", _("restored a comment")
        REDACT = "redact", _("took words out of a comment")
        WARN = "warn", _("warned a member")
        HOLD = "hold", _("holds all comments of a member")
        SUSPEND = "suspend", _("suspended a member")
        BAN = "ban", _("banned a member")
        LIFT = "lift", _("lifted a sanction")
        APPEAL_GRANTED = "appeal-granted", _("granted an appeal")
        APPEAL_REFUSED = "appeal-refused", _("refused an appeal")
        COMMENTS_MODE = "comments-mode", _("changed who may comment")
        SLOW = "slow", _("changed how fast a discussion goes")
        VOID_VOTES = "void-votes", _("voided votes")
        RESTORE_VOTES = "restore-votes", _("restored votes")
        SEE_VOTERS = "see-voters", _("looked at who voted")
        WORD_RULE = "word-rule", _("changed a word rule")
        HOUSE_RULE = "house-rule", _("changed a house rule")
        REMIT = "remit", _("changed the sections of a moderator")
        SETTINGS = "settings", _("changed the settings of moderation")
        SCRUB = "scrub", _("deleted the text of comments removed long ago")

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="acts", verbose_name=_("moderator"),
        help_text=_("Empty: by itself, by a setting."),
    )  # fmt: skip
    verb = models.CharField(_("act"), max_length=20, choices=Verb)
    article = models.ForeignKey(Article, models.PROTECT, null=True, verbose_name=_("article"))
    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, related_name="log", verbose_name=_("comment")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="record", verbose_name=_("member")
    )
    rule = models.ForeignKey(HouseRule, models.PROTECT, null=True, verbose_name=_("house rule"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    internal = models.CharField(
        _("for moderators"), max_length=300, blank=True, help_text=_("Shown to moderators alone.")
    )
    before = models.CharField(_("before"), max_length=60, blank=True)
    after = models.CharField(_("after"), max_length=60, blank=True)

    salt = models.CharField(max_length=32, default=chain.new_salt)
    previous = models.CharField(
        max_length=64, blank=True, help_text="The digest of the entry before this one."
    )
    digest = models.CharField(_("digest"), max_length=64)

    objects: ClassVar[LogEntryQuerySet] = LogEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-at", "-id")
        default_permissions = ("view",)
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="log_newest"),
            models.Index(fields=["rule", "-at", "-id"], name="log_by_rule"),
            models.Index(fields=["verb", "-at", "-id"], name="log_by_verb"),
        ]
        constraints: ClassVar = [
            # One chain: no entry has two successors.
            models.UniqueConstraint(fields=["previous"], name="log_is_one_chain"),
        ]
        verbose_name = _("log entry")
        verbose_name_plural = _("moderation log")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_verb_display()}"

    @property
    def change(self) -> str:
        """From what to what, in words; nothing where the reason says it."""
        if self.before == self.after:
            return ""
        name, is_setting, value = self.after.partition("=")
        if is_setting:
            before = self.before.removeprefix(f"{name}=")
            return f"{setting_words(name)}: {state_words(before)} → {state_words(value)}"
        labels = dict(Comment.Status.choices)
        if self.comment_id and {self.before, self.after} <= labels.keys():
            return f"{labels[self.before]} → {labels[self.after]}"
        return f"{state_words(self.before)} → {state_words(self.after)}"

    @property
    def facts(self) -> list[object]:
        """All that the entry says, in a fixed order: what its digest is of."""
        return [
            *(
                self.salt,
                self.at,
                self.moderator_id,
                self.verb,
                self.article_id,
                self.comment_id,
                self.member_id,
            ),
            *(self.rule_id, self.reason, self.internal, self.before, self.after),
        ]


def state_words(stored: str) -> str:
    """How something was before or after an act, in words. When a suspension ends is stored in UTC."""
    standing, until, end = stored.partition(" until ")
    if until and (moment := moments.stored(end)):
        words = {"standing": state_words(standing), "until": moments.calendar(moment)}
        return gettext("%(standing)s until %(until)s") % words
    count, _space, votes = stored.partition(" ")
    if votes and count.isdecimal():
        return f"{count} {state_words(votes)}"
    choices = [*Article.Comments.choices, *User.Standing.choices]
    words = {"free": gettext("as fast as they come"), "slow": gettext("slow")}
    words |= {"counted": gettext("counted"), "void": gettext("void")}
    words |= {"True": gettext("yes"), "False": gettext("no")}
    return str((dict(choices) | words).get(stored, stored))


def setting_words(name: str) -> str:
    """What a setting of moderation is called; one that there is no more keeps its own name."""
    fields = {field.name: field.verbose_name for field in Guard._meta.fields}
    return str(fields.get(name, name))
