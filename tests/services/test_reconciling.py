"""Both sides count what they hold and print the same code, or it says which packages and matters differ."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.acts.recording import RecordNumber
from app.errors import AppError, BadInput, Refused
from app.exchange.tally import Reconciliation, Tally, Unlike, unlike
from app.services import sending
from app.services.handing_over import hand_all_over, prepare, slip_of
from app.services.handover_paper import slip_pdf
from app.services.papers import issue
from app.services.perform import perform
from app.services.reconciling import Difference, compare_with, tally_with
from tests.exchange.world import Drawer, Party, county_and


def exchanged() -> tuple[Party, Party, list[str]]:
    """A county and a station; one package each way, both taken in."""
    county, (hall,) = county_and("LX07")
    numbers = [hall.registers("甲"), hall.registers("乙")]
    county.takes(hall.exports()[0])
    perform(county.at, numbers[0], RecordNumber(system="省", number="A1"))
    hall.takes(county.exports()[0])
    return county, hall, numbers


def test_both_sides_print_the_same_code_when_both_hold_the_same() -> None:
    county, hall, _ = exchanged()
    ours, theirs = tally_with(hall.desk), tally_with(county.desk, "LX07")
    assert ours == theirs and (ours.code, ours.check) == (theirs.code, theirs.check)
    assert (ours.up.seq, ours.up.matters, ours.down.seq, ours.down.matters) == (1, 2, 1, 1)
    assert compare_with(hall.desk, theirs.code) == compare_with(county.desk, ours.code) == ()
    assert len(ours.check) == 14 and ours.check.count("-") == 2


def test_what_did_not_arrive_is_named_by_package_and_number() -> None:
    county, hall, _ = exchanged()
    number = hall.registers("丙")
    hall.exports()
    (found,) = compare_with(hall.desk, tally_with(county.desk, "LX07").code)
    assert found == Difference(
        direction="up", kind=Unlike.NOT_THERE, packages=("LX07-1-000002.xfp",), numbers=(number,)
    )
    (found,) = compare_with(county.desk, tally_with(hall.desk).code)
    assert (found.direction, found.kind, found.packages) == ("up", Unlike.NOT_HERE, ("LX07-1-000002.xfp",))
    assert tally_with(hall.desk).check != tally_with(county.desk, "LX07").check


def test_a_clone_is_found_by_its_bytes() -> None:
    county, hall, _ = exchanged()
    ours = tally_with(hall.desk)
    cloned = replace(ours, up=replace(ours.up, sha="0" * 10))
    (found,) = compare_with(county.desk, cloned.code)
    assert (found.kind, found.packages) == (Unlike.OTHER_BYTES, ("LX07-1-000001.xfp",))
    counted = replace(ours, up=replace(ours.up, matters=9))
    assert [item.kind for item in compare_with(county.desk, counted.code)] == [Unlike.OTHER_COUNTS]
    restored = replace(ours, down=replace(ours.down, epoch=2))
    (found,) = compare_with(county.desk, restored.code)
    assert (found.direction, found.kind) == ("down", Unlike.OTHER_EPOCH)


def test_before_the_first_package_both_hold_nothing() -> None:
    county, (hall,) = county_and("LX07")
    assert tally_with(hall.desk) == tally_with(county.desk, "LX07")
    assert compare_with(hall.desk, tally_with(county.desk, "LX07").code) == ()


def test_a_code_of_two_others_is_refused_and_a_slip_of_the_hand_is_seen() -> None:
    county, (hall, other) = county_and("LX07", "LX08")
    with pytest.raises(Refused, match=r"reconcile\.not_ours"):
        compare_with(hall.desk, tally_with(other.desk).code)
    with pytest.raises(Refused, match=r"reconcile\.which_station"):
        tally_with(county.desk)
    code = tally_with(hall.desk).code
    for wrong in (code[:-1], code.replace("LX07", "LX08"), code + ".1", "", code.replace(".1.", ".2.", 1)):
        with pytest.raises(BadInput, match=r"reconcile\.code"):
            compare_with(county.desk, wrong)
    assert compare_with(county.desk, f" {code[:20].lower()}\n {code[20:]} ") == ()


tallies = st.builds(
    Tally,
    epoch=st.integers(1, 99),
    seq=st.integers(0, 10**6),
    sha=st.text("0123456789abcdef", min_size=10, max_size=10),
    entries=st.integers(0, 10**9),
    matters=st.integers(0, 10**6),
)


@given(up=tallies, down=tallies)
def test_every_code_reads_back(up: Tally, down: Tally) -> None:
    made = Reconciliation(station="LX07", county="CT01", up=up, down=down)
    assert Reconciliation.from_code(made.code) == made
    assert unlike(up, up, up.sha + "ff") == ()


@given(text=st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        Reconciliation.from_code(text)
    except AppError as error:
        assert error.code == "reconcile.code"


def test_what_waits_is_sealed_first_so_that_its_size_is_known_and_written_with_progress() -> None:
    _, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    issue(hall.at, number, "D02")
    (prepared,) = prepare(hall.desk)
    assert prepared.entries > 0 and prepared.size > sum(item.size for item in prepared.packages)
    assert (prepared.station, prepared.office) == ("CT01", hall.at.office.trusted[0].office)
    told: list[tuple[int, int]] = []
    drawer = Drawer()
    handed = hand_all_over(
        hall.desk, drawer, (prepared,), step=lambda done, total: told.append((done, total))
    )
    assert [len(data) for data in drawer.files.values()] == [prepared.size] and told == [(0, 1), (1, 1)]
    assert prepare(hall.desk)[0].packages == () and sending.export(hall.desk, drawer) == []
    slip = slip_of(hall.desk, tuple(item.package for item in handed))
    assert (slip.entries, slip.matters, slip.files, slip.seq) == (prepared.entries, 1, 1, 1)
    assert slip.lines[0].sha == handed[0].package.sha256[:16]
    pdf = slip_pdf(slip, hall.at.today())
    assert pdf.startswith(b"%PDF") and "甲".encode() not in pdf


def test_called_off_between_two_packages_the_rest_is_still_owed(monkeypatch: pytest.MonkeyPatch) -> None:
    county, (hall,) = county_and("LX07")
    monkeypatch.setattr(sending, "MOST_ENTRIES", 9)
    for place in range(6):
        issue(hall.at, hall.registers(f"{place}"), "D02")

    class CalledOff(Exception):
        pass

    def step(done: int, total: int) -> None:
        if done == 2 and total:
            raise CalledOff

    prepared = prepare(hall.desk)
    assert len(prepared[0].packages) > 3
    drawer = Drawer()
    with pytest.raises(CalledOff):
        hand_all_over(hall.desk, drawer, prepared, step=step)
    assert len(drawer.files) == 2
    left = prepare(hall.desk)
    assert len(left[0].packages) == len(prepared[0].packages) - 2
    hand_all_over(hall.desk, drawer, left)
    for data in drawer.files.values():
        county.takes(data)
    assert county.matters() == hall.matters()
