"""Who changes the house rules, and what the log says of it."""

from typing import Any

import pytest

from accounts.models import User
from board.actions import moderation, rules
from board.actions.refusals import Refused
from board.models import HouseRule, LogEntry, Policy
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say


@pytest.fixture
def senior(db: None) -> User:
    return StaffFactory(name="Sela", group="Senior moderators")


@pytest.fixture
def rule(db: None) -> HouseRule:
    return HouseRule.objects.create(title="Be kind", text="No insults here.", position=2)


def logged() -> list[Any]:
    """Verb, moderator and reason of each entry; a rule that may be deleted is named, and not referred to."""
    assert not LogEntry.objects.exclude(rule=None).filter(verb="house-rule").exists()
    return list(LogEntry.objects.order_by("pk").values_list("verb", "moderator__name", "reason"))


def test_a_rule_is_added_and_logged(senior: User) -> None:
    rule = rules.add_rule(senior, title="  Be \n kind ", text="Please.\r\nDo.\0", position=7)
    assert [rule.title, rule.text, rule.position, rule.is_retired] == ["Be kind", "Please.\nDo.", 7, False]
    assert logged() == [("house-rule", "Sela", "Be kind: added at position 7")]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"title": "Be civil"}, "Be kind: “Be kind” → “Be civil”"),
        ({"text": "No mockery here."}, "Be kind: text “…insults…” → “…mockery…”"),
        ({"position": 5}, "Be kind: position 2 → 5"),
        ({"is_retired": True}, "Be kind: retired"),
        ({"title": "Be civil", "position": 1}, "Be kind: “Be kind” → “Be civil”; position 2 → 1"),
    ],
)
def test_each_change_is_one_entry_that_says_from_what_to_what(
    senior: User, rule: HouseRule, given: dict[str, Any], reason: str
) -> None:
    rules.change_rule(rule, senior, **given)
    rule.refresh_from_db()
    assert {name: getattr(rule, name) for name in given} == given
    assert logged() == [("house-rule", "Sela", reason)]


def test_a_retired_rule_comes_into_force_again(senior: User, rule: HouseRule) -> None:
    rules.change_rule(rule, senior, is_retired=True)
    assert rule not in HouseRule.objects.in_force()
    rules.change_rule(rule, senior, is_retired=False)
    assert rule in HouseRule.objects.in_force()
    assert logged()[-1][2] == "Be kind: in force again"


def test_what_it_says_already_is_no_act(senior: User, rule: HouseRule) -> None:
    rules.change_rule(rule, senior, title=" Be kind", text="No insults here.\r\n", position=2)
    rules.change_policy(senior, " ")
    assert logged() == []


def test_the_longest_change_fits_into_the_log(senior: User, rule: HouseRule) -> None:
    rules.change_rule(rule, senior, title="x" * 80)
    rules.change_rule(rule, senior, title="y" * 80, text="z" * 5000, position=30_000, is_retired=True)
    assert len(LogEntry.objects.latest("pk").reason) <= 300


def test_the_second_of_two_is_told_and_overwrites_nothing(senior: User, rule: HouseRule) -> None:
    rules.change_rule(rule, senior, title="Be civil")
    with pytest.raises(Refused, match="meanwhile") as refusal:
        rules.change_rule(rule, senior, seen={"title": "Be kind"}, title="Be nice")
    assert refusal.value.conflict
    rules.change_rule(rule, senior, seen={"title": "Be kind", "position": 2}, position=4)
    rule.refresh_from_db()
    assert [rule.title, rule.position, LogEntry.objects.count()] == ["Be civil", 4, 2]


def test_two_rules_are_not_called_the_same(senior: User, rule: HouseRule) -> None:
    other = HouseRule.objects.exclude(pk=rule.pk)[0]
    for attempt in (
        lambda: rules.add_rule(senior, title="Be kind"),
        lambda: rules.change_rule(other, senior, title="Be kind"),
    ):
        with pytest.raises(Refused, match="already"):
            attempt()
    with pytest.raises(Refused, match="in a few words"):
        rules.add_rule(senior, title=" ")
    assert logged() == []


def test_a_rule_is_deleted_as_long_as_nothing_was_decided_by_it(senior: User, rule: HouseRule) -> None:
    rules.change_rule(rule, senior, position=9)
    rules.delete_rule(rule, senior)
    assert not HouseRule.objects.filter(title="Be kind").exists()
    assert logged()[-1] == ("house-rule", "Sela", "Be kind: deleted")


def test_a_rule_that_is_used_is_retired_instead(senior: User, rule: HouseRule) -> None:
    moderation.remove(say(ArticleFactory(), MemberFactory()), senior, rule=rule)
    with pytest.raises(Refused, match="Retire it instead"):
        rules.delete_rule(rule, senior)
    assert [HouseRule.objects.filter(pk=rule.pk).count(), LogEntry.objects.count()] == [1, 1]


def test_what_stands_before_the_rules_is_written_and_logged(senior: User) -> None:
    rules.change_policy(senior, "Write to us.\r\n")
    rules.change_policy(senior, "Write to *them*.", seen="Write to us.")
    assert Policy.objects.get().text == "Write to *them*."
    assert [entry[2] for entry in logged()] == [
        "Introduction: text “” → “Write to us.”",
        "Introduction: text “…us…” → “…*them*…”",
    ]
    with pytest.raises(Refused, match="meanwhile"):
        rules.change_policy(senior, "Mine.", seen="Write to us.")
    assert [Policy.objects.get().text, LogEntry.objects.count()] == ["Write to *them*.", 2]


@pytest.mark.parametrize("group", ["Moderators", "Editors", None])
def test_nobody_but_senior_moderators_and_administrators(rule: HouseRule, group: str | None) -> None:
    who = StaffFactory(group=group)
    for attempt in (
        lambda: rules.add_rule(who, title="X"),
        lambda: rules.change_rule(rule, who, title="X"),
        lambda: rules.delete_rule(rule, who),
        lambda: rules.change_policy(who, "X"),
    ):
        with pytest.raises(Refused, match="Only a senior moderator"):
            attempt()
    assert [logged(), HouseRule.objects.filter(title="Be kind").count(), Policy.objects.get().text] == [
        [],
        1,
        "",
    ]
    rules.change_rule(rule, StaffFactory(is_superuser=True), title="X")
    assert LogEntry.objects.count() == 1
