"""A small town in which each kind of thing is hidden that readers must not see, each with a word of its own.

It is made in two steps: first all is there to be read, as it was on a real site when somebody opened its pages; then
it is hidden.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from accounts.models import User
from board.actions import appeals, articles, cases, moderation, reports, sanctions, voiding
from board.actions.comments import change_status, delete_comment, edit_comment, lock
from board.actions.log import record
from board.actions.scrubbing import scrub
from board.actions.votes import cast_vote
from board.models import Article, Case, Comment, Guard, LogEntry, WordRule
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, StaffFactory, say, unlike

PUBLIC = "Openwords everybody may read."


@dataclass
class Secret:
    """A word that stands nowhere but in what is hidden; who may see it all the same."""

    word: str
    what: str
    may: set[int] = field(default_factory=set)


@dataclass
class World:
    secrets: list[Secret] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(64))
    comments: dict[str, Comment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.author, self.neighbour = MemberFactory(name="Amber"), MemberFactory(name="Nils")
        self.stranger = MemberFactory(name="Stina")
        self.mona = StaffFactory(name=self.secret("a moderator's name"), group="Moderators")
        self.sela = StaffFactory(name=self.secret("a senior moderator's name"), group="Senior moderators")
        self.reporter = MemberFactory(name=self.secret("who reported"))
        self.voter = MemberFactory(name=self.secret("whose votes were voided"))
        for person in (self.mona, self.sela, self.reporter, self.voter):
            self.allow(person.name, person)
        section = SectionFactory(name="Town", slug="town")
        self.story = ArticleFactory(section=section, slug="story", headline="The story")
        headline = self.secret("the headline of a story that was taken back")
        self.withdrawn = ArticleFactory(section=section, slug="withdrawn", headline=headline)
        self.draft = ArticleFactory(
            section=section, slug="draft", headline=self.secret("a draft's headline"), published_at=None
        )
        self.base = say(self.story, self.neighbour, PUBLIC)

    # --- Words ------------------------------------------------------------------------------------------------------

    def secret(self, what: str, *may: User) -> str:
        """A new word. In letters that are taken for no others, since some are members' names."""
        word = f"Zq{unlike(next(self.numbers))}zq"
        self.secrets.append(Secret(word, what, {member.pk for member in may}))
        return word

    def allow(self, word: str, member: User) -> None:
        next(secret for secret in self.secrets if secret.word == word).may.add(member.pk)

    # --- What is there first ----------------------------------------------------------------------------------------

    def publish(self) -> None:
        """What will be hidden is still to be read, and others have answered and quoted it."""
        for kind in ("removed", "deleted", "redacted", "scrubbed", "held edit"):
            self.say(kind, with_reply=True)
            self.say(f"{kind}, quoted", quoted=True)
            self.say(f"{kind}, alone")
            self.say(f"{kind}, in an earlier text", earlier=True)
        body = self.secret("a comment under a story that was taken back")
        self.comments["withdrawn"] = say(self.withdrawn, self.author, body)
        for n in range(7):
            say(self.story, self.stranger, f"{PUBLIC} {n}")
        cast_vote(self.base.pk, self.voter, 1)
        cast_vote(self.base.pk, self.stranger, 1)

    def say(
        self, kind: str, *, with_reply: bool = False, quoted: bool = False, earlier: bool = False
    ) -> None:
        word = self.secret(kind)
        comment = say(
            self.story, self.author, f"Then {word} it was.", parent=None if with_reply else self.base
        )
        if earlier:
            comment = edit_comment(comment, self.author, "Something else entirely.")
        if with_reply:
            say(self.story, self.neighbour, f"{PUBLIC} Below.", parent=comment)
        if quoted:
            body = f"> #{comment.pk} Amber:\n> Then {word} it was.\n\n{PUBLIC}"
            quoting = say(self.story, self.neighbour, body, parent=self.base)
            edit_comment(quoting, self.neighbour, f"{body} Twice.")
        self.comments[kind] = comment

    # --- What is done to it -----------------------------------------------------------------------------------------

    def hide(self) -> None:
        for kind, comment in list(self.comments.items()):
            comment.refresh_from_db()
            comment.article = Article.objects.get(pk=comment.article_id)
            if kind.startswith(("removed", "scrubbed")):
                moderation.remove(comment, self.mona, reason="A house rule")
            elif kind.startswith("deleted"):
                delete_comment(comment, self.author)
            elif kind.startswith("redacted"):
                moderation.redact(comment, self.mona, body=f"{PUBLIC} What is left.", reason="A house rule")
            elif kind.startswith("held edit"):
                self.hold_edit(kind, comment)
        self.scrub()
        for cause in Case.Cause.values:
            self.hold(cause)
        self.report_and_note()
        self.withdrawn.refresh_from_db()
        self.withdrawn.published_at = None
        articles.save_article(self.withdrawn, self.sela)

    def scrub(self) -> None:
        gone = [comment.pk for kind, comment in self.comments.items() if kind.startswith("scrubbed")]
        Comment.objects.filter(pk__in=gone).update(kept_since="2001-01-01T00:00Z")
        Guard.objects.update(keep_removed_days=3650)
        scrub()

    def hold_edit(self, kind: str, comment: Comment) -> None:
        word = self.secret(f"{kind}: its new text", self.author)
        next(secret for secret in self.secrets if secret.what == kind).may.add(self.author.pk)
        comment = edit_comment(comment, self.author, f"Now {word} it is.")
        comment.article = lock(comment.article_id)
        if comment.status != "held":
            change_status(comment, Comment.Status.HELD)
        self.comments[kind] = comment
        cases.hold(comment, Case.Cause.WORDS)

    def hold(self, cause: str) -> None:
        """It quotes what can be read; every other one answers it too."""
        Article.objects.filter(pk=self.story.pk).update(comments_mode="premoderated")
        rule = WordRule.objects.create(
            words=self.secret("a word rule"), note=self.secret("a word rule's note")
        )
        parent = self.base if len(self.comments) % 2 else None
        body = f"> #{self.base.pk} Nils:\n> {PUBLIC}\n\nBut {self.secret(f'held: {cause}', self.author)}."
        comment = say(self.story, self.author, body, parent=parent)
        caught = self.secret("the very words that a rule caught")
        cases.hold(comment, Case.Cause(cause), caught=caught, rule=rule)
        self.comments[f"held: {cause}"] = comment
        Article.objects.filter(pk=self.story.pk).update(comments_mode="open")

    def report_and_note(self) -> None:
        what = "a report's remark"
        reports.report_comment(self.base, self.reporter, "spam", self.secret(what, self.reporter))
        name, email = self.secret("a visitor's name"), self.secret("a visitor's address")
        reports.report_as_visitor(self.base, name, f"{email}@example.net", self.secret("a visitor's remark"))
        reports.report_comment(
            self.comments["redacted"], self.reporter, "other", self.secret(what, self.reporter)
        )
        sanctions.add_note(self.author, self.mona, self.secret("a moderator's note"))
        sanctions.warn(self.neighbour, self.mona, reason="A house rule")
        removal = LogEntry.objects.filter(verb="remove", comment=self.comments["removed"]).latest("pk")
        appeal = appeals.appeal(removal, self.author, self.secret("an appeal", self.author))
        appeals.answer_appeal(appeal, self.sela, False, "It stands.")
        internal = self.secret("what a moderator noted with an act")
        record(LogEntry.Verb.KEEP, self.mona, article=self.story, comment=self.base, internal=internal)
        voiding.see_voters(self.sela, reason=self.secret("why a senior looked at votes"), comment=self.base)
        voiding.void_votes(self.voter, self.sela, reason="A house rule")
