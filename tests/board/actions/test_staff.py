from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from accounts.models import User
from board.actions import staff
from board.actions.refusals import Refused
from board.models import Article
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return StaffFactory(name="Ada", is_superuser=True)


@pytest.fixture
def member() -> User:
    return MemberFactory(name="Amber")


def change(member: User, administrator: User, **given: Any) -> User:
    as_they_are = {"name": member.name, "groups": [], "is_superuser": False, "is_active": True}
    return staff.change_member(member, administrator, **(as_they_are | given))


def test_whoever_is_in_a_group_or_an_administrator_may_use_the_admin(
    administrator: User, member: User
) -> None:
    editors = Group.objects.get(name="Editors")
    assert change(member, administrator, groups=[editors]).is_staff
    assert list(member.groups.all()) == [editors]
    assert not change(member, administrator).is_staff
    assert change(member, administrator, is_superuser=True).is_staff


def test_the_discussions_they_stand_in_show_it_at_once_and_no_others(
    administrator: User, member: User
) -> None:
    theirs, other = ArticleFactory(), ArticleFactory()
    say(theirs, member)
    say(other, administrator)
    before = dict(Article.objects.values_list("pk", "version"))
    change(member, administrator, name="Amber Two")
    after = dict(Article.objects.values_list("pk", "version"))
    assert [after[theirs.pk] - before[theirs.pk], after[other.pk] - before[other.pk]] == [1, 0]


def test_a_name_may_change_its_letters_but_not_become_anothers(administrator: User, member: User) -> None:
    assert change(member, administrator, name="AMBER").name == "AMBER"
    with pytest.raises(ValidationError, match="Another member has this name"):
        change(member, administrator, name="ada")
    assert User.objects.get(pk=member.pk).name == "AMBER"


def test_administrators_cannot_take_their_own_rights_away(administrator: User) -> None:
    for given in ({"is_superuser": False}, {"is_superuser": True, "is_active": False}):
        with pytest.raises(Refused, match="ask another administrator"):
            change(administrator, administrator, **given)
    assert User.objects.get(pk=administrator.pk).is_superuser
