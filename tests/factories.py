"""The cast of the tests. Articles and members are made here; comments and votes are made by the verbs."""

from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from board.actions.comments import post_comment
from board.models import Article, Comment, Section
from board.rules import markup


def unlike(number: int) -> str:
    """The number in letters of which none can be mistaken for another, since look-alike names are refused."""
    return f"{number:o}".translate(str.maketrans("01234567", "abdfgkpt"))


class MemberFactory(DjangoModelFactory[User]):
    """A member with a verified address who may take part, and who has been here for a while."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"member {unlike(n)}")
    email = factory.Sequence(lambda n: f"member{n}@example.com")
    verified_at = factory.LazyFunction(timezone.now)
    joined_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=400))

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        password = fields.pop("password", None)
        user = model_class(*args, **fields)
        user.take_name(fields["name"])
        user.set_password(password)
        user.save()
        user.emailaddress_set.create(email=user.email, verified=user.verified_at is not None, primary=True)
        return user


class StaffFactory(MemberFactory):
    is_staff = True

    @factory.post_generation
    def group(self: Any, create: bool, extracted: str | None, **options: Any) -> None:
        if extracted:
            self.groups.add(Group.objects.get(name=extracted))


class SectionFactory(DjangoModelFactory[Section]):
    class Meta:
        model = Section

    name = factory.Sequence(lambda n: f"Section {n}")
    slug = factory.Sequence(lambda n: f"section-{n}")


class ArticleFactory(DjangoModelFactory[Article]):
    class Meta:
        model = Article

    section = factory.SubFactory(SectionFactory)
    headline = factory.Sequence(lambda n: f"Story {n}")
    slug = factory.Sequence(lambda n: f"story-{n}")
    body = "The council met on Tuesday. It decided **nothing**."
    body_html = factory.LazyAttribute(lambda article: markup.render_article(article.body))
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))


def say(article: Article, author: User, body: str = "A comment.", parent: Comment | None = None) -> Comment:
    """A comment, posted as members post them."""
    return post_comment(article, author, body, parent=parent)
