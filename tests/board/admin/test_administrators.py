"""What administrators alone do: names, rights, accounts, groups."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client

from accounts import names
from accounts.models import User
from board.actions import sanctions
from board.models import Article, Comment
from tests.board.admin.conftest import Cast
from tests.factories import MemberFactory

LIST = "/admin/accounts/user/"


def page_of(member: User) -> str:
    return f"{LIST}{member.pk}/change/"


def stored(member: User) -> User:
    return User.objects.get(pk=member.pk)


def test_who_is_put_into_a_group_can_use_the_admin_and_gets_a_badge_at_once(cast: Cast) -> None:
    before = Article.objects.get(pk=cast.article.pk).version
    moderators = Group.objects.get(name="Moderators")
    given = {"name": "Amber", "groups": [moderators.pk], "is_active": "on"}
    answer = cast.client("administrator").post(page_of(cast.author), given)
    assert [answer.status_code, stored(cast.author).is_staff] == [302, True]
    assert Article.objects.get(pk=cast.article.pk).version == before + 1
    assert ">Moderator<" in Client().get(cast.article.get_absolute_url()).content.decode()
    client = cast.client("author")
    assert client.get("/admin/board/comment/").status_code == 200
    cast.client("administrator").post(page_of(cast.author), {"name": "Amber", "is_active": "on"})
    assert [stored(cast.author).is_staff, client.get("/admin/").status_code] == [False, 403]
    assert Article.objects.get(pk=cast.article.pk).version == before + 2


def test_a_new_name_is_held_to_the_rules_and_shows_at_once(cast: Cast) -> None:
    client = cast.client("administrator")
    for name, sentence in (
        ("MILO", "Another member has this name"),
        ("x@y.com", "Please leave out the @"),
        ("Moderator", "could be taken for the site itself"),
    ):
        page = client.post(page_of(cast.author), {"name": name, "is_active": "on"}).content.decode()
        assert sentence in page
    assert stored(cast.author).name == "Amber"
    slug = cast.author.slug
    client.post(page_of(cast.author), {"name": "Amber Two", "is_active": "on"})
    member = stored(cast.author)
    assert [member.name, member.name_key, member.slug] == ["Amber Two", names.key("Amber Two"), slug]
    assert "Amber Two" in Client().get(cast.article.get_absolute_url()).content.decode()


def test_a_change_of_rights_leaves_a_sanction_that_came_meanwhile(cast: Cast) -> None:
    client = cast.client("administrator")
    client.get(page_of(cast.author))
    sanctions.ban(cast.author, cast.senior, reason="Threats")
    client.post(page_of(cast.author), {"name": "Amber", "is_active": "on"})
    assert stored(cast.author).standing == "banned"


def test_administrators_cannot_shut_themselves_out(cast: Cast) -> None:
    client = cast.client("administrator")
    for given in ({"is_active": "on"}, {"is_superuser": "on"}):
        page = client.post(page_of(cast.administrator), {"name": "Ada", **given}).content.decode()
        assert "You cannot take your own rights away" in page
    assert stored(cast.administrator).is_superuser and stored(cast.administrator).is_active


def test_a_closed_account_cannot_log_in_and_what_it_wrote_stays(cast: Cast) -> None:
    client = cast.client("author")
    cast.client("administrator").post(page_of(cast.author), {"name": "Amber"})
    assert not stored(cast.author).is_active
    assert client.get("/admin/").status_code == 302
    assert Comment.objects.filter(author=cast.author, status="published").exists()


@pytest.mark.parametrize("verified", [True, False])
def test_an_administrator_opens_an_account(cast: Cast, verified: bool) -> None:
    given = {"email": "New@Example.com", "name": "Newcomer", "password": "quiet harbour lamp"}
    answer = cast.client("administrator").post(
        f"{LIST}add/", given | ({"is_verified": "on"} if verified else {})
    )
    member = User.objects.get(name="Newcomer")
    assert [answer.status_code, answer.url] == [302, page_of(member)]
    assert [member.email, member.is_verified, member.is_staff] == ["new@example.com", verified, False]
    assert member.check_password("quiet harbour lamp")
    assert EmailAddress.objects.get(user=member).verified is verified


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "amber"}, "Enter a valid email address."),
        ({"email": ""}, "This field is required."),
        ({"email": "taken@example.com"}, "There is an account with this e-mail address already."),
        ({"name": "amber"}, "Another member has this name"),
        ({"name": "a@b.example"}, "Please leave out the @"),
        ({"password": "12345"}, "This password is too short."),
        ({"password": ""}, "This field is required."),
    ],
)
def test_an_account_that_cannot_be_opened_says_why(cast: Cast, wrong: dict[str, str], sentence: str) -> None:
    MemberFactory(email="taken@example.com")
    before = User.objects.count()
    given = {"email": "new@example.com", "name": "Newcomer", "password": "quiet harbour lamp"}
    answer = cast.client("administrator").post(f"{LIST}add/", given | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert User.objects.count() == before


def test_an_administrator_gives_a_new_password_that_is_held_to_the_rules(cast: Cast) -> None:
    client, address = cast.client("administrator"), f"{LIST}{cast.author.pk}/password/"
    assert client.post(address, {"password": "amber"}).status_code == 422
    assert client.post(address, {"password": "quiet harbour lamp"}).url == page_of(cast.author)
    assert stored(cast.author).check_password("quiet harbour lamp")
    assert client.get(f"{LIST}999999/password/").status_code == 404
    assert client.get(f"{LIST}x/password/").status_code == 404


def test_groups_are_for_administrators_and_the_two_that_the_site_knows_stay(
    cast: Cast, snapshot: Callable[[], Any]
) -> None:
    moderators = Group.objects.get(name="Moderators")
    address = f"/admin/auth/group/{moderators.pk}/"
    permissions = list(moderators.permissions.values_list("pk", flat=True))
    before = snapshot()
    for role in ("member", "moderator", "editor"):
        answer = cast.client(role).post(f"{address}change/", {"name": "X", "permissions": []})
        assert answer.status_code == 403
    client = cast.client("administrator")
    client.post(f"{address}change/", {"name": "X", "permissions": permissions})
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert snapshot() == before
    own = Group.objects.create(name="Interns")
    cast.member.groups.add(own)
    assert client.post(f"/admin/auth/group/{own.pk}/delete/", {"post": "yes"}).status_code == 403
    cast.member.groups.clear()
    assert client.post(f"/admin/auth/group/{own.pk}/delete/", {"post": "yes"}).status_code == 302
