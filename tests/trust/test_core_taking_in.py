"""Packages that a genuine key signed and that are wrong all the same: refused whole, and nothing is left behind."""

from __future__ import annotations

import copy
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO

import pytest

from app.domain.access import PackageTaken
from app.domain.acts.recording import RecordNumber
from app.domain.entry import OPEN
from app.domain.history import read_value
from app.errors import AppError, Damaged, NotFound, Refused, Unavailable
from app.exchange import bag, package
from app.exchange.checking import Checked, Receiver
from app.exchange.header import FIRST, PackageRef
from app.exchange.lines import Receipt, ReceiptResult, read_entry, receipt_line
from app.services import applying, epochs, exchange, papers, taking_in
from app.services.perform import perform
from app.services.taking_in import Outcome, Rejected
from tests.exchange.forging import chained_on, line_of, remade
from tests.exchange.packages import Kept
from tests.exchange.world import FakeShelf, Party, PlainCheck, county_and

Members = dict[str, list[bytes]]


def inside(data: bytes, reader: Party) -> tuple[Members, dict[str, bytes]]:
    """The lines and files of a package, for who holds the keys."""
    source, kept = io.BytesIO(data), Kept()
    package.open_body(source, package.look(source), reader.desk.keys, kept)
    lines: Members = {}
    for member, line in kept.lines:
        lines.setdefault(member, []).append(line)
    return lines, kept.files


def forged(
    data: bytes, writer: Party, reader: Party, change: Callable[[Members], None], **more: Any
) -> bytes:
    """The same package with other lines or another header, signed by its genuine writer. `more` may name `files`."""
    lines, files = inside(data, reader)
    change(lines)
    files = more.pop("files", files)
    members = [
        *((name, (line + b"\n" for line in found)) for name, found in sorted(lines.items())),
        *((bag.FILES + name, [content]) for name, content in sorted(files.items())),
    ]
    body, out = io.BytesIO(), io.BytesIO()
    facts = package.write_body(body, members, {}, (reader.desk.keys.box_public,))
    header = replace(
        package.look(io.BytesIO(data)).header,
        body_sha256=facts.measured.sha256,
        body_size=facts.measured.size,
        payload=facts.payload,
        files=facts.files,
        **({"holds": ()} if "head" in more else {}),
        **more,
    )
    body.seek(0)
    package.seal(out, header, body, facts, writer.desk.keys.sign)
    return out.getvalue()


def nothing(_: Members) -> None:
    """Leaves the lines as they are."""


def sent(*texts: str) -> tuple[Party, Party, bytes]:
    """A county, a station, and the package of what it registered."""
    county, (hall,) = county_and("LX07")
    for text in texts or ("甲",):
        hall.registers(text)
    (data,) = hall.exports()
    return county, hall, data


def refused(county: Party, data: bytes, code: str) -> AppError:
    """Takes it in: refused with that code, nothing written."""
    before, seen = len(county.memory.state.entries), dict(county.memory.state.received)
    with pytest.raises(AppError) as caught:
        county.takes(data)
    assert caught.value.code == code
    assert (len(county.memory.state.entries), county.memory.state.received) == (before, seen)
    return caught.value


def swap(lines: Members) -> None:
    found = lines[bag.ENTRIES]
    found[-1], found[-2] = found[-2], found[-1]


def cut(lines: Members) -> None:
    lines[bag.ENTRIES].pop()


def earlier(lines: Members) -> None:
    lines[bag.EARLIER] = [lines[bag.ENTRIES][0]]


def receipt(lines: Members) -> None:
    ref = PackageRef(chain="CT01", epoch=1, seq=1, sha256=FIRST)
    made = Receipt(package=ref, result=ReceiptResult.APPLIED, received_at=1, entries=1)
    lines[bag.RECEIPTS] = [receipt_line(made).rstrip(b"\n")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (swap, "package.chain"),
        (cut, "package.chain"),
        (earlier, "package.not_theirs"),
        (receipt, "package.line"),
    ],
)
def test_lines_that_do_not_belong_there_are_refused(change: Callable[[Members], None], code: str) -> None:
    county, hall, data = sent("甲", "乙")
    refused(county, forged(data, hall, county, change), code)
    assert county.takes(data).applied > 0, "the honest one still comes in"


def test_a_header_that_names_another_end_of_the_chain_is_refused() -> None:
    county, hall, data = sent()
    assert county.takes(forged(data, hall, county, nothing)).applied > 0
    county, hall, data = sent()
    refused(county, forged(data, hall, county, nothing, head="ab" * 32), "package.chain")


def test_entries_that_can_be_read_and_make_no_matter_are_rejected_alone() -> None:
    county, hall, data = sent()
    found = [read_entry(line, 0) for line in inside(data, county)[0][bag.ENTRIES]]
    old = next(entry for entry in found if entry.header.kind == "registered")
    value = json.loads(old.parts[OPEN].body)
    body = json.dumps({**value, "claims": value["claims"] * 4}, ensure_ascii=False).encode()
    made = chained_on([remade(entry.header, body) if entry is old else entry for entry in found])

    def wordless(lines: Members) -> None:
        lines[bag.ENTRIES] = [line_of(entry) for entry in made]

    outcome = county.takes(forged(data, hall, county, wordless, head=made[-1].hash.hex()))
    assert [(item.result, item.code, item.field) for item in outcome.matters] == [
        ("rejected", "record.order", "registered")
    ]
    assert county.matters() == {} and county.memory.verify().ok


def test_a_paper_that_an_entry_names_must_come_with_it() -> None:
    county, (hall,) = county_and("LX07")
    papers.issue(hall.at, hall.registers("甲"), "D02")
    (data,) = hall.exports()
    error = refused(county, forged(data, hall, county, nothing, files={}), "package.file_missing")
    assert len(str(error.details["file"])) == 12
    assert county.takes(data).applied > 0


def test_a_number_that_two_matters_bear_is_rejected_with_the_later_one() -> None:
    county, (hall, other) = county_and("LX07", "LX08")
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    own = other.at.office
    other.at.office = replace(own, station="LX07")
    assert other.registers("另一个甲") == number
    other.at.office = own
    (data,) = other.exports()
    before = county.matters()
    (told,) = county.takes(data).matters
    assert (told.number, told.result, told.code) == (number, "rejected", "record.number_twice")
    assert county.matters() == before


def test_many_entries_come_in_pieces_and_all_of_them_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "BATCH", 2)
    county, hall, data = sent("甲", "乙", "丙")
    county.takes(data)
    assert county.matters() == hall.matters() and len(county.matters()) == 3
    assert county.memory.verify().ok


# ---------------------------------------------------------------- what was here before, and who else is at it


def test_our_own_package_is_told_as_our_own() -> None:
    _, hall, data = sent()
    with pytest.raises(Refused, match=r"package\.own"):
        hall.takes(data)


class Busy(FakeShelf):
    """A shelf on which a colleague puts the same package a moment before us."""

    colleague: Callable[[], object] | None = None

    def keep(self, file: BinaryIO, sha256: str) -> None:
        """First the colleague, then we."""
        colleague, self.colleague = self.colleague, None
        if colleague is not None:
            colleague()
        super().keep(file, sha256)


def test_two_clerks_take_the_same_package_in_and_it_counts_once() -> None:
    county, hall, data = sent()
    shelf = Busy()
    county.desk = replace(county.desk, shelf=shelf)
    outcomes: list[Outcome] = []
    shelf.colleague = lambda: outcomes.append(county.takes(data))
    second = county.takes(data)
    assert outcomes[0].applied > 0
    assert (second.applied, second.repeated) == (0, outcomes[0].applied)
    assert second.packages == [("LX07-1-000001.xfp", "repeated")]
    assert county.matters() == hall.matters()


def test_a_waiting_package_that_does_not_follow_is_put_aside_when_its_turn_comes() -> None:
    county, (hall,) = county_and("LX07")
    _, (clone,) = county_and("LX07")
    hall.registers("甲")
    (mine,) = hall.exports()
    later = []
    for text in ("另一个甲", "另一个乙", "另一个丙"):
        clone.registers(text)
        later += clone.exports()
    assert county.takes(later[2]).held == county.takes(later[1]).held == 1
    outcome = county.takes(mine)
    assert outcome.applied > 0
    assert [(item.name, item.error.code) for item in outcome.rejected] == [
        ("LX07-1-000002.xfp", "package.fork")
    ]
    assert county.matters() == hall.matters()
    again = county.takes(later[1])
    assert [item.error.code for item in again.rejected] == ["package.fork"], "asked again, it says the same"
    assert again.packages == [] and again.repeated == 0


def test_who_took_what_in_stands_in_the_record_of_looks() -> None:
    county, _, data = sent()
    county.takes(data)
    taken = [found[1] for entry in county.memory.state.looks if (found := read_value(entry)) is not None]
    (seen,) = [value for value in taken if isinstance(value, PackageTaken)]
    assert (seen.name, seen.result) == ("LX07-1-000001.xfp", "applied")
    assert seen.sha256 == hashlib.sha256(data).hexdigest()


def test_a_late_package_of_an_ended_epoch_has_its_entries_sent_back_once_more() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    backup = copy.deepcopy(hall.memory.state)
    known = hall.registers("乙")
    county.takes(hall.exports()[0])
    lost = hall.registers("丁")
    (late,) = hall.exports()
    hall.memory.state = backup
    hall.memory.reread()
    epochs.begin_epoch(hall.memory, actor="sysadmin", desk="", now=hall.at.now(), last_seen=[lost])
    hall.at.office = exchange.office_of(hall.memory)
    hall.registers("丙")
    county.takes(hall.exports()[0])
    for data in county.exports():
        hall.takes(data)
    assert known in hall.matters() and lost not in hall.matters()
    assert county.takes(late).applied > 0
    for data in county.exports():
        hall.takes(data)
    assert hall.matters() == county.matters() and lost in hall.matters()


# ---------------------------------------------------------------- sticks that are pulled out


class Pulled(io.BytesIO):
    """A stick that is pulled out after so many readings."""

    def __init__(self, data: bytes, readings: int) -> None:
        super().__init__(data)
        self._readings = readings

    def read(self, size: int | None = -1, /) -> bytes:
        """What is there, until it is gone."""
        self._readings -= 1
        if self._readings < 0:
            raise OSError(5, "gone")
        return super().read(size)


def test_a_stick_that_is_pulled_out_leaves_nothing_whenever_that_was() -> None:
    county, _, data = sent()
    for readings in range(200):
        try:
            outcome = taking_in.take_in(county.desk, Pulled(data, readings))
        except AppError as error:
            assert (type(error), error.code) == (Unavailable, "source.gone")
            assert county.memory.state.received == {} and county.matters() == {}
        else:
            assert outcome.applied > 0 and readings > 3
            break
    with pytest.raises(Unavailable, match=r"source\.gone"):
        taking_in.look_at(county.desk, Pulled(data, 1))


class Other(PlainCheck):
    """A check that read other bytes than were measured."""

    def check(self, source: BinaryIO, receiver: Receiver, box: str) -> Checked:
        """Says so."""
        return replace(super().check(source, receiver, box), sha256="0" * 64)


def test_a_copy_that_is_not_what_was_verified_is_not_applied() -> None:
    county, _, data = sent()
    county.desk = replace(county.desk, check=Other())
    refused(county, data, "package.body")


# ---------------------------------------------------------------- looking, counting


def test_an_answer_is_looked_at_with_its_receipts_and_a_changed_one_is_told() -> None:
    county, hall, data = sent()
    county.takes(data)
    (answer,) = county.exports()
    found = taking_in.look_at(hall.desk, io.BytesIO(answer))
    assert (found.genuine, found.complete, found.opened) == (True, True, True)
    turned = answer[:-300] + bytes([answer[-300] ^ 1]) + answer[-299:]
    found = taking_in.look_at(hall.desk, io.BytesIO(turned))
    assert (found.genuine, found.complete, found.opened) == (True, False, False)
    hall.at.office = replace(hall.at.office, trusted=())
    assert not taking_in.look_at(hall.desk, io.BytesIO(answer)).genuine, "a sender that nobody pinned"


def test_a_package_whose_inside_is_odd_is_told_when_it_is_looked_at() -> None:
    county, hall, data = sent()

    def odd(lines: Members) -> None:
        lines[bag.ENTRIES][0] = b"{}"

    found = taking_in.look_at(county.desk, io.BytesIO(forged(data, hall, county, odd)))
    assert (found.genuine, found.complete, found.opened) == (True, False, False)


def test_what_several_packages_did_is_told_together() -> None:
    one = Outcome(applied=1, repeated=2, held=3, numbers={"a"}, packages=[("p", "applied")], arrived=1)
    wrong = Rejected("q", Damaged("package.fork"))
    other = Outcome(
        applied=10, repeated=20, held=30, numbers={"b"}, packages=[("q", "rejected")],
        rejected=[wrong], alarms=["r"], arrived=5,
    )  # fmt: skip
    assert not Outcome().changes.papers and one.changes.papers
    one.add(other)
    assert (one.applied, one.repeated, one.held, one.arrived) == (11, 22, 33, 6)
    assert one.rejected == [wrong] and one.alarms == ["r"] and one.numbers == {"a", "b"}
    assert one.packages == [("p", "applied"), ("q", "rejected")] and one.missing == ()
    assert one.changes.matters == {"a", "b"}


# ---------------------------------------------------------------- what the other side says of ours


def test_what_the_other_side_asks_for_is_sent_again_as_the_same_bytes() -> None:
    county, (hall,) = county_and("LX07")
    first, second = [hall.registers(text) and hall.exports()[0] for text in ("甲", "乙")]
    assert county.takes(second).held == 1
    (answer,) = county.exports()
    hall.takes(answer)
    assert hall.exports() == [first]
    assert county.takes(first).applied > 0 and len(county.matters()) == 2


def test_a_request_for_what_was_never_sent_changes_nothing() -> None:
    county, hall, data = sent()
    county.takes(data)
    perform(county.at, next(iter(county.matters())), RecordNumber(system="省", number="A1"))
    (answer,) = county.exports()
    hall.takes(forged(answer, county, hall, nothing, asks=(taking_in.Wanted(epoch=1, seq=77),)))
    assert hall.exports() == []


def test_a_receipt_for_a_number_that_was_never_sent_is_refused() -> None:
    county, hall, data = sent()
    county.takes(data)
    (answer,) = county.exports()

    def more(lines: Members) -> None:
        ref = PackageRef(chain="LX07", epoch=1, seq=77, sha256=FIRST)
        made = Receipt(package=ref, result=ReceiptResult.APPLIED, received_at=1, entries=1)
        lines[bag.RECEIPTS].append(receipt_line(made).rstrip(b"\n"))

    refused(hall, forged(answer, county, hall, more), "package.receipt_unknown")
    hall.takes(answer)
    with hall.at.work() as work:
        assert [item.state for item in work.packages.sent_to("LX07")] == ["applied"]


def test_a_package_that_is_not_on_the_shelf_is_told() -> None:
    with pytest.raises(NotFound, match=r"export\.package_missing"):
        FakeShelf().open("00")
