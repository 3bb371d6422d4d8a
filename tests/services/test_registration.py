"""Registering, acting and reading: what a clerk would notice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain import history
from app.domain.acts.accepting import Accept
from app.domain.acts.correcting import Correct, Void
from app.domain.acts.forwarding import Forward
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.registering import ClaimGiven
from app.domain.obligations import Status
from app.domain.office import StationKind
from app.domain.people import People, Petitioner, Representative
from app.errors import AppError, BadInput, Conflict, NotAllowed, NotFound, Refused
from app.services.perform import perform
from app.services.reading import due, obligation_words, view_matter
from app.services.repeats import earlier_matters
from app.services.session import Session
from app.services.showing import matter_object
from tests.desks import START, founded, moved_to, registers, session, whole
from tests.fakes import FakeMemory, FakeWork


@pytest.fixture
def desk() -> Session:
    """A clerk of a petition office, in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def memory_of(at: Session) -> FakeMemory:
    assert isinstance(whole(at), FakeMemory)
    return whole(at)


def test_a_visit_gets_a_number_a_token_and_its_duties(desk: Session) -> None:
    made = registers(desk)
    assert made.number == "LX07-26-00001-C" and len(made.token) == 32 and not made.repeated
    assert made.known is not None and {o.rule for o in made.known.obligations} >= {"office-route"}
    assert made.changes.matters == {made.number}
    assert registers(desk).number.startswith("LX07-26-00002-")


def test_a_refusal_burns_no_number_and_writes_nothing(desk: Session) -> None:
    before = len(memory_of(desk).state.entries)
    with pytest.raises(BadInput, match=r"register\.no_content"):
        registers(desk, " ")
    assert len(memory_of(desk).state.entries) == before
    assert registers(desk).number == "LX07-26-00001-C"


def test_the_same_key_registers_once(desk: Session) -> None:
    first = registers(desk, key="row/1")
    again = registers(desk, "另一段文字", key="row/1")
    assert (again.number, again.repeated, again.token) == (first.number, True, "")
    assert len(desk.memory.queries.newest()) == 1


def test_the_year_begins_a_new_series(desk: Session) -> None:
    registers(desk)
    later = moved_to(desk, "2027-01-04T09:00")
    assert registers(later).number.startswith("LX07-27-00001-")


def test_five_representatives_and_no_more(desk: Session) -> None:
    def many(count: int) -> People:
        return People(representatives=tuple(Representative(name=f"代表{n}") for n in range(count)))

    registers(desk, people=many(5), persons_came=12)
    with pytest.raises(BadInput, match=r"people\.too_many_representatives"):
        registers(desk, people=many(6), persons_came=12)


def test_an_unknown_kind_of_document_is_refused_with_its_field(desk: Session) -> None:
    person = Petitioner(name="张示范", id_type="fishing_card", id_number="1")
    with pytest.raises(BadInput, match=r"register\.id_type_unknown") as refused:
        registers(desk, people=People(petitioners=(person,)))
    assert refused.value.field == "id_type" and desk.memory.queries.newest() == []


def test_accused_units_are_known_by_name_and_code_and_lie_under_the_seal(desk: Session) -> None:
    units = ("示范镇人民政府", "U2", "U1")
    made = registers(desk, "举报", restricted=True, accused_units=units)
    stream = whole(desk).queries.find(made.number)
    entries = whole(desk).queries.stream(stream)
    opened = desk.fold(entries)
    assert opened is not None and opened.accused_units == ("U1", "U2")
    assert b"accused" not in entries[0].parts["open"].body
    unknown = registers(desk, "举报", restricted=True, accused_units=("某公司",)).number
    known = desk.fold(whole(desk).queries.stream(whole(desk).queries.find(unknown)))
    assert known is not None and known.accused_units == ("某公司",), "registering is refused for no unit"


def test_the_token_is_in_no_entry(desk: Session) -> None:
    made = registers(desk)
    for entry in memory_of(desk).state.entries:
        assert made.token not in entry.raw.decode() and made.token not in str(entry.body())


def test_a_part_that_could_not_be_read_back_is_refused_before_it_is_sealed(desk: Session) -> None:
    """Nobody looks into a sealed part again before somebody needs it."""
    nameless = People(representatives=(Representative(name=""),))
    with pytest.raises(BadInput, match=r"field\.missing"):
        registers(desk, people=nameless, restricted=True)


@pytest.mark.parametrize("account", ["archivist", "auditor", "sysadmin", "secadmin"])
def test_who_only_looks_or_administers_neither_registers_nor_acts(desk: Session, account: str) -> None:
    number = registers(desk).number
    other = session(desk.memory, account)
    with pytest.raises(NotAllowed, match=r"role\.acts_on_no_matters"):
        registers(other)
    with pytest.raises(NotAllowed, match=r"role\.acts_on_no_matters"):
        perform(other, number, VisitAgain(asked="问"))


@pytest.mark.parametrize("account", ["auditor", "sysadmin", "secadmin"])
def test_the_three_administrators_read_no_matters(desk: Session, account: str) -> None:
    number = registers(desk).number
    other = session(desk.memory, account)
    for question in (
        lambda: view_matter(other, number),
        lambda: due(other),
        lambda: earlier_matters(other, name="张示范"),
    ):
        with pytest.raises(NotAllowed, match=r"role\.reads_no_matters"):
            question()
    assert view_matter(session(desk.memory, "archivist"), number).known.matter.number == number


def test_earlier_matters_of_the_same_person_while_typing(desk: Session) -> None:
    made = registers(desk, id_number="41072119900101001X")
    assert [r.number for r in earlier_matters(desk, name="张 示范")] == [made.number]
    assert [r.number for r in earlier_matters(desk, id_number="41072119900101001x")] == [made.number]
    assert earlier_matters(desk) == []


# ---------------------------------------------------------------- acting


def test_an_act_is_done_once_for_its_key(desk: Session) -> None:
    number = registers(desk).number
    first = perform(desk, number, VisitAgain(asked="问"), key="k1")
    assert first is not None and first.entries == ("visited-again",)
    assert perform(desk, number, VisitAgain(asked="问"), key="k1") is None
    assert len(view_matter(desk, number).known.matter.notes) == 1


@pytest.mark.parametrize(
    ("kind", "act", "code"),
    [
        (StationKind.TOWNSHIP, Forward(unit="U1"), "act.not_this_station"),
        (StationKind.OFFICE, Accept(), "act.not_this_station"),
        (StationKind.DESK, Accept(), "act.not_this_station"),
    ],
)
def test_a_station_does_only_what_its_kind_may(kind: StationKind, act: Any, code: str) -> None:
    memory = FakeMemory()
    founded(memory, kind)
    at = session(memory)
    number = registers(at).number
    with pytest.raises(Refused) as caught:
        perform(at, number, act)
    assert (caught.value.code, caught.value.exit_code) == (code, 1)


def test_an_unknown_number_and_a_voided_one(desk: Session) -> None:
    with pytest.raises(NotFound, match=r"matter\.unknown"):
        perform(desk, "LX07-26-00009-X", VisitAgain(asked="问"))
    number = registers(desk).number
    perform(desk, number, Void(reason="登记错误"))
    with pytest.raises(Refused, match=r"matter\.voided"):
        perform(desk, number, VisitAgain(asked="问"))


def test_a_matter_of_a_newer_program_takes_no_acts(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    number = registers(desk).number
    perform(desk, number, VisitAgain(asked="问"))
    known = {k: v for k, v in history.ENTRY_KINDS.items() if k != "visited-again"}
    monkeypatch.setattr(history, "ENTRY_KINDS", known)
    assert view_matter(desk, number).known.matter.update_needed
    with pytest.raises(Refused, match=r"matter\.update_needed"):
        perform(desk, number, Forward(unit="U1"))


def test_outrun_three_times_the_clerk_is_told(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    number = registers(desk).number
    tried = []

    def faster(work: FakeWork, drafts: object) -> None:
        tried.append(1)
        raise Conflict("journal.stream_moved")

    monkeypatch.setattr(FakeWork, "append", faster)
    with pytest.raises(Conflict):
        perform(desk, number, VisitAgain(asked="问"))
    with pytest.raises(Conflict):
        registers(desk)
    assert len(tried) == 6


# ---------------------------------------------------------------- reading


def test_a_past_day_shows_what_was_known_at_its_end(desk: Session) -> None:
    number = registers(desk).number
    perform(moved_to(desk, "2026-03-05T09:00"), number, Forward(unit="U1"))
    perform(moved_to(desk, "2026-03-09T09:00"), number, VisitAgain(asked="问"))
    later = moved_to(desk, "2026-03-20T09:00")

    def seen(day: str) -> tuple[int, int]:
        matter = view_matter(later, number, day=date.fromisoformat(day)).known.matter
        return len(matter.routings), len(matter.notes)

    assert [seen(f"2026-03-{d}") for d in ("04", "05", "08", "09")] == [(0, 0), (1, 0), (1, 0), (1, 1)]
    with pytest.raises(NotFound, match=r"matter\.unknown"):
        view_matter(later, number, day=date(2026, 3, 1))


def test_the_object_of_a_matter_holds_what_the_contract_names(desk: Session) -> None:
    made = registers(desk)
    perform(desk, made.number, Forward(unit="U1"))
    shown = matter_object(view_matter(desk, made.number))
    assert set(shown) >= {
        "number", "state", "station_on_road_map", "claims", "people", "obligations", "papers", "deliveries",
        "entries", "external_numbers",
    }  # fmt: skip
    assert (shown["state"], shown["number"]) == ("forwarded", made.number)
    (first, *_) = shown["obligations"]  # type: ignore[misc]
    assert set(first) >= {
        "id", "number", "claim", "kind", "duty", "rule", "article", "owner", "to", "opened_on", "due_strict",
        "due_office", "due_legal", "provisional", "status", "discharged_by", "discharged_on",
    }  # fmt: skip


def test_a_clock_set_back_turns_no_duty_green(desk: Session) -> None:
    number = registers(desk).number
    late = moved_to(desk, "2026-04-01T09:00")
    perform(late, number, VisitAgain(asked="问"))
    back = moved_to(desk, "2026-03-03T09:00")
    for _ in range(3):
        perform(back, number, VisitAgain(asked="再问"))
        assert back.today() == date(2026, 4, 1)
        (route,) = [r for r in due(back) if r.obligation.rule == "office-route"]
        assert route.status is Status.MISSED
        shown = obligation_words(route.obligation, number, back.today())
        assert shown["status"] == "missed"
    clocks = [e.header.clock for e in view_matter(back, number).entries]
    assert clocks == ["ok", "ok", "set-back", "set-back", "set-back"]
    perform(back, number, Forward(unit="U1"))
    assert view_matter(back, number).known.matter.routings[0].on == date(2026, 4, 1)


def test_what_is_due_within_so_many_days(desk: Session) -> None:
    number = registers(desk).number
    assert {r.obligation.rule for r in due(desk, within=5)} == {"system-entry"}
    assert {r.obligation.rule for r in due(desk, within=30)} >= {"office-route", "office-notice"}
    assert {r.number for r in due(desk)} == {number}


# ---------------------------------------------------------------- corrections, by scope


@pytest.mark.parametrize("given", [{}, {"confidential": True}, {"restricted": True}])
@pytest.mark.parametrize(
    ("field", "value", "scope"),
    [("name", "李新名", "people"), ("content", "新的内容", "story"), ("persons_came", "7", "")],
)
def test_a_correction_is_seen_by_those_who_may_see_the_field(
    desk: Session, given: dict[str, bool], field: str, value: str, scope: str
) -> None:
    made = registers(desk, name="旧名字", text="旧的内容", **given)
    perform(desk, made.number, Correct(field=field, value=value, reason="旧名字要求更正"))
    hidden = (scope == "people" and bool(given)) or (scope == "story" and "restricted" in given)
    mine = str(matter_object(view_matter(desk, made.number)))
    theirs = str(matter_object(view_matter(session(desk.memory, "clerk2"), made.number)))
    opened = " ".join(str(e.body()) for e in memory_of(desk).state.entries[-1:])
    told = scope == "" or (scope == "story" and not hidden)
    assert (value in mine, value in theirs, value in opened) == (True, told, not hidden), (
        "a colleague sees no names"
    )
    if given:
        assert "旧名字" not in theirs and "旧名字" not in opened
    restricted = "restricted" in given
    if restricted:
        with pytest.raises(AppError):
            perform(session(desk.memory, "clerk2"), made.number, Correct(field="name", value="x", reason="x"))


def test_several_claims_keep_their_words(desk: Session) -> None:
    made = registers(desk, claims=(ClaimGiven(text="一"), ClaimGiven(text="二", requested="求")))
    matter = view_matter(desk, made.number).known.matter
    assert [(c.words.text, c.words.requested) for c in matter.claims] == [("一", ""), ("二", "求")]
    assert matter.registered_at == int(START.timestamp() * 1000)
