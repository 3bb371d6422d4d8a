"""Numbers and the unit of work that gives them: no gap, no number twice, nothing half written, on the real database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.acts.forwarding import Forward
from app.domain.acts.receiving import VisitAgain
from app.domain.number import LAST_SEQUENCE, MatterNumber, check_station, missing_numbers
from app.domain.organisation_code import check_organisation
from app.errors import BadInput, Conflict, NotFound, Refused, Unavailable
from app.services.enquiries import answer_enquiry
from app.services.perform import perform
from app.services.reading import view_matter
from db.memory import DatabaseMemory
from tests.contracts.memories import STREAM, draft, look
from tests.desks import START, folder, registers, sign_in
from ui.bootstrap.opening import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    """A clerk at a desk on disk."""
    folder(tmp_path / "desk").memory.close()
    at = sign_in(tmp_path / "desk")
    yield at
    at.close()


def memory(desk: Desk) -> DatabaseMemory:
    """The database itself."""
    return desk.opened.memory


def work(desk: Desk) -> Any:
    """A unit of work of the clerk."""
    return memory(desk).write(actor="clerk", desk="A", now=START)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("LX07", 26, 0), "number.malformed"),
        (("LX07", -1, 1), "number.malformed"),
        (("LX0", 26, 1), "number.station_length"),
        (("LX07X", 26, 1), "number.station_length"),
        (("LXO7", 26, 1), "number.station_letter"),
        (("LX07", 26, LAST_SEQUENCE + 1), "number.series_full"),
    ],
)
def test_parts_of_which_no_number_can_be_made(given: tuple[str, int, int], code: str) -> None:
    with pytest.raises((BadInput, Refused)) as caught:
        MatterNumber.make(*given)
    assert caught.value.code == code


def test_the_first_and_the_last_number_of_a_series() -> None:
    assert MatterNumber.make("LX07", 2026, 1).text.startswith("LX07-26-00001-")
    assert MatterNumber.make("LX07", 2100, LAST_SEQUENCE).text.startswith("LX07-00-99999-")
    with pytest.raises(BadInput, match=r"number\.malformed"):
        MatterNumber(station="LX07", year=100, sequence=1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("LX07-26-00000-C", "number.malformed"),
        ("LX07-26-0001-C", "number.malformed"),
        ("LXO7-26-00001-C", "number.malformed"),
        ("LX07-26-00001-D", "number.wrong_check"),
    ],
)
def test_what_was_typed_wrongly_is_told(typed: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        MatterNumber.parse(typed)
    assert caught.value.code == code


def test_the_letters_that_a_station_may_not_have_are_named() -> None:
    assert check_station("LX07") == "LX07"
    with pytest.raises(BadInput) as caught:
        check_station("OXI7")
    assert caught.value.details["letters"] == "IO"


def test_numbers_that_stand_nowhere_are_named_with_the_day_of_the_next_one() -> None:
    number = MatterNumber.make("LX07", 2026, 3).text
    day = date(2026, 3, 2)
    assert missing_numbers({2026: 4}, [(number, day)]) == [(2026, 1, day), (2026, 2, day), (2026, 4, None)]
    assert missing_numbers({2026: 1, 2025: 1}, []) == [(2025, 1, None), (2026, 1, None)]


@pytest.mark.parametrize(
    ("typed", "warnings", "region"),
    [
        ("", (), None),
        ("91350100M000100Y43", (), "350100"),
        (" 91350100m000100y43 ", (), "350100"),
        ("91350100M000100Y4", ("organisation.bad_length",), None),
        ("91350100M000100I43", ("organisation.bad_character",), None),
        ("91350100M000100Y44", ("organisation.bad_check",), None),
    ],
)
def test_a_credit_code_is_read_and_what_is_wrong_with_it_is_said(
    typed: str, warnings: tuple[str, ...], region: str | None
) -> None:
    found = check_organisation(typed)
    assert (found.warnings, found.region_code) == (warnings, region)


# ---------------------------------------------------------------- the unit of work


def test_a_series_has_no_gap_and_a_given_up_number_is_given_again(desk: Desk) -> None:
    with work(desk) as one:
        assert [one.take_number("x"), one.take_number("x"), one.take_number("y")] == [1, 2, 1]
    with work(desk) as one:
        assert one.take_number("x") == 1, "nothing was committed"
        one.commit()
    with work(desk) as one:
        assert one.take_number("x") == 2


def test_outside_its_block_a_unit_of_work_does_nothing(desk: Desk) -> None:
    with pytest.raises(RuntimeError):
        work(desk).take_number("x")
    with work(desk) as one:
        pass
    with pytest.raises(RuntimeError):
        one.take_number("x")


def test_what_was_done_under_a_key_is_remembered_with_it(desk: Desk) -> None:
    with work(desk) as one:
        assert one.result_of("row/1") is None
        one.remember("row/1", "LX07-26-00001-C")
        one.commit()
    with work(desk) as one:
        assert one.result_of("row/1") == "LX07-26-00001-C"


def test_an_entry_that_follows_something_unread_is_refused(desk: Desk) -> None:
    with work(desk) as one:
        (first,) = one.append([draft()])
        one.commit()
    with work(desk) as one, pytest.raises(Conflict, match=r"journal\.stream_moved"):
        one.append([draft("乙", after=(first.header.id,))])
    with work(desk) as one:
        assert one.stream_head(STREAM) == (first.header.id,)
        (second,) = one.append([draft("乙", after=(first.header.id,))])
        one.commit()
    assert second.header.oseq == first.header.oseq + 1
    with work(desk) as one:
        assert [entry.header.id for entry in one.stream(STREAM)] == [first.header.id, second.header.id]
        assert one.latest_at >= second.header.at


def test_of_an_unknown_stream_there_is_no_head_and_of_an_unknown_number_no_matter(desk: Desk) -> None:
    with work(desk) as one:
        assert (
            one.stream_head(STREAM) == () and one.stream(STREAM) == () and one.find("LX07-26-00009-X") is None
        )
    number = registers(desk.session).number
    with work(desk) as one:
        found = one.find(number)
        assert found is not None and one.stream(found)


def test_looks_are_counted_on_in_their_stream(desk: Desk) -> None:
    before = memory(desk).verify("access").entries
    for _ in range(2):
        with work(desk) as one:
            one.look(look())
            one.look(look())
            one.commit()
    chain = memory(desk).verify("access")
    assert chain.ok and chain.entries == before + 4


class FakeBallast:
    """Room that can be given up once."""

    def __init__(self, room: bool) -> None:
        self._room = room

    def release(self) -> bool:
        """Whether there was any."""
        room, self._room = self._room, False
        return room


@pytest.mark.parametrize(
    ("ballast", "code", "told"),
    [
        (FakeBallast(True), "disk.full", "disk.made_room"),
        (FakeBallast(False), "disk.full", "disk.full"),
        (None, "disk.full", "disk.full"),
        (FakeBallast(True), "disk.read_only", "disk.read_only"),
    ],
)
def test_on_a_full_disk_room_is_made_and_it_is_done_once_more(
    desk: Desk, ballast: FakeBallast | None, code: str, told: str
) -> None:
    one = work(desk)
    one._ballast = ballast
    with pytest.raises((Conflict, Unavailable)) as caught, one:
        one.take_number("x")
        raise Unavailable(code)
    assert caught.value.code == told
    with work(desk) as again:
        assert again.take_number("x") == 1, "undone"


def test_an_enquiry_is_counted_for_its_day_from_the_row_it_leaves(desk: Desk) -> None:
    number = answer_enquiry(desk.session, "怎么查办理情况", "凭查询码查").number
    assert [row.number for row in memory(desk).queries.enquiries(START.date())] == [number]
    assert memory(desk).verify().ok


def test_a_receipts_token_is_kept_beside_its_number(desk: Desk) -> None:
    made = registers(desk.session)
    assert memory(desk).queries.token(made.number) == made.token


def test_a_persons_wrapped_key_is_kept_replaced_and_taken_away(desk: Desk) -> None:
    def kept() -> list[str]:
        with memory(desk).engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT wrapped FROM credential WHERE account = 'new'"
            ).fetchall()
        return [str(row[0]) for row in rows]

    for wrapped, there in (("one", ["one"]), ("two", ["two"]), ("", [])):
        with work(desk) as one:
            one.keep_credential("new", wrapped)
            one.commit()
        assert kept() == there


def test_forgotten_words_are_gone_and_side_files_hear_of_it(desk: Desk) -> None:
    def told() -> int:
        with memory(desk).engine.connect() as connection:
            row = connection.exec_driver_sql("SELECT value FROM local WHERE name = 'forgotten'").fetchone()
        return 0 if row is None else int(row[0])

    with work(desk) as one:
        first, second = one.append([draft("甲"), draft("乙")])
        one.commit()
    before = told()
    with work(desk) as one:
        one.forget_bodies(STREAM, [first.header.id])
        one.commit()
    with work(desk) as one:
        parts = [set(entry.parts) for entry in one.stream(STREAM)]
    assert parts == [set(), {"open"}] and told() == before + 1 and second is not first


def test_the_tables_say_after_each_act_what_the_journal_says(desk: Desk) -> None:
    number = registers(desk.session).number
    for act in (VisitAgain(asked="问进度"), Forward(unit="U1")):
        perform(desk.session, number, act)
        assert desk.rebuild(check=True)["equal"] is True


def test_what_a_number_does_not_name_is_unknown(desk: Desk) -> None:
    with pytest.raises(NotFound, match=r"matter\.unknown"):
        view_matter(desk.session, "LX07-26-00077-X")
