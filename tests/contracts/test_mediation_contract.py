"""The lists of the mediation room: the same from every memory, and the same again after a rebuild."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.mediation.ending import EndMediation
from app.domain.mediation.performing import RecordFulfilment
from app.domain.mediation.state import MediationEnding, Stage
from app.errors import NotFound
from app.mediation_ports import MediationRow, PromiseRow
from app.services.mediation.reading import view_mediation
from app.services.session import Session
from db.memory import DatabaseMemory
from tests.desks import founded, moved_to, registers, session
from tests.services.rooms import acts, agrees, furnished, opens, paid_in_parts, settles, sits

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 30)
PARTS = ((date(2026, 4, 1), 100_000), (date(2026, 5, 1), 100_000), (date(2026, 6, 1), 50_050))


def listed(desk: Session) -> tuple[list[MediationRow], list[PromiseRow]]:
    rows = desk.memory.queries.mediations
    return rows.listed(), rows.promises(MARCH, JUNE)


def settled(desk: Session) -> tuple[str, str]:
    """Two mediations: one of a matter that is settled in three parts, one that was refused."""
    furnished(desk)
    matter = registers(desk).number
    number = opens(desk, matter)
    agrees(desk, number)
    sits(desk, number)
    settles(desk, number, paid_in_parts(*PARTS), total="2500.50")
    acts(desk, number, RecordFulfilment(promise="1/1", evidence="转账回单"))
    other = opens(desk, unlisted=True)
    acts(desk, other, EndMediation(mediation_ending=MediationEnding.WITHDRAWN, words="自行和好"))
    return number, other


def test_lists_tell_how_far_each_has_come(desk: Session) -> None:
    number, other = settled(desk)
    newest, first = desk.memory.queries.mediations.listed()
    assert (newest.number, newest.stage, newest.party_names, newest.excerpt) == (other, Stage.ENDED, (), "")
    assert (first.number, first.stage, first.fen, first.parties) == (number, Stage.EFFECTIVE, 250_050, 2)
    assert first.party_names == ("赵**", "钱**"), "a list is a colleague's view"
    assert first.next_due == date(2026, 5, 1)
    rows = desk.memory.queries.mediations.promises(MARCH, JUNE)
    assert [(row.promise, row.due, row.paid, row.kept_on is not None) for row in rows] == [
        ("1/1", PARTS[0][0], 100_000, True), ("1/2", PARTS[1][0], 0, False), ("1/3", PARTS[2][0], 0, False),
    ]  # fmt: skip
    late = desk.memory.queries.mediations.promises(date(2026, 7, 1), date(2026, 7, 31))
    assert [row.promise for row in late] == ["1/2", "1/3"], "what is overdue stays until it is kept"
    assert desk.memory.queries.mediations.listed(matter=first.matter) == [first]
    assert desk.memory.queries.mediations.listed(stages=["ended"]) == [newest]
    today = desk.today()
    assert [row.number for row in desk.memory.queries.mediations.opened_between(today, today)] == [
        number,
        other,
    ]
    assert [row.number for row in desk.memory.queries.mediations.ended_between(today, today)] == [
        number,
        other,
    ]


def test_a_number_that_is_none_finds_nothing(desk: Session) -> None:
    with pytest.raises(NotFound, match=r"mediation\.unknown"):
        view_mediation(desk, "LX07-M26-00009")


def test_a_rebuild_lists_the_same(database: DatabaseMemory, tmp_path: object) -> None:
    founded(database)
    desk = session(database)
    settled(desk)
    before = listed(desk)
    made = database.rebuild(lambda stream: None, check=False)
    assert made["equal"]
    assert listed(desk) == before


def test_the_second_day_reads_what_the_first_wrote(database: DatabaseMemory, tmp_path: object) -> None:
    founded(database)
    desk = session(database)
    number, _ = settled(desk)
    later = moved_to(desk, "2026-05-04T09:00")
    state = acts(later, number, RecordFulfilment(promise="1/2", amount="600", evidence="收条"))
    assert state.paid(state.promises[1]) == 60_000
    assert state.kept_on(state.promises[1]) is None
    assert later.memory.queries.mediations.listed()[1].next_due == date(2026, 5, 1)


def test_examples_are_solved_cases_of_a_kind_and_none_that_is_private(desk: Session) -> None:
    number, _ = settled(desk)
    queries = desk.memory.queries.mediations
    ((found, sketch),) = queries.sketches("neighbours", 10)
    assert (found, len(sketch)) == (number, 96)
    assert queries.sketches("labour", 10) == []
    (row,) = queries.solved([number, "LX07-M26-00099"])
    assert (row.fen, row.days, row.parties, row.kept) == (250_050, 0, 2, False)
    assert queries.solved([]) == []
