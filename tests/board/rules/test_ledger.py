"""What readers are told of the reasons that moderators give."""

import pytest

from board.rules import ledger


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Alice insulted a baker", "(name) insulted a baker"),
        ("ALICE, stop", "(name), stop"),
        ("Malice is no reason", "Malice is no reason"),
        ("Alice Brown and Alice", "(name) Brown and (name)"),
        ("アリスさんの広告", "(name)さんの広告"),
        ("Off\x01 topic\ufffe", "Off topic"),
    ],
)
def test_names_and_what_no_feed_can_hold_are_left_out(words: str, told: str) -> None:
    assert ledger.reason("remove", words, ["Alice", "アリス", ""]) == told


def test_the_longer_of_two_names_goes_first() -> None:
    assert ledger.reason("remove", "Ann Lee (and Ann)", ["Ann", "Ann Lee"]) == "(name) (and (name))"


def test_a_rule_keeps_its_words_whatever_somebody_is_called() -> None:
    words = "No advertising: No, said the member"
    assert (
        ledger.reason("remove", words, ["No"], "No advertising") == "No advertising: (name), said the member"
    )


def test_a_name_is_no_pattern() -> None:
    assert ledger.reason("remove", "a.b axb a.b.", ["a.b"]) == "(name) axb (name)."


@pytest.mark.parametrize("verb", sorted(ledger.QUIET))
def test_of_some_acts_no_reason_is_told(verb: str) -> None:
    assert ledger.reason(verb, "badword", []) == ""
