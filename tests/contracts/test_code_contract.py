"""Which visitors' codes were used: the same from every memory, kept by a rebuild; two desks never use one twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.domain.claims import Purpose
from app.errors import BadInput, Refused
from app.services.registration import register_matter
from app.services.session import Session
from app.services.used_codes import require_unused
from db.memory import DatabaseMemory
from tests.contracts.memories import again
from tests.desks import command, founded, registers, session

ONE, OTHER = "0123456789abcdef" * 2, "f" * 32


def test_a_code_is_used_once_and_its_matter_is_named(desk: Session) -> None:
    require_unused(desk, ONE)
    first = registers(desk, preregistration=ONE).number
    assert desk.memory.queries.number_of_code(ONE) == first
    for key in ("", "another draft"):
        with pytest.raises(Refused) as refused:
            register_matter(desk, command(preregistration=ONE), key=key)
        assert (refused.value.code, refused.value.details["number"]) == ("prereg.used", first)
    second = registers(desk, preregistration=OTHER).number
    assert [number[8:13] for number in (first, second)] == ["00001", "00002"], "a refusal burns no number"
    assert registers(desk).number[8:13] == "00003"


def test_the_same_draft_twice_is_the_same_registration(desk: Session) -> None:
    made = [register_matter(desk, command(preregistration=ONE), key="draft") for _ in range(2)]
    assert made[0].number == made[1].number and made[1].repeated


def test_a_sealed_accusation_is_not_revealed_by_its_code(desk: Session) -> None:
    dark = registers(desk, preregistration=ONE, purpose=Purpose.ACCUSATION).number
    with pytest.raises(Refused) as refused:
        require_unused(desk, ONE)
    assert refused.value.details["number"] == dark, "who registered it may know"
    other = session(desk.memory, "mediator")
    with pytest.raises(Refused) as unseen:
        require_unused(other, ONE)
    assert unseen.value.code == "prereg.used_unseen" and dark not in str(unseen.value.details)
    with pytest.raises(Refused, match=r"prereg\.used_unseen"):
        register_matter(other, command(preregistration=ONE))


@pytest.mark.parametrize("identity", ["x", ONE.upper(), ONE + "0", "'; DROP TABLE used_code; --"])
def test_what_is_no_identity_is_refused(desk: Session, identity: str) -> None:
    with pytest.raises(BadInput):
        register_matter(desk, command(preregistration=identity))


def test_a_rebuild_keeps_what_was_used(database: DatabaseMemory, tmp_path: Any) -> None:
    founded(database)
    at = session(database)
    number = registers(at, preregistration=ONE).number

    def known(stream: Any) -> Any:
        matter = at.fold(database.queries.stream(stream))
        assert matter is not None
        return at.known(matter)

    assert database.rebuild(known, check=True)["equal"] is True
    database.rebuild(known, check=False)
    anew = again(database, tmp_path)
    for memory in (database, anew):
        assert memory.queries.number_of_code(ONE) == number
        assert memory.queries.number_of_code(OTHER) == ""
    anew.close()


def test_of_two_at_once_one_registers_and_the_other_is_told(database: DatabaseMemory) -> None:
    founded(database)

    def registering(desk: int) -> str:
        at = session(database)
        try:
            return register_matter(
                at, command(f"事由{desk}", preregistration=ONE), key=f"draft {desk}"
            ).number
        except Refused as refused:
            return f"{refused.code} {refused.details['number']}"

    with ThreadPoolExecutor(2) as desks:
        told = sorted(desks.map(registering, range(2)))
    assert told[1] == f"prereg.used {told[0]}"
    assert registers(session(database)).number[8:13] == "00002"
