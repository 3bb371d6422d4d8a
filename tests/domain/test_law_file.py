"""A rules file with a mistake is refused with line and reason; the law in force stays what it was."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.law import Law
from app.errors import AppError, BadInput
from resources.loader import read_text
from ui.messages import message_of

NATIONAL = read_text("rules/national-2022.toml")


def fault(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        Law.from_texts([("office.toml", text)])
    return caught.value


def line(part: str, text: str = NATIONAL) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "said"),
    [
        ('["accepted"]\ndischarged_by = ["opinion', '["acepted"]\ndischarged_by = ["opinion', "handling", "acepted"),
        ("extension = 30", "extention = 30", "handling", "extention"),
        ('paths = ["duty_performance"]\nreading', 'paths = ["duty"]\nreading', "branch-five", "duty"),
        ('owner = "parties"', 'owner = "partys"', "judicial-confirmation", "partys"),
        ("length = { n = 5, unit", "length = { n = -5, unit", "unit-objection", "-5"),
        ("length = { n = 2, unit", "length = { m = 2, unit", "branch-five", "m"),
        ('act = "refuse"\n', 'act = "refuze"\n', "pending-below", "refuze"),
        ('clock = "branch-five"', 'clock = "branch-fife"', "duty_performance", "branch-fife"),
        ('D25 = "opinion"', 'D25 = "opinon"', "", "opinon"),
        ("[limits]\n", "[limit]\n", "", "limit"),
        ('stations = ["office"]\nwaived_if', 'stations = ["ofice"]\nwaived_if', "office-notice", "ofice"),
    ],
)  # fmt: skip
def test_a_typing_mistake_is_refused_at_its_line(right: str, wrong: str, rule: str, said: str) -> None:
    assert NATIONAL.count(right) == 1
    text = NATIONAL.replace(right, wrong)
    error = fault(text)
    assert error.code == "law.malformed"
    assert (error.details["file"], error.details["rule"]) == ("office.toml", rule)
    assert error.details["line"] == line(wrong, text)
    message = message_of(error)
    assert said in message.says and f"第 {line(wrong, text)} 行" in message.says
    assert "原有规则未动" in message.do


def test_text_that_is_no_toml_is_refused_at_its_line() -> None:
    text = NATIONAL.replace('owner = "parties"', "owner = parties", 1)
    assert fault(text).details["line"] == line("owner = parties", text)
    assert fault(NATIONAL + '\n[rules.handling]\nkind = "duty"\n').code == "law.malformed"
    assert fault(NATIONAL + "\n[rules.x\n").code == "law.malformed"


def test_a_field_that_is_missing_is_named() -> None:
    text = NATIONAL.replace('\nowner = "parties"', "", 1)
    error = fault(text)
    assert (error.details["rule"], "owner" in str(error.details["wrong"])) == ("judicial-confirmation", True)
    assert error.details["line"] == line("[rules.judicial-confirmation]", text)
    assert "profile" in str(fault("title = '无'\n").details["wrong"])


def test_two_texts_of_a_rule_in_force_on_one_day_are_refused() -> None:
    later = NATIONAL.replace("text_from = 2022-05-01", "text_from = 2030-01-01", 1)
    with pytest.raises(AppError) as caught:
        Law.from_texts([("old.toml", NATIONAL), ("new.toml", later)])
    assert (caught.value.code, caught.value.details["day"]) == ("law.overlap", "2030-01-01")
    ended = NATIONAL.replace("text_from = 2022-05-01", "text_from = 2022-05-01\ntext_to = 2029-12-31", 1)
    law = Law.from_texts([("old.toml", ended), ("new.toml", later)])
    assert law.rule("handling", date(2029, 12, 31)).text_to == date(2029, 12, 31)
    assert law.rule("handling", date(2030, 1, 1)).text_to is None


def test_an_end_before_the_beginning_is_refused() -> None:
    text = NATIONAL.replace("text_from = 2022-05-01", "text_from = 2022-05-01\ntext_to = 2021-12-31", 1)
    assert fault(text).code == "law.malformed"


def test_every_class_and_branch_has_its_clock_notice_and_remedy() -> None:
    law = Law.shipped()
    found = law.path("claim", "petition_procedure")
    assert found is not None and (found.clock, found.decision, found.remedy) == ("handling", "D25", "review")
    for branch in (
        "litigation",
        "arbitration",
        "party_appeal",
        "administrative_procedure",
        "duty_performance",
    ):
        path = law.path("claim", branch)
        assert path is not None and path.notice == "D15" and path.remedy in ("other-law", "reconsideration")
        assert path.clock != "handling"
    for purpose in ("suggestion", "accusation"):
        path = law.path(purpose, None)
        assert path is not None and path.remedy == "none"
    assert law.path("claim", None) is None


def test_an_overlay_without_rules_is_still_switched_on() -> None:
    law = Law.shipped(frozenset({"three-refusals"}))
    assert law.profiles == {"three-refusals"}
    assert law.grounds == Law.shipped(frozenset()).grounds, "ships empty (hall.md 13)"
