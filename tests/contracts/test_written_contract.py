"""Every memory knows what somebody wrote last at a desk, newest first, from the journal alone."""

from __future__ import annotations

from dataclasses import replace

from app.domain.acts.receiving import ContactUnit, Keep, VisitAgain
from app.domain.claims import Purpose
from app.services.perform import perform
from app.services.session import Session
from tests.desks import registers, session, whole

KINDS = frozenset({"registered", "kept", "contacted", "visited-again"})


def test_the_newest_of_one_person_at_one_desk(desk: Session) -> None:
    first, second = registers(desk).number, registers(desk, "另一件事。", name="李示范").number
    perform(desk, first, Keep(channel="letter", received_on=desk.today()))
    perform(session(whole(desk), "leader"), first, VisitAgain(asked="问进度"))
    perform(replace(desk, desk="B"), second, ContactUnit(unit="U1", person="主任"))
    ask = whole(desk).queries.written_by
    rows = ask("clerk", "A", KINDS, 50)
    assert [(row.kind, row.number) for row in rows] == [
        ("kept", first),
        ("registered", second),
        ("registered", first),
    ]
    assert rows[0].name == "张示范" and not rows[0].restricted and rows[0].on == desk.today()
    assert len(rows[0].entry) == 32 and rows[0].at > 0
    assert [row.kind for row in ask("clerk", "", KINDS, 2)] == ["contacted", "kept"]
    assert [row.kind for row in ask("leader", "A", KINDS, 9)] == ["visited-again"]
    assert ask("nobody", "A", KINDS, 9) == [] == ask("clerk", "A", frozenset({"closed"}), 9)


def test_of_what_is_under_seal_there_is_no_name(desk: Session) -> None:
    number = registers(desk, restricted=True, confidential=True, purpose=Purpose.ACCUSATION).number
    (row,) = whole(desk).queries.written_by("clerk", "A", KINDS, 9)
    assert (row.number, row.name, row.restricted) == (number, "", True)
