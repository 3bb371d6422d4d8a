"""Case 31: after an import the figures are compared; what is lost here is put back before anything more is taken in."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from app.domain.acts.receiving import VisitAgain
from app.errors import Damaged
from app.exchange.header import Held, PackageHeader
from app.services import holding
from app.services.holding import holding_notes, marks
from app.services.perform import perform
from tests.exchange.test_receipts import receipts, results
from tests.exchange.test_sending_and_taking_in import Makes, header_of, together
from tests.exchange.world import FakeShelf, Party, county_and
from tests.fakes import FakeMemory

__all__ = ["together"]


def loses(at: Party, chain: str, *places: int) -> None:
    """Rows vanish from the journal, as no program does it: only the files of a database are in nobody's hand."""
    if isinstance(at.memory, FakeMemory):
        entries = at.memory.state.entries
        left = [e for e in entries if (e.header.origin, e.header.oseq) not in {(chain, p) for p in places}]
        entries[:] = left
        ours = [e for e in left if e.header.origin == chain]
        at.memory.state.heads[(chain, 1)] = ours[-1]
        return
    with at.memory.engine.begin() as connection:
        names = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in names:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for place in places:
            row = connection.exec_driver_sql(
                f"SELECT pos FROM entry WHERE origin = '{chain}' AND oseq = {place}"
            ).fetchone()
            connection.exec_driver_sql(f"DELETE FROM entry_body WHERE pos = {row[0]}")
            connection.exec_driver_sql(f"DELETE FROM entry WHERE pos = {row[0]}")
        for _, sql in names:
            connection.exec_driver_sql(sql)


def swap(county: Party, hall: Party) -> None:
    for data in hall.exports():
        county.takes(data)
    for data in county.exports():
        hall.takes(data)


def forgets_packages(at: Party) -> None:
    """The shelf was on the disk that broke."""
    shelf: Any = at.desk.shelf
    if isinstance(shelf, FakeShelf):
        shelf.kept.clear()
        return
    for path in shelf._folder.iterdir():
        if path.is_file():
            path.unlink()


def test_a_package_says_what_its_writer_holds_in_stretches_that_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "FIRST_STRETCH", 2)
    _, (hall,) = county_and("LX07")
    for _ in range(9):
        hall.registers("甲")
    header = header_of(hall.exports()[0])
    lasts = [item.last for item in header.holds]
    assert lasts[-1] == header.last and header.holds[-1].head == header.head
    steps = [other - one for one, other in pairwise(lasts)]
    assert steps == sorted(steps, reverse=True) and steps[-2:] == [4, 2]
    with hall.at.work() as work:
        assert marks(work, "LX07", 1, 0, "0" * 64) == ()
        assert all(work.packages.holdings.hash_at("LX07", 1, item.last) == item.head for item in header.holds)
    assert len(marks_of_million()) <= 20


def marks_of_million() -> tuple[Held, ...]:
    class Nothing:
        """A chain of which every place has the same hash."""

        packages = holdings = property(lambda self: self)

        def hash_at(self, chain: str, epoch: int, oseq: int) -> str:
            return "0" * 64

    work: Any = Nothing()
    return marks(work, "LX07", 1, 1_000_000, "0" * 64)


def test_case_31_what_was_lost_comes_back_from_our_own_shelf(together: Makes) -> None:
    county, (hall,) = together("LX07")
    one, other = hall.registers("甲"), hall.registers("乙")
    swap(county, hall)
    number = hall.registers("丙")
    loses(county, "LX07", header_of(hall.drawer.files["LX07-1-000001.xfp"]).last - 1)
    outcome = county.takes(hall.exports()[0])
    assert len(outcome.mended) == 1 and outcome.lost == ()
    assert {one, other, number} <= set(county.matters()) and county.matters() == hall.matters()
    assert [code for code, _ in holding_notes(outcome)] == ["exchange.mended"]
    perform(hall.at, one, VisitAgain(asked="又来"))
    assert county.takes(hall.exports()[0]).mended == []
    assert county.matters() == hall.matters()


def test_case_31_nothing_more_is_taken_until_the_other_side_gave_it_again(together: Makes) -> None:
    county, (hall,) = together("LX07")
    first = hall.registers("甲")
    swap(county, hall)
    number = hall.registers("乙")
    lost = header_of(hall.drawer.files["LX07-1-000001.xfp"]).last - 1
    loses(county, "LX07", lost)
    forgets_packages(county)
    outcome = county.takes(hall.exports()[0])
    (gap,) = outcome.lost
    assert gap.lost == (lost,) and [code for code, _ in holding_notes(outcome)] == ["exchange.lost"]
    hall.registers("丙")
    waits = county.takes(hall.exports()[0])
    assert waits.held > 0 and waits.applied == 0
    (answer,) = county.exports()
    assert [(item.epoch, item.seq) for item in header_of(answer).asks] == [(1, 1)]
    assert results(receipts(answer, hall)[0])[number][0] == "accepted"
    hall.takes(answer)
    (again,) = hall.exports()
    assert header_of(again).seq == 1
    outcome = county.takes(again)
    assert len(outcome.mended) == 1 and outcome.lost == () and outcome.applied > 0, "what waited came in, too"
    assert first in county.matters() and county.matters() == hall.matters()
    assert all(header_of(data).asks == () for data in county.exports())


def test_case_31_the_end_of_a_chain_that_was_lost_blames_no_package(together: Makes) -> None:
    county, (hall,) = together("LX07")
    hall.registers("甲")
    swap(county, hall)
    last = header_of(hall.drawer.files["LX07-1-000001.xfp"]).last
    loses(county, "LX07", last)
    hall.registers("乙")
    outcome = county.takes(hall.exports()[0])
    assert len(outcome.mended) == 1 and outcome.rejected == [] and outcome.lost == ()
    assert county.matters() == hall.matters()


@pytest.mark.parametrize(
    "holds",
    [
        (Held(epoch=2, last=3, head="a" * 64),),
        (Held(epoch=1, last=3, head="a"),),
        (Held(epoch=1, last=2, head="a" * 64),),
        (Held(epoch=1, last=3, head="b" * 64),),
        (Held(epoch=1, last=3, head="a" * 64), Held(epoch=1, last=3, head="a" * 64)),
        (Held(epoch=1, last=0, head="a" * 64), Held(epoch=1, last=3, head="a" * 64)),
    ],
)
def test_a_table_that_cannot_be_is_no_header(holds: tuple[Held, ...]) -> None:
    hall = county_and("LX07")[1][0]
    hall.registers("甲")
    header = header_of(hall.exports()[0])
    values = {name: getattr(header, name) for name in PackageHeader.__dataclass_fields__}
    values |= {"first": 1, "last": 3, "entries": 3, "head": "a" * 64}
    good = PackageHeader(**{**values, "holds": (Held(epoch=1, last=3, head="a" * 64),)})
    assert PackageHeader.from_bytes(good.to_bytes()) == good
    with pytest.raises(Damaged, match=r"package\.header"):
        PackageHeader.from_bytes(PackageHeader(**{**values, "holds": holds}).to_bytes())
