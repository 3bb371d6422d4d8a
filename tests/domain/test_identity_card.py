"""Identity numbers: every vector of the reference holds, and nothing typed ever stops a registration."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identity_card import KINDS, check_identity, identity_check_character
from app.domain.organisation_code import check_organisation
from resources.loader import read_toml

TODAY = date(2026, 11, 21)
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent.parent / "files" / "id_vectors.tsv")
    .read_text("utf-8")
    .splitlines()[1:]
]
KIND_OF = {
    "resident18": "resident_card",
    "resident15": "resident_card",
    "gat_residence18": "residence_permit",
    "foreign_pr18": "foreign_permanent",
}
WARNING_OF = {
    "valid": [()],
    "valid_legacy": [("identity.legacy",)],
    "bad_check": [("identity.bad_check",)],
    "bad_date": [("identity.bad_date",), ("identity.future_birth",)],
    "bad_length": [("identity.bad_length",)],
}


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] != "uscc"], ids=lambda row: row[1])
@pytest.mark.parametrize("given_kind", [True, False])
def test_reference_vectors_of_persons(row: list[str], given_kind: bool) -> None:
    kind = KIND_OF[row[0]]
    finding = check_identity(kind if given_kind else "", row[1], today=TODAY)
    assert finding.kind == kind
    assert finding.warnings in WARNING_OF[row[2]]


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] == "uscc"], ids=lambda row: row[1])
def test_reference_vectors_of_organisations(row: list[str]) -> None:
    expected = {
        "valid": (),
        "bad_char": ("organisation.bad_character",),
        "bad_check": ("organisation.bad_check",),
    }
    assert check_organisation(row[1]).warnings == expected[row[2]]


def test_a_good_number_tells_birth_sex_and_place() -> None:
    finding = check_identity("", "410721199003070010", today=TODAY)
    assert (finding.birth, finding.sex, finding.region_code) == (date(1990, 3, 7), "male", "410721")
    assert check_identity("", "411202200002290126", today=TODAY).sex == "female"


def test_an_old_number_becomes_the_new_one() -> None:
    finding = check_identity("", "410721900307001", today=TODAY)
    assert (finding.number, finding.legacy, finding.birth) == ("410721199003070010", True, date(1990, 3, 7))


def test_nothing_is_derived_from_a_number_that_fails_its_check() -> None:
    finding = check_identity("resident_card", "410721199003070011", today=TODAY)
    assert (finding.birth, finding.sex, finding.region_code) == (None, None, None)


def test_full_width_small_x_and_spaces_are_read() -> None:
    finding = check_identity("", " ４１１２２２ 19700615 101x ", today=TODAY)
    assert (finding.number, finding.warnings) == ("41122219700615101X", ())


def test_a_foreigners_card_has_no_region() -> None:
    finding = check_identity("", "941840197911080011", today=TODAY)
    assert (finding.region_code, finding.birth) == (None, date(1979, 11, 8))
    assert check_identity("", "USA110012345678", today=TODAY).kind == "foreign_permanent"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("E12345678", "passport"),
        ("EA1234567", "passport"),
        ("H1234567801", "hk_macao_permit"),
        ("M12345678", "hk_macao_permit"),
        ("12345678", "taiwan_permit"),
        ("军字第123号", "other"),
        ("", "none"),
        ("41072119900307001", "resident_card"),
    ],
)
def test_the_kind_is_guessed_from_the_number(number: str, kind: str) -> None:
    assert check_identity("", number, today=TODAY).kind == kind


def test_a_chosen_kind_that_does_not_fit_is_a_hint() -> None:
    assert (
        "identity.other_kind" in check_identity("resident_card", "810000199903071013", today=TODAY).warnings
    )
    assert (
        "identity.other_kind" in check_identity("resident_card", "941840197911080011", today=TODAY).warnings
    )
    assert check_identity("taiwan_permit", "ABC", today=TODAY).warnings == ("identity.unusual_shape",)
    assert check_identity("dog_licence", "1", today=TODAY).warnings == ("identity.unknown_kind",)


def test_a_hundred_and_thirty_years_is_a_hint() -> None:
    seventeen = "41072118900101001"
    finding = check_identity("", seventeen + identity_check_character(seventeen), today=TODAY)
    assert finding.warnings == ("identity.improbable_age",)


@given(st.sampled_from(["", *KINDS, "unknown"]), st.text(max_size=30))
def test_nothing_typed_raises_and_every_warning_has_words(kind: str, number: str) -> None:
    words = read_toml("words/fields.toml")["warnings"]
    finding = check_identity(kind, number, today=TODAY)
    assert all(words[warning] for warning in finding.warnings)
    assert all(words[warning] for warning in check_organisation(number).warnings)


@given(
    st.dates(date(1910, 1, 1), TODAY), st.integers(0, 999), st.sampled_from(["410721", "140423", "411222"])
)
def test_every_well_made_number_passes(birth: date, sequence: int, place: str) -> None:
    seventeen = f"{place}{birth:%Y%m%d}{sequence:03d}"
    finding = check_identity("", seventeen + identity_check_character(seventeen), today=TODAY)
    assert (finding.warnings, finding.birth, finding.region_code) == ((), birth, place)
    assert finding.sex == ("male" if sequence % 2 else "female")
