"""Mail opening: stamped without a gap, in sight until dealt with, and no letter ever becomes two matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.mail import LetterState
from app.errors import AppError, BadInput, NotAllowed, NotFound
from app.services.mail import (
    LetterDone,
    fetch_envelope,
    hand_back,
    join_letter,
    letters,
    open_letter,
    register_letter,
)
from app.services.materials import fetch, material_list
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, moved_to, registers, session
from tests.fake_keeping import FakeStore
from tests.fakes import FakeMemory
from tests.services.test_materials import ONE, TWO, other, page
from tests.services.test_slips import Scanner

LETTER = {"received_on": "2026-02-27", "postmark_on": "2026-02-25", "sender": "李示范", "enclosures": 2,
          "sender_address": "示范村二号", "note": "反映村里水渠多年没有修。"}  # fmt: skip
ROW = {"content": "村里水渠多年没有修。", "requested": "修好水渠"}


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def opens(desk: Session, *pages: bytes, **more: Any) -> LetterDone:
    found = [page(data, at) for at, data in enumerate(pages, start=1)]
    reader = Scanner({"envelope.jpg": list(found)})
    return open_letter(
        desk, {**LETTER, **more}, envelope=[Path("envelope.jpg")] if pages else [], reader=reader
    )


def refusal(act: Any, *given: Any, **more: Any) -> AppError:
    with pytest.raises(AppError) as caught:
        act(*given, **more)
    return caught.value


def test_stamp_numbers_have_no_gap_and_a_refused_letter_takes_none(desk: Session) -> None:
    first = opens(desk).letter.stamp
    assert refusal(opens, desk, received_on="2026-03-09").code == "act.date_in_future"
    assert refusal(opens, desk, postmark_on="2026-02-28").code == "register.dates_out_of_order"
    assert refusal(opens, desk, enclosures=-1).code == "mail.count"
    assert [first, opens(desk).letter.stamp] == ["LX07-L26-00001", "LX07-L26-00002"]


def test_a_new_year_begins_with_one(desk: Session) -> None:
    opens(desk)
    later = moved_to(desk, "2027-01-04T09:00")
    assert opens(later).letter.stamp == "LX07-L27-00001"
    assert len(letters(later)) == 2, "the letter of last year is still in sight"


def test_the_same_file_twice_stamps_no_letter_twice(desk: Session) -> None:
    one = open_letter(desk, LETTER, key="box 7")
    assert open_letter(desk, LETTER, key="box 7").letter == one.letter
    assert len(letters(desk)) == 1


def test_a_letter_without_a_sender_is_opened_too(desk: Session) -> None:
    assert open_letter(desk, {}).letter.what.received_on == date(2026, 3, 2)


def test_what_waits_is_listed_by_age_with_the_last_day_counted_from_receipt(desk: Session) -> None:
    opens(desk, received_on="2026-03-02", postmark_on="")
    opens(desk)
    old, new = letters(desk)
    assert [(row.age, row.due) for row in (old, new)] == [
        (3, date(2026, 3, 16)),
        (0, date(2026, 3, 17)),
    ]


def test_a_letter_becomes_a_matter_with_its_days_and_its_envelope(desk: Session) -> None:
    stamp = opens(desk, ONE, TWO).letter.stamp
    done = register_letter(desk, stamp, ROW)
    assert done.matter is not None and done.matter.token
    matter = view_matter(desk, done.matter.number).known.matter
    assert (matter.channel, matter.received_on, matter.postmark_on) == (
        "letter",
        date(2026, 2, 27),
        date(2026, 2, 25),
    )
    assert (matter.people.petitioners[0].name, matter.people.petitioners[0].address) == (
        "李示范",
        "示范村二号",
    )
    assert matter.claims[0].words.requested == "修好水渠"
    rows = material_list(desk, matter.number).pages
    assert [row.page.piece for row in rows] == ["envelope", "envelope"]
    assert [fetch(desk, matter.number, row.page.sha256) for row in rows] == [ONE, TWO]
    assert (done.letter.state, done.letter.matter) == (LetterState.REGISTERED, matter.number)
    assert letters(desk) == ()


def test_a_second_letter_is_joined_and_opens_no_new_clock(desk: Session) -> None:
    number = registers(desk).number
    before = view_matter(desk, number).known.obligations
    done = join_letter(desk, opens(desk, ONE).letter.stamp, number, "又写来一封")
    view = view_matter(desk, number)
    note = view.known.matter.notes[-1]
    assert (note.kind, note.on, note.words, note.unit) == ("kept", date(2026, 2, 27), "又写来一封", "letter")
    assert view.known.obligations == before
    assert [a.piece for a in view.known.matter.attachments] == ["envelope"]
    assert (done.letter.state, done.letter.matter) == (LetterState.JOINED, number)


def test_a_letter_is_bound_once_whatever_is_tried(desk: Session) -> None:
    one, two = registers(desk).number, registers(desk).number
    stamp = opens(desk).letter.stamp
    join_letter(desk, stamp, one)
    before = [len(view_matter(desk, number).entries) for number in (one, two)]
    assert refusal(join_letter, desk, stamp, two).code == "mail.dealt_with"
    assert refusal(register_letter, desk, stamp, ROW).code == "mail.dealt_with"
    assert refusal(hand_back, desk, stamp, "县法院", "误投").code == "mail.dealt_with"
    assert [len(view_matter(desk, number).entries) for number in (one, two)] == before
    assert registers(desk).number.split("-")[2] == "00003", "the refused registration took no number"


def test_a_letter_for_somebody_else_is_handed_on_and_stays_in_the_book(desk: Session) -> None:
    stamp = opens(desk).letter.stamp
    assert refusal(hand_back, desk, stamp, "", "误投").code == "field.missing"
    hand_back(desk, stamp, "示范县人民法院", "封面写给法院")
    assert letters(desk) == ()
    (row,) = letters(desk, everything=True)
    assert (row.letter.state, row.letter.to, row.letter.reason, row.due) == (
        LetterState.HANDED_BACK,
        "示范县人民法院",
        "封面写给法院",
        None,
    )
    assert refusal(register_letter, desk, stamp, ROW).code == "mail.handed_back_already"


def test_a_registration_without_content_is_refused_and_the_letter_still_waits(desk: Session) -> None:
    stamp = opens(desk, note="").letter.stamp
    assert refusal(register_letter, desk, stamp, {}).code == "register.no_content"
    assert [row.letter.stamp for row in letters(desk)] == [stamp]


def test_a_bad_picture_of_the_envelope_stops_no_letter(desk: Session) -> None:
    reader = Scanner({"a.png": BadInput("scanned.page_too_large", file="a.png", page=1)})
    done = open_letter(desk, LETTER, envelope=[Path("a.png")], reader=reader)
    assert done.letter.stamp and done.letter.what.envelope == ()
    assert [error.code for item in done.envelope for error in item.refused] == ["scanned.page_too_large"]


def test_a_letter_that_may_be_an_accusation_is_dark_from_the_stamp_on(desk: Session) -> None:
    stamp = opens(desk, ONE, restricted=True).letter.stamp
    assert isinstance(desk.store, FakeStore) and ONE not in desk.store.kept.values()
    second = other(desk, "clerk2")
    (row,) = letters(second)
    assert row.hidden and (row.letter.what.sender, row.letter.what.note) == ("", "")
    (envelope,) = row.letter.what.envelope
    assert refusal(fetch_envelope, second, stamp, envelope).code == "mail.sealed"
    assert refusal(register_letter, second, stamp, ROW).code == "mail.sealed"
    leader = other(desk, "leader")
    assert fetch_envelope(leader, stamp, envelope) == ONE
    done = register_letter(desk, stamp, ROW)
    assert done.matter is not None
    assert view_matter(desk, done.matter.number).known.matter.restricted
    with pytest.raises(NotAllowed):
        material_list(second, done.matter.number)


def test_an_envelope_is_sealed_when_the_letter_turns_out_to_be_an_accusation(desk: Session) -> None:
    stamp = opens(desk, ONE).letter.stamp
    done = register_letter(desk, stamp, {**ROW, "purpose": "检举控告"})
    assert done.matter is not None
    (row,) = material_list(desk, done.matter.number).pages
    assert isinstance(desk.store, FakeStore) and desk.store.kept[row.page.sha256] != ONE
    assert fetch(desk, done.matter.number, row.page.sha256) == ONE


@pytest.mark.parametrize("stamp", ["LX07-L26-00009", "LX07-26-00001-0", "", "LX07-L26"])
def test_a_stamp_that_nobody_gave_is_unknown(desk: Session, stamp: str) -> None:
    with pytest.raises(NotFound) as refused:
        join_letter(desk, stamp, registers(desk).number)
    assert refused.value.code == "mail.unknown"


@pytest.mark.parametrize("role", ["auditor", "sysadmin", "archivist"])
def test_who_does_not_act_on_matters_opens_no_mail(desk: Session, role: str) -> None:
    assert refusal(opens, replace(session(desk.memory, role), store=desk.store)).code == (
        "role.acts_on_no_matters"
    )
