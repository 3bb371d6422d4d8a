"""The inbox of what was sent down: written down, signed for, a matter of ours, or handed back; nothing twice."""

from __future__ import annotations

import json
from datetime import date

import pytest

from app.clock import FixedClock
from app.domain.entry import StreamKind
from app.domain.office import StationKind
from app.errors import AppError, BadInput, NotAllowed, NotFound, Refused
from app.services.inbox import (
    add_item,
    inbox,
    item_object,
    object_to_item,
    register_item,
    sign_item,
    unsigned,
)
from app.services.offices import change_office
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import START, founded, moved_to, session, whole
from tests.fakes import FakeMemory

ROW = {
    "sender": "示范市信访局",
    "sender_number": "SX2026-001",
    "query_code": "8888",
    "sent_on": "2026-02-26",
    "arrived_on": "2026-02-27",
    "route_by": "2026-03-06",
    "due_by": "2026-04-10",
    "name": "张示范",
    "address": "示范村一号",
    "content": "修路占地的补偿没有付清。",
    "to_do": "查明并答复",
}


@pytest.fixture
def desk() -> Session:
    return at(StationKind.OFFICE)


def at(kind: StationKind) -> Session:
    memory = FakeMemory()
    founded(memory, kind)
    return session(memory)


def test_what_was_sent_down_waits_until_it_is_signed_for(desk: Session) -> None:
    done = add_item(desk, ROW)
    assert done.item.number == "LX07-S26-00001" and done.changes.inbox
    assert ([item.state for item in inbox(desk)], unsigned(desk)) == (["unsigned"], 1)
    signed = sign_item(desk, done.item.number, paper_on=date(2026, 3, 1)).item
    assert (signed.signed_on, signed.paper_on, unsigned(desk)) == (START.date(), date(2026, 3, 1), 0)
    assert [item.state for item in inbox(desk)] == ["signed"]
    with pytest.raises(Refused) as caught:
        sign_item(desk, done.item.number)
    assert caught.value.code == "inbox.signed_already"


def test_the_soonest_limit_stands_first(desk: Session) -> None:
    for due in ("2026-05-01", "2026-03-20", ""):
        add_item(desk, {**ROW, "route_by": "", "due_by": due})
    assert [item.what.due_by for item in inbox(desk)] == [date(2026, 3, 20), date(2026, 5, 1), None]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"sender": " "}, "inbox.no_sender", "sender"),
        ({"content": "", "to_do": ""}, "inbox.no_content", "content"),
        ({"arrived_on": "2026-03-09"}, "act.date_in_future", "arrived_on"),
        ({"due_by": "2026-02-01"}, "inbox.limit_before", "due_by"),
        ({"sent_on": "soon"}, "field.type", "sent_on"),
    ],
)
def test_a_faulty_item_is_refused_at_its_field(
    desk: Session, change: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        add_item(desk, {**ROW, **change})
    assert (caught.value.code, caught.value.field) == (code, field)
    assert inbox(desk) == ()
    assert add_item(desk, ROW).item.number.endswith("00001"), "no number was burnt"


def test_it_becomes_a_matter_with_the_senders_limits(desk: Session) -> None:
    number = add_item(desk, ROW).item.number
    done = register_item(desk, number)
    matter = view_matter(desk, done.item.matter).known
    assert (matter.matter.channel, matter.matter.received_on) == ("sent_down", date(2026, 2, 27))
    assert matter.matter.people.petitioners[0].name == "张示范"
    assert matter.matter.claims[0].words.requested == "查明并答复"
    owed = {item.rule: item for item in matter.obligations}
    assert owed["office-route"].due_office == date(2026, 3, 6)
    assert owed["office-route"].due_strict == date(2026, 3, 14)
    assert owed["system-entry"].discharged_on is not None and owed["query-code-told"].discharged_on is None
    assert desk.memory.queries.find("SX2026-001") == desk.memory.queries.find(done.item.matter)
    assert (done.item.state, done.item.signed_on) == ("registered", START.date())
    assert inbox(desk) == () and [i.number for i in inbox(desk, everything=True)] == [number]
    with pytest.raises(Refused) as caught:
        register_item(desk, number)
    assert caught.value.code == "inbox.registered_already"


def test_an_act_that_was_cut_off_goes_on_and_registers_once(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = add_item(desk, ROW).item.number

    def cut(*_: object, **__: object) -> None:
        raise BadInput("file.unreadable", file="x")

    with monkeypatch.context() as patched:
        patched.setattr("app.services.inbox.perform", cut)
        with pytest.raises(AppError):
            register_item(desk, number)
    done = register_item(desk, number)
    assert len(desk.memory.queries.newest()) == 1
    assert view_matter(desk, done.item.matter).known.matter.sent_down is not None


def test_the_office_may_decide_from_which_day_the_clock_counts(desk: Session) -> None:
    change_office(desk, {"receipt_day": "signed"})
    number = add_item(desk, ROW).item.number
    matter = register_item(desk, number).item.matter
    assert view_matter(desk, matter).known.matter.received_on == START.date()
    assert desk.office.receipt_day == "signed" and desk.office.name == "示范县信访局"
    with pytest.raises(BadInput):
        change_office(desk, {"receipt_day": "postmark"})


def test_a_unit_objects_within_five_working_days_and_hands_it_back() -> None:
    desk = at(StationKind.TOWNSHIP)
    number = add_item(desk, {**ROW, "arrived_on": "2026-03-02"}).item.number
    done = object_to_item(desk, number, "不属于本镇职权")
    matter = view_matter(desk, done.item.matter).known.matter
    assert [m.name for m in matter.milestones][-1] == "objected"
    assert (done.item.state, done.item.returned_on) == ("returned", START.date())
    with pytest.raises(Refused) as caught:
        object_to_item(desk, number, "再退")
    assert caught.value.code == "inbox.returned_already"


def test_too_late_an_objection_and_one_of_an_office_write_nothing(desk: Session) -> None:
    number = add_item(desk, ROW).item.number
    with pytest.raises(Refused) as caught:
        object_to_item(desk, number, "不属")
    assert caught.value.code == "act.not_this_station"
    town = at(StationKind.TOWNSHIP)
    late = add_item(town, {**ROW, "arrived_on": "2026-02-20", "sent_on": ""}).item.number
    with pytest.raises(Refused) as caught:
        object_to_item(town, late, "不属")
    assert caught.value.code == "object.too_late"
    assert town.memory.queries.newest() == [] and inbox(town)[0].state == "unsigned"


def test_an_accusation_that_was_sent_down_lies_sealed(desk: Session) -> None:
    number = add_item(desk, {**ROW, "restricted": True}).item.number
    raw = b"".join(
        part.body
        for entry in whole(desk).state.entries
        if entry.header.stream.kind is StreamKind.RECEPTION
        for name, part in entry.parts.items()
        if name == "open"
    ).decode()
    assert "张示范" not in raw and "补偿" not in raw and "示范市信访局" in raw
    other = session(desk.memory, "handler")
    assert inbox(other)[0].what.content == ""
    matter = view_matter(desk, register_item(desk, number).item.matter).known.matter
    assert matter.restricted and matter.is_accusation


def test_items_of_last_year_are_still_there(desk: Session) -> None:
    number = add_item(desk, ROW).item.number
    later = moved_to(desk, "2027-01-05T09:00:00+08:00")
    assert [item.number for item in inbox(later)] == [number]
    assert sign_item(later, number).item.signed_on == date(2027, 1, 5)
    assert add_item(later, ROW).item.number == "LX07-S27-00001"


def test_only_those_who_act_may_and_an_unknown_number_is_said(desk: Session) -> None:
    auditor = session(desk.memory, "auditor", FixedClock(START))
    with pytest.raises(NotAllowed):
        add_item(auditor, ROW)
    with pytest.raises(NotFound):
        sign_item(desk, "LX07-S26-00009")


def test_the_line_of_the_command(desk: Session) -> None:
    made = item_object(add_item(desk, ROW).item)
    assert json.loads(json.dumps(made))["state"] == "unsigned"
    assert (made["number"], made["due_by"], made["matter"]) == ("LX07-S26-00001", "2026-04-10", None)
