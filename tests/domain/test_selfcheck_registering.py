"""The self-check on registering and the record: K02, K03, K45, K46."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.acts.confirming import ConfirmCorrection, ConfirmRecord
from app.domain.acts.correcting import Correct, Void
from app.domain.acts.explaining import AccountFor
from app.domain.acts.forwarding import Forward
from app.domain.claims import Purpose
from app.domain.office import StationKind
from app.domain.people import People, Petitioner, Representative
from app.domain.selfcheck import LOOKS, record_findings
from app.errors import AppError
from tests.domain.checking import findings, found, sight, since, stands
from tests.domain.road import OFFICE, begun, did, refusal
from tests.domain.story import Story, claim


def corrected(field: str, value: str) -> Story:
    told = begun(OFFICE, "03-02")
    told.does(Correct(field=field, value=value, reason="记错了"), "03-04")
    return told


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", "另一番话"),
        ("requested", "另一个请求"),
        ("place", "410721"),
        ("persons_came", "4"),
        ("received_on", "2026-03-01"),
        ("earlier", "LX07-26-00009-X"),
    ],
)
def test_k02_a_change_that_people_fight_over_is_looked_at_by_a_second_person(field: str, value: str) -> None:
    told = corrected(field, value)
    assert since(told, "K02") == "03-04"
    assert refusal(told, ConfirmCorrection(field=field), "03-05") == "confirm.own_correction"
    told.does(ConfirmCorrection(field=field), "03-05", actor="leader")
    assert not stands(told, "K02", "04-01")


def test_k02_a_name_or_a_telephone_number_may_be_put_right() -> None:
    assert not stands(corrected("name", "张示范"), "K02", "04-01")
    assert not stands(corrected("phone", "13800000000"), "K02", "04-01")


def test_k02_what_a_lone_clerk_corrected_can_be_accounted_for() -> None:
    told = corrected("persons_came", "4")
    told.does(AccountFor(check="K02", subject="persons_came", reason="当场多数了一人"), "03-05")
    assert not stands(told, "K02", "04-01")
    assert refusal(told, ConfirmCorrection(field="content"), "03-05") == "confirm.nothing"


def test_k03_registered_on_the_working_day_after_is_in_order() -> None:
    """2026-03-06 is a Friday: Monday is the next working day."""
    in_order = begun(OFFICE, "03-06", typed_on="03-09")
    late = begun(OFFICE, "03-06", typed_on="03-10")
    old = begun(OFFICE, "03-06", typed_on="03-10", backfilled=True)
    assert (since(in_order, "K03"), since(late, "K03"), since(old, "K03")) == ("", "03-10", "")
    late.does(AccountFor(check="K03", reason="停电一天"), "03-11")
    assert not stands(late, "K03", "04-01")


def test_k45_more_than_five_representatives() -> None:
    def came(count: int) -> Story:
        many = tuple(Representative(name=f"代表{at}") for at in range(count))
        people = People(petitioners=(Petitioner(name="张示范", address="示范镇"),), representatives=many)
        return begun(OFFICE, "03-02", people=people, persons_came=12)

    assert since(came(6), "K45") == "03-02"
    assert not stands(came(5), "K45", "04-01")


def test_k46_the_printed_form_is_signed_or_read_aloud() -> None:
    told = begun(OFFICE, "03-02")
    assert not stands(told, "K46", "04-01"), "no form was printed: the handwritten one is the original"
    told.issues("D01", "03-02")
    assert (since(told, "K46"), stands(told, "K46", "03-03")) == ("03-04", False)
    assert refusal(told, ConfirmRecord(), "03-04") == "confirm.nothing_said"
    told.does(ConfirmRecord(signed=True), "03-04")
    assert not stands(told, "K46", "04-01")


def test_a_letter_needs_no_signature_on_the_form() -> None:
    told = begun(OFFICE, "03-02", channel="letter")
    told.issues("D01", "03-02")
    assert not stands(told, "K46", "04-01")


def test_an_unknown_check_and_an_empty_account_are_refused() -> None:
    told = begun(OFFICE, "03-02")
    assert refusal(told, AccountFor(check="K99", reason="x"), "03-02") == "check.unknown"
    assert refusal(told, AccountFor(check="K03", reason=" "), "03-02") == "account.no_reason"
    assert refusal(told, AccountFor(check="K03", reason="x"), "03-02") == "account.nothing"


def test_what_can_still_be_done_is_done_and_not_explained() -> None:
    told = begun(OFFICE, "03-02")
    assert found(told, "K05", "04-01")
    with pytest.raises(AppError) as caught:
        told.does(AccountFor(check="K05", reason="忙"), "04-01")
    assert caught.value.code == "account.can_be_done"


def test_a_voided_registration_is_checked_no_more() -> None:
    told = corrected("content", "另一番话")
    told.does(Void(reason="重复登记"), "03-05")
    assert findings(told, "12-31") == ()


def test_k02_sent_elsewhere_though_the_first_unit_had_neither_objected_nor_handed_it_back() -> None:
    told, lawful, same_day = (begun(OFFICE, "03-02") for _ in range(3))
    for each in (told, lawful, same_day):
        each.does(Forward(unit="U1"), "03-03")
    told.does(Forward(unit="U2"), "03-20")
    same_day.does(Forward(unit="U2"), "03-03")
    lawful.does(did("objected", "03-05"), "03-05")
    lawful.does(did("returned", "03-06"), "03-06")
    lawful.does(Forward(unit="U2"), "03-09")
    assert since(told, "K02") == "03-20"
    assert not stands(lawful, "K02", "12-31") and not stands(same_day, "K02", "12-31")
    told.does(AccountFor(check="K02", reason="第一单位机构撤并"), "03-21")
    assert not stands(told, "K02", "12-31")


@pytest.mark.parametrize("kind", list(StationKind))
@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize(
    "given", [{}, {"urgent": True}, {"typed_on": "03-20"}, {"channel": "letter", "anonymous": True}]
)
def test_a_matter_that_was_only_registered_is_looked_at_quickly_and_no_less(
    kind: StationKind, purpose: Purpose, given: dict[str, Any]
) -> None:
    told = begun(kind, "03-02", claim(purpose=purpose, text="劳动仲裁裁过了"), **given)
    whole = [item for looks in LOOKS.values() for look in looks for item in look(told.matter, sight(told))]
    assert told.matter.version == 1 and record_findings(told.matter, sight(told)) == tuple(whole)
