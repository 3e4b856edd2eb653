"""Rows that are read and written without the ORM come out as if it had done so."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import rows
from accounts.models import User
from board.models import Article, Comment
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db


def of_fields(instance) -> dict[str, object]:
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}


@pytest.mark.parametrize(("model", "table"), [(Comment, "board_comment"), (Article, "board_article")])
def test_what_is_read_is_what_the_orm_reads(model, table):
    say(ArticleFactory(), MemberFactory())
    stored = model.objects.get()
    (found,) = rows.read(model, "default", f"SELECT * FROM {table} WHERE id = %s", [stored.pk])
    assert of_fields(found) == of_fields(stored)
    assert [type(value) for value in of_fields(found).values()] == [
        type(value) for value in of_fields(stored).values()
    ]
    assert not found._state.adding


def test_columns_left_out_are_read_when_asked_for_and_others_become_attributes(django_assert_num_queries):
    comment = say(ArticleFactory(), MemberFactory(), "Otters.")
    sql = "SELECT 7 AS lucky, status, id FROM board_comment WHERE id = %s"
    (found,) = rows.read(Comment, "default", sql, [comment.pk])
    with django_assert_num_queries(0):
        assert (found.pk, found.status, found.lucky) == (comment.pk, "published", 7)
    with django_assert_num_queries(1):
        assert found.body == "Otters."


def test_no_row_is_an_empty_list():
    assert rows.read(User, "default", "SELECT * FROM accounts_user WHERE id = %s", [0]) == []


def test_what_is_stored_is_what_the_orm_would_store():
    article, author = ArticleFactory(), MemberFactory()

    def comment(number: int) -> Comment:
        return Comment(
            article=article, author=author, number=number, path=f"{number:07d}", body="# 100 %", html="<p>é</p>",
            renderer=1, submission=uuid4(), created_at=timezone.now(), popularity=0.25,
        )  # fmt: skip

    saved, inserted = comment(1), comment(2)
    saved.save(force_insert=True)
    rows.insert(inserted, "default")
    assert inserted.pk == Comment.objects.get(number=2).pk
    worked_out = {"shown": 1, "branch": 0}
    assert of_fields(Comment.objects.get(number=2)) == {**of_fields(inserted), **worked_out}
    inserted.body = "Later."
    inserted.save()
    assert Comment.objects.count() == 2


def test_the_database_refuses_a_second_row_of_one_number():
    comment = say(ArticleFactory(), MemberFactory())
    twin = Comment(**{**of_fields(comment), "id": None, "submission": None})
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(twin, "default")


class TestSession:
    def store(self, key: str | None = None):
        return import_module(settings.SESSION_ENGINE).SessionStore(key)

    def test_is_read_until_it_ends(self):
        written = self.store()
        written["word"] = "otter"
        written.save()
        assert self.store(written.session_key)["word"] == "otter"
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        ended = self.store(written.session_key)
        if settings.REDIS_URL:  # where the copy has the same end, which has not come
            return
        assert "word" not in ended
        assert ended.session_key is None

    def test_of_an_unknown_key_is_empty_and_gets_another_key(self):
        unknown = self.store("x" * 32)
        assert unknown.get("word") is None
        unknown["word"] = "otter"
        unknown.save()
        assert unknown.session_key != "x" * 32


def test_whoever_may_not_log_in_is_a_visitor_at_the_next_request():
    member, client = MemberFactory(), Client()
    client.force_login(member)
    assert member.name in client.get("/").text
    User.objects.update(is_active=False)
    assert member.name not in client.get("/").text
