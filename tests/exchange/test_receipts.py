"""Three receipts: a package came, it was checked, and each matter of it was accepted, rejected alone or put right."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from app.clock import FixedClock
from app.domain import history
from app.domain.acts.correcting import CORRECTABLE, Correct, Corrected
from app.domain.acts.merging import MergeInto
from app.domain.acts.receiving import VisitedAgain
from app.errors import Damaged
from app.exchange import bag, package
from app.exchange.lines import Receipt, read_receipt
from app.exchange.results import RecordCode, reason
from app.services.perform import perform
from tests.exchange.packages import Kept
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.world import Party, county_and, party
from ui.messages import message_of

__all__ = ["together"]


def receipts(data: bytes, reader: Party) -> list[Receipt]:
    """The receipts in a package, for who holds the keys."""
    source, kept = io.BytesIO(data), Kept()
    package.open_body(source, package.look(source), reader.desk.keys, kept)
    return [read_receipt(line) for member, line in kept.lines if member == bag.RECEIPTS]


def results(receipt: Receipt) -> dict[str, tuple[str, str, str]]:
    """What became of each matter: result, code, field."""
    return {item.number: (item.result, item.code, item.field) for item in receipt.matters}


def spoils(hall: Party, number: str, **said: str) -> None:
    """The station writes an entry that no act would let through: its own state is made without it."""
    clock = hall.at.clock
    assert isinstance(clock, FixedClock)
    clock.advance(minutes=1)
    stream = hall.stream(number)
    matter = history.fold(hall.memory.queries.stream(stream))
    with hall.at.work() as work:
        work.stream(stream)
        value = Corrected(
            **{"field": "received_on", "before": "x", "after": "someday", "reason": "笔误", **said}
        )
        work.append([hall.at.draft(stream, value, hall.at.today(), matter)])
        work.commit()


def corrects(hall: Party, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk puts the day right, at a station that can read what it wrote."""
    clock = hall.at.clock
    assert isinstance(clock, FixedClock)
    clock.advance(minutes=1)
    read, write = CORRECTABLE["received_on"]
    with monkeypatch.context() as patched:
        patched.setitem(CORRECTABLE, "received_on", (read, lambda m, v: m if v == "someday" else write(m, v)))
        perform(hall.at, number, Correct(field="received_on", value="2026-03-01", reason="更正"))


def state_of(at: Party, number: str) -> list[str]:
    """What was told of a matter, oldest first."""
    stream = at.stream(number)
    with at.at.work() as work:
        return [item.result for item in work.packages.results.of_matter(stream)]


def test_one_bad_matter_of_many_is_rejected_alone_and_named(together: Makes) -> None:
    county, (hall,) = together("LX07")
    numbers = [hall.registers(f"第{place}件") for place in range(20)]
    spoils(hall, numbers[7])
    (data,) = hall.exports()
    outcome = county.takes(data)
    assert outcome.applied == package.look(io.BytesIO(data)).header.entries
    assert county.matters().keys() == set(numbers) - {numbers[7]}
    assert county.memory.verify().ok, "the chain has every entry"
    (answer,) = county.exports()
    (receipt,) = receipts(answer, hall)
    told = results(receipt)
    assert told.pop(numbers[7]) == ("rejected", "record.field", "corrected.value")
    assert told == dict.fromkeys(set(numbers) - {numbers[7]}, ("accepted", "", ""))
    hall.takes(answer)
    assert state_of(hall, numbers[7]) == ["rejected"] and state_of(hall, numbers[8]) == []


def test_a_bad_entry_leaves_a_known_matter_as_it_stood(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    before = county.matters()[number]
    spoils(hall, number)
    county.takes(hall.exports()[0])
    assert county.matters()[number] == before
    assert [row.number for row in county.memory.queries.newest()] == [number]
    perform(county.at, number, Correct(field="address", value="示范村二号", reason="来电更正"))


def test_the_correction_in_the_next_package_makes_the_matter_again(
    together: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    spoils(hall, number)
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    corrects(hall, number, monkeypatch)
    outcome = county.takes(hall.exports()[0])
    assert [(item.number, item.result) for item in outcome.matters] == [(number, "corrected")]
    assert county.matters()[number].received_on.isoformat() == "2026-03-01"
    (answer,) = county.exports()
    assert results(receipts(answer, hall)[0])[number] == ("corrected", "", "")
    hall.takes(answer)
    assert state_of(hall, number) == ["rejected", "corrected"]


def test_what_is_written_on_a_merged_matter_is_taken_and_told_to_be_superseded(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number, target = hall.registers("甲"), hall.registers("乙")
    county.takes(hall.exports()[0])
    perform(county.at, number, MergeInto(into=target, reason="同一人同一事"))
    perform(hall.at, number, Correct(field="address", value="示范村二号", reason="本人"))
    (told,) = county.takes(hall.exports()[0]).matters
    assert (told.result, told.code, told.field) == ("superseded", "record.merged", target)
    assert county.matters()[number].people.petitioners[0].address == "示范村二号"
    hall.takes(county.exports()[0])
    assert state_of(hall, number) == ["superseded"] and state_of(county, number) == ["superseded"]
    perform(hall.at, target, Correct(field="address", value="示范村三号", reason="本人"))
    assert county.takes(hall.exports()[0]).matters == []


def test_what_follows_without_a_correction_waits_with_it(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    spoils(hall, number)
    county.takes(hall.exports()[0])
    stream = hall.stream(number)
    with hall.at.work() as work:
        work.stream(stream)
        work.append([hall.at.draft(stream, VisitedAgain(persons=1, asked="问进度"), hall.at.today(), None)])
        work.commit()
    outcome = county.takes(hall.exports()[0])
    assert [item.result for item in outcome.matters] == ["rejected"]
    assert number not in county.matters()


def test_a_newer_program_makes_what_an_older_one_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    spoils(hall, number, field="address", after="", people_after="示范村三号")

    def unknown(matter: Any, value: str) -> Any:
        raise KeyError(value)

    (data,) = hall.exports()
    with monkeypatch.context() as older:
        older.setitem(CORRECTABLE, "address", (lambda m: "", unknown))
        (rejected,) = county.takes(data).matters
        assert (rejected.result, rejected.code, rejected.field) == ("rejected", "record.order", "corrected")
    hall.registers("乙")
    (told,) = county.takes(hall.exports()[0]).matters
    assert (told.number, told.result) == (number, "corrected")
    assert county.matters() == hall.matters()


def test_a_rebuild_leaves_out_what_was_rejected(tmp_path: Path) -> None:
    _, (hall,) = county_and("LX07")
    county = party("CT01", "county", folder=tmp_path)
    county.trusts(hall)
    good, bad = hall.registers("甲"), hall.registers("乙")
    county.takes(hall.exports()[0])
    spoils(hall, bad)
    spoils(hall, good)
    county.takes(hall.exports()[0])

    def known(stream: Any) -> Any:
        matter = history.fold(county.memory.queries.stream(stream))
        return None if matter is None else county.at.known(matter)

    assert county.memory.rebuild(known, check=True)["equal"]
    county.memory.rebuild(known, check=False)
    assert county.memory.rebuild(known, check=True)["equal"]
    assert county.matters().keys() == {good, bad}


def test_a_package_is_received_then_verified_and_both_are_told() -> None:
    county, (hall,) = county_and("LX07")
    sent = []
    for text in ("甲", "乙"):
        hall.registers(text)
        sent += hall.exports()
    county.takes(sent[1])
    (early,) = receipts(county.exports()[0], hall)
    assert (early.result, early.verified_at) == ("held", None) and early.received_at
    county.takes(sent[0])
    first, second = receipts(county.exports()[0], hall)
    assert first.verified_at and second.verified_at
    assert second.received_at == early.received_at < second.verified_at, "when it came stays when it came"
    for data in county.drawer.files.values():
        hall.takes(data)
    with hall.at.work() as work:
        steps = [item.step for item in work.packages.results.steps("LX07", 1, 2)]
    assert sorted(steps) == ["handed", "received", "verified"]


def test_a_receipt_of_the_first_release_is_still_read() -> None:
    """Bytes as 0.1.0 wrote them: without levels, with numbers alone."""
    line = (
        b'{"entries":3,"matters":[{"number":"LX07-26-00001-C","result":"accepted"}],"package":{"chain":"LX07",'
        b'"epoch":1,"seq":1,"sha256":"' + b"ab" * 32 + b'"},"received_at":5,"result":"applied"}'
    )
    found = read_receipt(line)
    assert (found.verified_at, found.matters[0].number, found.matters[0].stream) == (
        None,
        "LX07-26-00001-C",
        "",
    )


def test_a_receipt_whose_words_are_no_words_is_refused() -> None:
    line = (
        b'{"entries":3,"matters":[{"number":"1","result":"rejected","code":"' + b"x" * 41 + b'"}],"package":'
        b'{"chain":"LX07","epoch":1,"seq":1,"sha256":"ab"},"received_at":5,"result":"applied"}'
    )
    with pytest.raises(Damaged, match=r"package\.line"):
        read_receipt(line)


@pytest.mark.parametrize("code", [*RecordCode, "record.of_next_year"])
def test_every_reason_of_a_receipt_has_a_sentence(code: str) -> None:
    said = message_of(reason(code, "received_on"))
    assert said.says and said.do and "{" not in said.says
