"""A desk as it is on a bad morning: comments of real-life length in two scripts, long names, many reports, records."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from board.actions import cases, sanctions
from board.actions.comments import post_comment
from board.actions.moderation import remove
from board.actions.reports import report_as_visitor, report_comment
from board.models import Article, Case, Comment, Guard, Note, Report, WordRule
from tests.factories import MemberFactory

SHORT = "Of course he did. They all do."
SPAM = "Best exchange rates in town, no questions asked: https://example.com/rates?member=4471 — ask Theo."
LONG = """I have lived on this road for thirty-one years, and I remember the last time somebody at the town hall had \
this idea. They painted the lines on a Saturday, and on Monday the fish lorries stood where the children cross.

What nobody says in this article: the figures that the office shows are from **February**, when half of the shops are \
shut. I asked for the ones from August, in writing, twice. Mr Halvorsen told me on the telephone that I should "find a \
hobby". He is paid from our taxes, he has a boat that he did not buy from his salary, and everybody at the harbour \
knows whose brother got the contract for the paint.

- The survey was one page, and it was in the library for nine days
- The bus does not go there on Sundays at all
- My neighbour, who is 84, walks two kilometres for her medicine

So before you tell me again that I am "against everything": come and stand at the corner with me at half past seven."""
JAPANESE = """この記事に書かれている数字は、二月のものだけです。店の半分が閉まっている季節に数えて\
「人通りが少ない」と言われても、納得できる人はいないでしょう。八月の数字を二度、文書で請求しましたが、返事はありませんでした。

それから、誰も言わないので書きますが、あの課長は港では有名な嘘つきです。塗料の契約を取ったのが誰の弟か、みんな知っています。\
こういう人間が町の税金で船を買って、日曜日に私たちの前を通り過ぎていくのです。恥を知れと言いたい。

日曜日の歩行者天国そのものには反対していません。ただ、八十四歳の隣人が薬のために二キロ歩かなければならないことを、\
一度でも考えたことがあるのでしょうか。"""
UNBROKEN = "WAKEUPPEOPLE" * 12 + " and " + "ｗ" * 60
TEXTS = (LONG, SHORT, JAPANESE, SPAM, "You are a fool, and your mother votes for them.", UNBROKEN, LONG[:420])
NAMES = (
    "Maximiliana Featherstonehaugh-Cholmondeley", "広場で三十年暮らしている元連絡船の船長", "K", "oyster bay 2",
    "The Only Honest Taxpayer Left In Hoshimi", "みどり", "Jörgen Ångström",
)  # fmt: skip
REMARKS = (
    "",
    "He names somebody who works at my school and cannot answer here.",
    "前にも同じことを三つの記事の下に書いています。別の名前でも書いていると思います。ご確認ください。",
    "I know that this is harsh, but please look at the second paragraph: it says that a named official took money, "
    "and there is no proof of it at all. My lawyer says that you are liable from the moment that you know.",
)


def fill(count: int = 30) -> None:
    """Puts so many comments on the desk, under the newest stories, and nothing that is there already off it."""
    Guard.objects.update(heated_signs=0)  # it would slow down whoever fills the desk
    Article.objects.update(heated_until=None)
    stories = list(Article.objects.exclude(comments_mode="closed").published().order_by("-pk")[:5])
    writers = [writer(name) for name in NAMES]
    readers = [
        writer(f"{name} of the lane")
        for name in ("Ana", "Bo", "Cy", "Dot", "Eve", "Fay", "Gus", "Hal", "Ivo")
    ]
    moderator = User.objects.filter(groups__name="Moderators").order_by("pk")[0]
    for number in range(count):
        story, author = stories[number % len(stories)], writers[number % len(writers)]
        parent = Comment.objects.published().filter(article=story).order_by("number").first()
        comment = post_comment(
            story, author, TEXTS[number % len(TEXTS)], parent=parent if number % 2 else None
        )
        if number % 4 == 3 or not comment.is_published:
            hold(comment, number)
        else:
            report(comment, readers[: 1 + number * 5 % 9], number)
    give_records(writers, stories[0], moderator)


def spammer(name: str, stories: int = 3) -> None:
    """Somebody new who says the same under some stories, and is reported for the first."""
    member = MemberFactory(name=name, email=f"{name.replace(' ', '.')}@example.org")
    reader = User.objects.get(email="reader@example.com")
    Guard.objects.update(heated_signs=0, hold_new_links=False, hold_repeated=False)
    articles = Article.objects.filter(comments_mode="open").published().order_by("pk")[:stories]
    comments = [post_comment(article, member, f"Buy my boats, {name}.") for article in articles]
    report_comment(comments[0], reader, "spam", "He has written this under three stories.")
    Case.objects.filter(pk=comments[0].pk).update(priority=100)


def writer(name: str) -> User:
    email = f"{abs(hash(name))}@example.org"
    found = User.objects.filter(name=name).first() or MemberFactory(name=name, email=email)
    User.objects.filter(pk=found.pk).update(
        joined_at=timezone.now() - timedelta(days=4 + 97 * found.pk % 2000)
    )
    return found


def report(comment: Comment, readers: list[User], number: int) -> None:
    reasons = Report.Reason.values
    for index, reader in enumerate(readers):
        report_comment(
            comment, reader, reasons[(number + index) % len(reasons)], REMARKS[(number + index) % 4]
        )
    if number % 5 == 0:
        report_as_visitor(comment, "Astrid Moen-Sørensen", f"astrid{number}@example.com", REMARKS[3])
    opened = timezone.now() - timedelta(minutes=17 * number)
    Case.objects.filter(pk=comment.pk).update(opened_at=opened)


def hold(comment: Comment, number: int) -> None:
    """As a rule holds it that was there before."""
    rule, _is_new = WordRule.objects.get_or_create(
        words="exchange rates", defaults={"note": "Rings of spammers"}
    )
    causes = Case.Cause.values
    cause = Case.Cause.WORDS if "exchange" in comment.body else Case.Cause(causes[number % (len(causes) - 1)])
    Comment.objects.filter(pk=comment.pk).update(status=Comment.Status.HELD)
    given = {"caught": "exchange rates", "rule": rule} if cause == Case.Cause.WORDS else {}
    cases.hold(comment, cause, **given)


def give_records(writers: list[User], story: Article, moderator: User) -> None:
    for member in writers[::2]:
        for _ in range(3):
            remove(
                post_comment(story, member, SHORT),
                moderator,
                reason="Argue with the words, not with the person",
            )
        sanctions.warn(
            member, moderator, reason="Insults, again and again: please read the second house rule."
        )
    Note.objects.create(
        member=writers[0], author=moderator,
        text="Wrote to us in May: is in the middle of a law suit with the town. Be exact with what you remove, "
        "and say why.",
    )  # fmt: skip
