"""Two offices put one field right: both words stand beside each other, and the clerk chooses with a key and says why."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.clock import milliseconds
from app.domain import codec, history
from app.domain.acts.correcting import Correct, Corrected
from app.domain.acts.merging import MergedInto
from app.domain.entry import GENESIS, OPEN, Entry, Header, Part
from app.domain.field_words import Settled, differences
from app.domain.history import ENTRY_KINDS_BY_TYPE
from app.ids import shaped
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import whole
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, CONTROL, MatterDesk
from tests.ui.pages_window import Window, open_as
from tests.ui.test_gallery import cut_labels
from tests.ui.test_matter import AT, office


def county_writes(at: Session, number: str, *values: Any) -> None:
    """What the county wrote, knowing the registration only, arrives in this folder."""
    stream = whole(at).queries.find(number)
    assert stream is not None
    with at.work() as work:
        before = work.stream(stream)
        first, last = before[0], GENESIS
        made: list[Entry] = []
        for place, value in enumerate(values, start=1):
            when = at.now() + timedelta(minutes=place)
            part = Part(bytes(16), codec.canonical(history.split(value, frozenset()).open))
            header = Header(
                id=shaped(milliseconds(when), place.to_bytes(10, "big")),
                origin=f"CT01-{at.office.station}",
                epoch=1,
                oseq=place,
                prev=last,
                stream=stream,
                kind=ENTRY_KINDS_BY_TYPE[type(value)].name,
                form=1,
                at=milliseconds(when),
                offset=480,
                on=at.today(),
                after=(made[-1].header.id if made else first.header.id,),
                clock="ok",
                actor="county-clerk",
                desk="B",
                digests={OPEN: part.digest},
            )
            made.append(Entry(header, header.to_bytes(), {OPEN: part}, milliseconds(when)))
            last = made[-1].hash
        work.packages.admit(made, at.office.station)
        was, now = history.fold(before), history.fold(work.stream(stream))
        assert was is not None and now is not None
        work.project(at.known(was), at.known(now))
        work.commit()


def corrected(phone: str, **more: Any) -> Corrected:
    """The county put the phone right."""
    return Corrected(
        field="phone", people_before="13800000001", people_after=phone, reason="来电更正", **more
    )


def two_phones(qtbot: QtBot, tmp_path: Path, *more: Any) -> tuple[Window, str]:
    """An office whose clerk and whose county corrected the same phone, neither knowing of the other."""
    window, number = office(qtbot, tmp_path)
    there = open_as(tmp_path / "office", at=AT)
    perform(there.session, number, Correct(field="phone", value="13900000002", reason="当面说的"))
    county_writes(there.session, number, corrected("13900000003"), *more)
    there.close()
    return window, number


def test_both_words_are_shown_and_one_is_chosen_with_a_key(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = two_phones(qtbot, tmp_path)
    board = window.today()
    board.read()
    qtbot.waitUntil(lambda: board.differences.isVisible())
    picture(window.shell, "today-differences-light", 1.0)
    window.press(Qt.Key.Key_D, None, CONTROL | ALT)
    matter = MatterDesk.on(window)
    card = matter.page.overview.both_sides
    assert matter.page.number == number and card.isVisible()
    assert [word.uttered for word in card.open[0].words] == ["13900000002", "13900000003"]
    picture(window.shell, "matter-both-sides-light", 1.0)
    assert cut_labels(matter.page) == []
    matter.key(Qt.Key.Key_1, CONTROL | ALT)
    form = matter.page.beside.form
    assert form is not None and set(form.fields) == {"reason"}, "only the reason is asked"
    matter.fill(reason="当面核对")
    matter.save()
    assert not card.open and "13900000002" in card.lines[0] and "当面核对" not in card.lines[0]
    found = view_matter(window_session(window), number).known.matter
    assert found.people.petitioners[0].phones == ("13900000002",)
    window.press(Qt.Key.Key_F2)
    board = window.today()
    qtbot.waitUntil(lambda: not board.differences.isVisible())
    window.close()


def window_session(window: Window) -> Session:
    """Who sits at the window."""
    day = window.desk_window.day
    assert day is not None
    return day.hall.session


def test_a_third_word_and_taking_a_decision_back(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = two_phones(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    assert matter.page.beside.offered[0] == "decide-difference"
    matter.key(Qt.Key.Key_9, CONTROL | ALT)
    assert matter.page.beside.form is None, "there is no ninth word"
    matter.key(Qt.Key.Key_D, CONTROL | ALT)
    matter.fill(field="电话", value="13900000009", reason="两个都停机")
    matter.save()
    assert matter.page.overview.both_sides.open == ()
    matter.key(Qt.Key.Key_U, CONTROL | ALT)
    matter.fill(field="电话", reason="记错了")
    matter.save()
    assert len(matter.page.overview.both_sides.open) == 1
    found = matter.sheet.matter
    (item,) = differences(found.said, home=found.station)
    assert item.state is Settled.OPEN and item.undone[0].uttered == "13900000009"
    window.close()


def test_first_reading_and_pointer_are_said_and_the_other_number_is_a_click_away(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path)
    there = open_as(tmp_path / "office", at=AT)
    perform(there.session, number, Correct(field="place", value="410721", reason="当面问的"))
    place = Corrected(field="place", story_before="", story_after="410724", reason="属地")
    county_writes(there.session, number, place, MergedInto(into="XT03-26-00007-1", reason="同一件"))
    there.close()
    matter = MatterDesk(window, number)
    said = "\n".join(matter.page.overview.both_sides.lines)
    assert "XT03-26-00007-1" in said and "初判" in said
    assert matter.page.overview.both_sides.open == ()
    picture(window.shell, "matter-merged-light", 1.0)
    assert cut_labels(matter.page) == []
    window.close()
