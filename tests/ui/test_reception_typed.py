"""Reading what clerks type: days, names, papers; a draft holds exactly what was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.errors import BadInput
from ui.desk.pages.reception_command import (
    Surroundings,
    area_code_of,
    command_of,
    is_organisation,
    read_materials,
    read_names,
)
from ui.desk.pages.reception_state import BLANK, ClaimTyped, FormTyped, PersonTyped, form_of
from ui.desk.widgets.day_text import read_day

TODAY = date(2026, 11, 20)
HERE = Surroundings(today=TODAY, area="410721", area_code="0373", most_representatives=5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20", date(2026, 11, 20)),
        ("21", date(2026, 10, 21)),
        ("11-20", TODAY),
        ("12-31", date(2025, 12, 31)),
        ("２０２４．３．５", date(2024, 3, 5)),
        ("24-3-5", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("昨天", date(2026, 11, 19)),
        ("2026-12-01", date(2026, 12, 1)),
        ("2-30", None),
        ("后天", None),
        ("1-2-3-4", None),
        ("", None),
    ],
)
def test_days_are_read_as_they_are_typed(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


def test_names_are_cut_at_the_marks_people_type() -> None:
    assert read_names("张一、李二，王三；赵四 ") == ("张一", "李二", "王三", "赵四")


def test_papers_are_read_from_one_line() -> None:
    found = read_materials("土地承包合同（复印件）3页；收据 原件1页 2份；光盘")
    assert [(m.name, m.original, m.pages, m.copies) for m in found] == [
        ("土地承包合同", False, 3, None),
        ("收据", True, 1, 2),
        ("光盘", False, None, None),
    ]


def test_a_draft_gives_back_the_form() -> None:
    form = FormTyped(
        channel="letter",
        persons=(PersonTyped(name="张一", no_phone=True), PersonTyped(name="李二")),
        claims=(ClaimTyped(content="一"), ClaimTyped(requested="二", purpose="claim")),
        restricted=True,
        earlier="LX07-26-00001-C",
    )
    assert form_of(form.to_content()) == form


def test_a_draft_of_another_program_is_read_as_far_as_it_goes() -> None:
    assert form_of(
        {"people": 3, "unknown": "x", "persons": "?", "claims": [{"content": 1}], "urgent": True}
    ) == replace(BLANK, urgent=True)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (FormTyped(channel="carrier pigeon"), "channel"),
        (FormTyped(received_on="xx"), "received_on"),
        (FormTyped(people="0"), "people"),
        (FormTyped(persons_of_matter="many"), "persons_of_matter"),
        (FormTyped(agent="a\u202eb"), "agent"),
        (FormTyped(representatives="一、二、三、四、五、六"), "representatives"),
        (FormTyped(persons=(PersonTyped(name="好"), PersonTyped(name="a\u202eb"))), "name"),
        (FormTyped(claims=(ClaimTyped(requested="长" * 501),)), "requested"),
    ],
)
def test_a_fault_names_its_field(form: FormTyped, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        command_of(form, HERE)
    assert caught.value.field == field


def test_a_fault_of_the_second_person_says_so() -> None:
    with pytest.raises(BadInput) as caught:
        command_of(FormTyped(persons=(PersonTyped(name="好"), PersonTyped(name="a\u202eb"))), HERE)
    assert caught.value.details["place"] == 1


def test_a_place_that_is_no_code_is_kept_in_words() -> None:
    command = command_of(FormTyped(place_typed="两县交界处", place_words="老桥头"), HERE)
    assert (command.place, command.place_words) == ("410721", "两县交界处 老桥头")


def test_only_a_claim_has_a_path_and_only_an_accusation_an_accused() -> None:
    suggestion = ClaimTyped(content="一", purpose="suggestion", path="litigation")
    command = command_of(FormTyped(claims=(suggestion,), accused="某人"), HERE)
    assert (command.claims[0].path, command.accused, command.confidential) == ("undecided", "", False)
    accusation = ClaimTyped(content="一", purpose="accusation")
    command = command_of(FormTyped(claims=(accusation,), accused="某人"), HERE)
    assert (command.restricted, command.confidential, command.accused) == (True, True, "某人")


def test_the_office_gives_the_area_code_to_local_numbers() -> None:
    form = FormTyped(persons=(PersonTyped(name="张一", phone="5680000、13803735566"),))
    person = command_of(form, HERE).people.petitioners[0]
    assert person.phones == ("0373-5680000", "13803735566")
    assert (area_code_of("0373-5680000"), area_code_of("5680000"), area_code_of("0000-0000000")) == (
        "0373",
        None,
        None,
    )


def test_a_resident_number_is_no_organisation() -> None:
    assert not is_organisation(PersonTyped(id_number="410721199003070010"))
    assert is_organisation(PersonTyped(id_number="N2410721MF00000001"))
    assert is_organisation(PersonTyped(id_type="organisation", id_number="wrong"))


def test_chips_name_nobody_who_must_stay_unnamed() -> None:
    named = FormTyped(persons=(PersonTyped(name="张示范"),))
    assert named.called == "张**"
    for marks in ({"restricted": True}, {"confidential": True}, {"anonymous": True}):
        assert replace(named, **marks).called == ""
