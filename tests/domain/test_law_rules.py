"""Every shipped rule is exercised: a test module declares the ids it exercises in a constant RULES_EXERCISED.

The house rule: a rule in resources/rules that no module under tests/ declares fails here, and so does a
declared rule that
does not exist. Declare an id only where a test looks at what the rule does.
"""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.domain.calendar import WorkCalendar
from app.domain.codes import codes
from app.domain.law import NATIONAL, UNDECIDED, Law, Rule, shipped_profiles
from app.errors import Refused
from resources.loader import read_toml

CALENDAR = WorkCalendar.shipped()
EVERYTHING = Law.shipped(frozenset(profile.name for profile in shipped_profiles()))
WORDS = read_toml("words/law.toml")

EXAMPLES: Final[dict[str, tuple[str, str, str]]] = {
    "office-route": ("2026-09-18", "2026-10-03", "2026-10-08"),
    "accusation-route": ("2026-03-06", "2026-03-21", "2026-03-23"),
    "office-notice": ("2026-09-25", "2026-10-10", "2026-10-10"),
    "unit-notice": ("2025-12-17", "2026-01-01", "2026-01-04"),
    "unit-objection": ("2026-09-30", "2026-10-13", "2026-10-13"),
    "branch-five": ("2026-01-15", "2026-03-15", "2026-03-16"),
    "handling": ("2026-03-02", "2026-05-01", "2026-05-06"),
    "presumed-handling": ("2026-03-02", "2026-05-16", "2026-05-18"),
    "handling-extension": ("2026-03-02", "2026-05-01", "2026-05-06"),
    "review-request": ("2026-04-01", "2026-05-01", "2026-05-06"),
    "review": ("2026-04-01", "2026-05-01", "2026-05-06"),
    "re-examination-request": ("2026-06-15", "2026-07-15", "2026-07-15"),
    "re-examination": ("2026-06-15", "2026-07-15", "2026-07-15"),
    "judicial-confirmation": ("2026-01-31", "2026-03-02", "2026-03-02"),
    "classify-today": ("2026-03-20", "2026-03-20", "2026-03-20"),
    "system-entry": ("2026-09-30", "2026-10-08", "2026-10-08"),
    "simple-route": ("2026-03-20", "2026-03-25", "2026-03-25"),
    "simple-handling": ("2026-03-20", "2026-04-03", "2026-04-03"),
    "evaluation": ("2026-04-01", "2026-05-01", "2026-05-06"),
    "shared-county-days": ("2026-03-03", "2026-03-07", "2026-03-09"),
    "local-41-forward": ("2026-03-02", "2026-03-07", "2026-03-09"),
    "local-41-handling": ("2026-04-01", "2026-05-01", "2026-05-06"),
    "notice-at-once": ("2026-03-20", "2026-03-20", "2026-03-20"),
    "reconsideration-request": ("2026-03-02", "2026-05-01", "2026-05-06"),
    "litigation-request": ("2026-01-15", "2026-07-15", "2026-07-15"),
    "local-33-forward": ("2026-09-30", "2026-10-13", "2026-10-13"),
    "local-33-handling": ("2026-04-01", "2026-05-01", "2026-05-06"),
    "local-37-review-notice": ("2026-03-20", "2026-03-25", "2026-03-25"),
    "local-37-recommendation": ("2026-04-01", "2026-05-01", "2026-05-06"),
    "local-31-recommendation": ("2026-04-01", "2026-05-01", "2026-05-06"),
    "mediation-days": ("2026-03-20", "2026-05-07", "2026-05-07"),
    "archive-days": ("2026-03-02", "2026-05-31", "2026-06-01"),
    "rating-repair": ("2026-03-02", "2026-03-11", "2026-03-11"),
}
"""Rule id to start, strict and legal last day."""

WITHOUT_LIMIT: Final = {
    "query-code-told",
    "suggestion-reply",
    "opinion-delivery",
    "review-delivery",
    "re-examination-delivery",
    "urgent-report",
    "objection-decision",
    "re-route",
    "dispute-decision",
    "assignment-report",
    "other-procedure",
    "answer-delivery",
    "fulfilment",
    "redone-opinion",
    "mediation-end-notice",
    "settlement-callback",
    "supervision-answer",
    "recommendation-answer",
    "reopened-work",
    "archive",
}
"""Duties whose day no text sets; of some whoever orders them sets it (`set_by_sender`)."""

RULES_EXERCISED: Final = (
    "office-route accusation-route office-notice unit-notice unit-objection branch-five "
    "handling presumed-handling handling-extension review-request review re-examination-request "
    "re-examination judicial-confirmation classify-today system-entry simple-route "
    "simple-handling evaluation shared-county-days local-41-forward local-41-handling "
    "suggestion-reply query-code-told opinion-delivery review-delivery re-examination-delivery "
    "notice-at-once reconsideration-request litigation-request local-33-forward local-33-handling "
    "local-37-review-notice local-37-recommendation local-31-recommendation mediation-days archive-days "
    "urgent-report objection-decision re-route dispute-decision assignment-report other-procedure "
    "answer-delivery fulfilment redone-opinion mediation-end-notice settlement-callback supervision-answer "
    "recommendation-answer reopened-work archive rating-repair"
)


def declared_ids() -> set[str]:
    """The ids in the constants RULES_EXERCISED (a tuple, or one text with blanks) of all modules under
    tests/."""
    found: set[str] = set()
    for path in Path(__file__).parent.parent.rglob("test_*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
            if any(isinstance(target, ast.Name) and target.id == "RULES_EXERCISED" for target in targets):
                value = ast.literal_eval(node.value)  # type: ignore[attr-defined]
                found.update(value.split() if isinstance(value, str) else value)
    return found


def test_every_shipped_rule_is_exercised_by_a_test() -> None:
    assert declared_ids() == {rule.id for rule in EVERYTHING.rules}


def test_what_this_module_declares_is_what_it_tests() -> None:
    assert set(RULES_EXERCISED.split()) == set(EXAMPLES) | WITHOUT_LIMIT


@pytest.mark.parametrize("rule_id", EXAMPLES)
def test_the_clock_of_every_rule_by_example(rule_id: str) -> None:
    start, strict, legal = EXAMPLES[rule_id]
    card = EVERYTHING.explain(rule_id, date.fromisoformat(start), CALENDAR)
    assert (card.due_strict.isoformat(), card.due_legal.isoformat()) == (strict, legal)


@pytest.mark.parametrize("rule_id", sorted(WITHOUT_LIMIT))
def test_a_duty_without_day_limit_is_owed_all_the_same(rule_id: str) -> None:
    assert EVERYTHING.rule(rule_id).kind == "duty"
    assert EVERYTHING.rule(rule_id).due(date(2026, 1, 5), CALENDAR) is None
    with pytest.raises(Refused, match=r"law\.no_day_limit"):
        EVERYTHING.explain(rule_id, date(2026, 1, 5), CALENDAR)


@pytest.mark.parametrize("rule", EVERYTHING.rules, ids=lambda rule: rule.id)
def test_every_rule_has_words_and_known_codes(rule: Rule) -> None:
    assert rule.title and rule.plain and rule.source
    assert WORDS["parties"][rule.owner] and WORDS["parties"][rule.to]
    assert WORDS["kinds"][rule.kind] and WORDS["severities"][rule.severity]
    for list_name, used in (
        ("purposes", rule.purposes),
        ("paths", tuple(path for path in rule.paths if path != UNDECIDED)),
        ("station_kinds", rule.stations),
        ("channels", rule.channels),
    ):
        assert set(used) <= {entry.code for entry in codes(list_name)}


@pytest.mark.parametrize("rule", EVERYTHING.rules, ids=lambda rule: rule.id)
def test_only_what_is_owed_by_an_office_is_a_duty(rule: Rule) -> None:
    if rule.owner in ("petitioner", "parties"):
        assert (rule.kind, rule.severity) == ("window", "W")
    assert rule.article or rule.internal
    assert set(rule.discharged_by) & set(rule.timely_by)
    assert not set(rule.opens) & {*rule.discharged_by, *rule.voided_by}


def test_words_of_rules_that_do_not_exist_are_gone() -> None:
    assert set(WORDS["rules"]) == {rule.id for rule in EVERYTHING.rules}


def test_the_national_file_holds_every_id_of_the_contract() -> None:
    contract = [
        "office-route",
        "unit-notice",
        "unit-objection",
        "office-notice",
        "handling",
        "handling-extension",
        "review-request",
        "review",
        "re-examination-request",
        "re-examination",
        "judicial-confirmation",
    ]
    national = {rule.id: rule for rule in Law.shipped(frozenset()).rules}
    assert set(contract) <= set(national)
    assert all(national[rule_id].profile == NATIONAL and national[rule_id].article for rule_id in contract)


def test_only_the_regulation_of_2022_is_cited() -> None:
    assert all(rule.text_from >= date(2022, 5, 1) for rule in EVERYTHING.rules)
