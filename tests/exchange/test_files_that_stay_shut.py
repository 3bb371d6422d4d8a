"""Case 22: what a package brings that could do something by itself is kept, never opened, marked and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.material import Piece
from app.domain.shut_files import Shut
from app.errors import Refused
from app.exchange.results import reason
from app.services.kept_shut import kept_shut
from app.services.materials import Placing, fetch, keep
from app.services.standing import exchange_of
from tests.domain.test_shut_files import KNOWN
from tests.exchange.test_receipts import receipts, results
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.test_travelling_files import attaches
from tests.exchange.world import Party, county_and
from tests.services.test_slips import Scanner
from ui.messages import message_of

__all__ = ["together"]
PICTURE = b"\xff\xd8\xff an honest picture"


def shut_at(at: Party, number: str) -> list[tuple[Shut, str]]:
    entries = at.memory.queries.stream(at.stream(number))
    return [(item.kind, item.station) for item in kept_shut(at.at, entries)]


def test_case_22_it_is_kept_whole_and_never_opened() -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    attaches(hall, number, PICTURE, *(data for data, _ in KNOWN.values()))
    outcome = county.takes(hall.exports()[0])
    assert county.matters() == hall.matters()
    picture, *others = county.matters()[number].attachments
    assert fetch(county.at, number, picture.sha256) == PICTURE
    for other, (data, kind) in zip(others, KNOWN.values(), strict=True):
        assert county.at.store.fetch(other.sha256) == data
        with pytest.raises(Refused, match=rf"shut\.{kind}"):
            fetch(county.at, number, other.sha256)
    assert shut_at(county, number) == [(kind, "LX07") for _, kind in KNOWN.values()]
    (told,) = outcome.matters
    assert (told.number, told.result, told.code) == (number, "accepted", "record.shut")


def test_case_22_the_receipt_says_it_and_the_station_reads_it(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number, other = hall.registers("甲"), hall.registers("乙")
    attaches(hall, number, KNOWN["windows"][0])
    attaches(hall, other, PICTURE)
    county.takes(hall.exports()[0])
    (answer,) = county.exports()
    (receipt,) = receipts(answer, hall)
    assert results(receipt) == {number: ("accepted", "record.shut", "program"), other: ("accepted", "", "")}
    hall.takes(answer)
    (standing,) = exchange_of(hall.at, number)
    assert standing.state == "acknowledged" and standing.why is not None
    assert "程序" in message_of(standing.why).says
    assert exchange_of(hall.at, other)[0].why is None


def test_case_22_a_matter_that_waits_for_a_file_says_that_first(
    together: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, (hall,) = together("LX07")
    hall.registers("先前")
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    number = hall.registers("甲")
    attaches(hall, number, KNOWN["windows"][0])
    attaches(hall, number, PICTURE)
    monkeypatch.setattr("app.services.sending.BESIDE", 1)
    first, second = hall.exports()
    outcome = county.takes(first)
    assert [(item.result, item.code) for item in outcome.matters] == [("held", "record.file")]
    assert [(item.result, item.code) for item in county.takes(second).matters] == [("accepted", "")]
    assert shut_at(county, number) == [(Shut.PROGRAM, "LX07")]


def test_a_word_of_a_newer_program_is_told_as_such() -> None:
    assert reason("record.shut", "newer").code == "shut.other"
    assert "newer" in message_of(reason("record.shut", "newer")).says


def test_a_clerks_file_of_such_a_kind_stays_where_it_is_and_says_what_it_is(tmp_path: Path) -> None:
    """All but locked PDFs: of those the reader says that a password is asked for."""
    _, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    files = []
    known = {name: found for name, found in KNOWN.items() if found[1] is not Shut.LOCKED_PDF}
    for name, (data, _) in known.items():
        files.append(tmp_path / f"{name}.jpg")
        files[-1].write_bytes(data)
    made = keep(hall.at, number, files, Scanner({}), Placing(piece=Piece.PHOTO))
    assert [[item.code for item in one.refused] for one in made] == [
        [f"shut.{kind}"] for _, kind in known.values()
    ]
    assert [file.read_bytes() for file in files] == [data for data, _ in known.values()]
    assert hall.matters()[number].attachments == ()
