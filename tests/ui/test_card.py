"""A card at the reception form: it fills what is blank, writes over nothing, marks what agrees. The reader is made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.domain.card_chip import read_chip
from app.settings import CardReaderSettings
from tests.devices.cards import NUMBER, Plate, block
from tests.devices.reader import library, plate
from tests.ui.pages_reception import Clerk, at_the_counter, keep_picture
from tests.ui.reception_counter import clerk, desk, matter_of, training_folder
from ui.bootstrap.opening import Desk
from ui.desk.pages.reception_card import as_the_card, compared
from ui.desk.pages.reception_state import PersonTyped
from ui.devices.card_reader import READY

__all__ = ["clerk", "desk", "library", "plate", "training_folder"]


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk, library: Path, plate: Plate) -> Iterator[Clerk]:
    """A clerk before an empty form, with a reader beside the keyboard."""
    with at_the_counter(qtbot, desk) as made:
        made.hall.card_reader = CardReaderSettings(library=str(library))
        made.hall.bus.tell(Changes(settings=True))
        made.page.card.reader.start()
        made.until(lambda: made.page.card.reader.state == READY)
        yield made
        made.page.card.reader.stop()


def lay(counter: Clerk, plate: Plate, card: bytes) -> None:
    """A card is laid on the reader, and what becomes of it is awaited."""
    before = counter.page.card.line.text
    plate.lay(card)
    counter.until(lambda: counter.page.card.line.text not in ("", before))


def test_with_a_card_a_walk_in_takes_at_most_70_keys_and_no_click(
    counter: Clerk, desk: Desk, plate: Plate
) -> None:
    """performance.md 6, goal B: the card brings name, number and address; the story is not counted."""
    lay(counter, plate, block("张䶮㛃", address="河南省示范县小宋佛村2组"))
    keep_picture(counter, "reception-card")
    assert "已与身份证核对一致" in counter.page.card.line.text
    assert counter.page.people.identity.keys.text() == "✓ 与卡一致"
    narrative = 1
    counter.page.people.phone.editor.setFocus()
    counter.counter.keys += 2  # two times Enter, from name to phone
    counter.type("13803735566")
    counter.press("Alt+2")
    counter.paste("村里修路占用我家承包地0.8亩，当时说按每亩补偿，至今只收到一部分。要求查明补偿款去向。")
    counter.press("Tab")
    counter.write("查明补偿款去向")
    counter.press("Return")
    counter.type("zd")
    counter.press("Return")
    counter.type("zp")
    counter.press("Return")
    number = counter.registered("Ctrl+P")
    person = matter_of(desk, number).people.petitioners[0]
    assert (person.name, person.id_number, person.address) == ("张䶮㛃", NUMBER, "河南省示范县小宋佛村2组")
    assert (person.sex, person.born_on) == ("male", "1990-03-07")
    assert counter.counter.keys - narrative <= 70
    assert counter.counter.clicks == 0


def test_the_card_that_still_lies_there_does_not_fill_the_next_form(
    counter: Clerk, desk: Desk, plate: Plate
) -> None:
    lay(counter, plate, block())
    counter.press("Alt+2")
    counter.paste("村里修路占用承包地。")
    counter.registered("Ctrl+S")
    asked = counter.page.card.reader._asked
    counter.until(lambda: counter.page.card.reader._asked >= asked + 2)
    assert counter.page.form().is_blank
    assert counter.page.card.line.text == ""
    counter.press("Alt+D")
    counter.until(lambda: not counter.page.form().is_blank)
    assert counter.page.people.name.text == "张示范"


def test_what_somebody_typed_is_not_written_over_unasked(counter: Clerk, plate: Plate) -> None:
    counter.write("李示范")
    lay(counter, plate, block())
    assert counter.page.people.name.text == "李示范"
    assert "姓名" in counter.page.card.line.text and "张示范" not in counter.everything_read()
    keep_picture(counter, "reception-card-differs")
    counter.press("Alt+K")
    assert counter.page.people.name.text == "李示范"
    counter.press("Alt+D")
    counter.until(lambda: counter.page.card.asks)
    counter.press("Alt+R")
    assert (counter.page.people.name.text, counter.page.people.identity.text) == ("张示范", NUMBER)


def test_a_form_without_names_stays_without_names(counter: Clerk, plate: Plate) -> None:
    counter.press("Alt+N")
    lay(counter, plate, block())
    assert counter.page.people.name.text == ""
    assert "匿名" in counter.page.card.line.text


def test_a_driver_that_hangs_does_not_keep_anybody_from_typing(counter: Clerk, plate: Plate) -> None:
    counter.page.card.reader._patience.setInterval(300)
    counter.page.card.reader._again = 50
    plate.be("hang")
    counter.until(lambda: "停用" in counter.page.people.identity.keys.text())
    counter.press("Alt+2")
    counter.paste("照常登记。")
    assert counter.registered().startswith("LX07-26-00001-")


def test_without_a_reader_the_key_says_where_it_is_set(clerk: Clerk) -> None:
    clerk.press("Alt+D")
    assert "设置" in clerk.page.card.line.text
    clerk.press("Esc")
    assert clerk.page.card.line.text == ""


def test_a_leader_of_a_household_lives_where_he_says(counter: Clerk) -> None:
    card = read_chip(block())
    typed = PersonTyped(name="张 示范", phone="13800000000", address="示范镇西村")
    found = compared(typed, card)
    assert found.same
    assert (found.person.address, found.person.id_number, found.person.phone) == (
        "示范镇西村",
        NUMBER,
        "13800000000",
    )
    other = compared(PersonTyped(name="李示范", id_number="410721198501011219"), card)
    assert other.differing == ("name", "id_number")
    assert as_the_card(PersonTyped(name="李示范", phone="1"), card).phone == "1"


def test_an_expired_card_stops_nobody(counter: Clerk, plate: Plate) -> None:
    lay(counter, plate, block(until="20200101"))
    assert "过了有效期" in counter.page.card.line.text
    assert counter.page.people.name.text == "张示范"
