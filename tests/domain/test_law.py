"""The law as data: which rule opens when, what ends it, and the card that tells why this date."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from app.domain.calendar import WorkCalendar
from app.domain.law import Law, default_profiles, shipped_profiles
from app.errors import BadInput, NotFound, Refused
from resources.loader import read_toml

CALENDAR = WorkCalendar.shipped()
LAW = Law.shipped()


def ids(*, opened_by: str, purpose: str, path: str | None = None, station: str = "office") -> set[str]:
    return {
        rule.id
        for rule in LAW.opened_by(opened_by)
        if rule.applies(purpose=purpose, path=path, station=station)
    }


def test_registering_a_claim_at_the_petition_office() -> None:
    assert ids(opened_by="registered", purpose="claim") == {"office-route", "office-notice", "system-entry"}


def test_registering_without_class_owes_the_class_today() -> None:
    assert "classify-today" in ids(opened_by="registered", purpose="undecided")
    assert "classify-today" not in ids(opened_by="registered", purpose="claim")


def test_an_accusation_is_routed_and_nothing_else() -> None:
    assert ids(opened_by="registered", purpose="accusation") == {"accusation-route"}
    assert ids(opened_by="accepted", purpose="accusation", path="petition_procedure") == set()


def test_a_suggestion_is_owed_a_reply_but_no_sixty_days() -> None:
    assert "suggestion-reply" in ids(opened_by="registered", purpose="suggestion")
    assert ids(opened_by="accepted", purpose="suggestion") == set()


@pytest.mark.parametrize(
    "path",
    ["litigation", "arbitration", "party_appeal", "administrative_procedure", "duty_performance"],
)
def test_sixty_days_only_for_the_petition_procedure(path: str) -> None:
    assert not {"handling", "presumed-handling"} & (
        ids(opened_by="accepted", purpose="claim", path=path)
        | ids(opened_by="unit-received", purpose="claim", path=path)
    )
    for known in ("petition_procedure", None):
        assert "handling" in ids(opened_by="accepted", purpose="claim", path=known)
        assert "presumed-handling" in ids(opened_by="unit-received", purpose="claim", path=known)


def test_two_months_only_for_branch_five() -> None:
    assert "branch-five" in ids(opened_by="unit-received", purpose="claim", path="duty_performance")
    assert "branch-five" not in ids(opened_by="unit-received", purpose="claim")


def test_no_right_is_lost_for_want_of_a_field() -> None:
    assert "review-request" in ids(opened_by="opinion-proved", purpose="undecided")


def test_an_unclear_address_lifts_the_notice_only_where_the_text_says_so() -> None:
    assert LAW.rule("unit-notice").waived_if == ("address-unclear-direct",)
    assert not LAW.rule("handling").waived_if


def test_a_unit_that_registers_has_received() -> None:
    for station in ("township", "department", "desk"):
        opened = set[str]()
        for milestone in LAW.milestones_of_registering(station):
            opened |= ids(opened_by=milestone, purpose="claim", station=station)
        assert "unit-notice" in opened
        assert not opened & {"office-route", "office-notice"}
    assert LAW.milestones_of_registering("office") == ("registered",)


def test_forwarding_presumes_the_units_clocks() -> None:
    presumed = {rule.id for rule in LAW.presumed_by("forwarded")}
    assert presumed == {"unit-notice", "unit-objection", "branch-five", "presumed-handling"}


def test_a_notice_is_timely_when_handed_over_and_discharged_only_by_proof() -> None:
    for rule_id in ("unit-notice", "office-notice", "handling-extension"):
        rule = LAW.rule(rule_id)
        assert all(name.endswith("-proved") or name == "answered" for name in rule.discharged_by)
        assert any(name.endswith("-handed") for name in rule.timely_by)
        assert "timely_by" in rule.reading


def test_the_offices_word_never_discharges_the_units_duty() -> None:
    unit = LAW.rule("unit-notice")
    assert not [name for name in (*unit.discharged_by, *unit.timely_by) if name.startswith("destination")]


def test_the_presumed_clock_ends_where_the_real_one_begins() -> None:
    rule = LAW.rule("presumed-handling")
    assert rule.presumed and rule.internal and "accepted" in rule.voided_by


def test_the_right_to_a_review_begins_with_proved_delivery() -> None:
    assert ids(opened_by="opinion-proved", purpose="claim", path="petition_procedure") == {"review-request"}
    assert "review-request" not in {rule.id for rule in LAW.opened_by("opinion-issued")}
    assert LAW.rule("re-examination").excludes == ("hearing",)


def test_the_card_of_a_clock() -> None:
    card = LAW.explain("handling", date(2026, 3, 2), CALENDAR, extend=30).as_json()
    assert list(card) == ["rule", "article", "from", "due_strict", "due_legal", "days"]
    assert (card["rule"], card["article"], card["from"]) == ("handling", "条例第三十四条", "2026-03-02")
    assert (card["due_strict"], card["due_legal"]) == ("2026-05-31", "2026-06-01")
    days: Any = card["days"]
    assert set(days[0]) == {"date", "counts", "why"}
    assert (days[0]["counts"], days[-1]["counts"], len(days)) == (False, False, 92)
    assert sum(day["counts"] for day in days) == 90
    assert all(re.search(r"[\u4e00-\u9fff]", day["why"]) for day in days)


def test_the_card_names_the_holiday_and_the_doubt() -> None:
    days = LAW.explain("unit-objection", date(2026, 4, 29), CALENDAR).days
    assert days[2].why == "劳动节放假，不计"
    assert days[-1].why == "劳动节调休上班，计入"
    later = LAW.explain("unit-objection", date(2026, 12, 28), CALENDAR)
    assert later.provisional and later.days[-1].why.endswith("（当年放假安排未公布，暂按此推算）")
    plain = LAW.explain("office-route", date(2026, 12, 24), CALENDAR)
    assert [day.day for day in plain.days if "未公布" in day.why] == [date(2027, 1, 8)]


@pytest.mark.parametrize(
    ("rule_id", "extend", "code"),
    [("handling", 31, "law.extension_too_long"), ("review", 1, "law.no_extension")],
)
def test_an_extension_beyond_the_law_is_refused(rule_id: str, extend: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        LAW.explain(rule_id, date(2026, 3, 2), CALENDAR, extend)
    assert refused.value.code == code
    assert rule_id != "handling" or refused.value.details["max"] == 30


def test_other_wrong_questions_are_bad_input() -> None:
    with pytest.raises(BadInput, match=r"law\.extension_negative"):
        LAW.explain("handling", date(2026, 3, 2), CALENDAR, -1)
    with pytest.raises(NotFound, match=r"law\.unknown_rule"):
        LAW.explain("no-such-rule", date(2026, 3, 2), CALENDAR)
    with pytest.raises(NotFound, match=r"law\.unknown_profile"):
        Law.shipped(frozenset({"no-such-profile"}))
    with pytest.raises(NotFound, match=r"law\.unknown_station"):
        LAW.milestones_of_registering("kiosk")


def test_what_is_uncertain_is_off_until_an_office_says_so() -> None:
    assert default_profiles() == {"system-entry", "rating-repair"}
    assert {profile.name for profile in shipped_profiles()} - default_profiles() == {
        "simple-handling",
        "evaluation-window",
        "shared-fifteen-days",
        "local-41",
        "local-11",
        "local-31",
        "local-33",
        "local-37",
        "mediation-days",
        "archive-days",
        "three-refusals",
    }
    assert LAW.profiles == {"system-entry", "rating-repair"}
    with pytest.raises(NotFound):
        LAW.rule("simple-route")
    assert Law.shipped(frozenset({"simple-handling"})).rule("simple-route").profile == "simple-handling"


def test_the_version_is_the_content() -> None:
    assert LAW.version == Law.shipped(frozenset({"system-entry", "rating-repair"})).version
    assert LAW.version != Law.shipped(frozenset()).version
    data = read_toml("rules/national-2022.toml")
    assert Law.from_data([data]).version == Law.shipped(frozenset()).version
    data["rules"]["handling"]["length"]["n"] = 61
    assert Law.from_data([data]).version != Law.shipped(frozenset()).version


def test_the_text_in_force_is_chosen_by_date() -> None:
    old, new = read_toml("rules/national-2022.toml"), read_toml("rules/national-2022.toml")
    old["text_to"], new["text_from"] = date(2029, 12, 31), date(2030, 1, 1)
    new["rules"]["handling"]["length"]["n"] = 45
    law = Law.from_data([old, new])
    assert law.explain("handling", date(2026, 3, 2), CALENDAR).due_strict == date(2026, 5, 1)
    assert law.explain("handling", date(2030, 3, 1), CALENDAR).due_strict == date(2030, 4, 15)
    assert law.explain("handling", date(2021, 3, 1), CALENDAR).due_strict == date(2021, 4, 30)
    assert [
        rule.text_from.year for rule in law.opened_by("accepted", date(2029, 12, 31)) if rule.id == "handling"
    ] == [2022]
    assert [rule.text_from.year for rule in law.opened_by("accepted") if rule.id == "handling"] == [2030]
    assert law.opened_by("accepted", date(2022, 4, 30)) == ()
    with pytest.raises(NotFound):
        law.rule("handling", date(2020, 1, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"opens": ["dreamt"]},
        {"kind": "wish"},
        {"severity": "X"},
        {"length": {"n": 1, "unit": "week"}},
        {"colour": "red"},
        {"length": {"n": -1, "unit": "day"}},
        {"opens": []},
        {"text_from": "2022"},
        {"opens": "registered"},
        {"length": 15},
    ],
)
def test_a_rules_file_with_a_mistake_is_refused(change: dict[str, object]) -> None:
    data = read_toml("rules/national-2022.toml")
    data["rules"]["handling"].update(change)
    with pytest.raises(BadInput, match=r"law\.malformed"):
        Law.from_data([data])
    with pytest.raises(BadInput, match=r"law\.malformed"):
        Law.from_data([{"rules": {}}])
