"""A villager comes a second time, whose name is typed with a wrong letter: found by the story alone, decided by keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.claims import Purpose
from app.domain.people import People, Petitioner
from app.services.reading import view_matter
from app.services.registration import register_matter
from app.services.side_by_side import like_this, same_event
from tests.ui.conftest import picture_of
from tests.ui.pages_matter import CONTROL, MatterDesk
from tests.ui.pages_reception import Clerk, at_the_counter, keep_picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_matter import AT, office
from ui.bootstrap.opening import Desk
from ui.theme import Theme, apply_theme, current

STORY = "去年秋天村里修路占用我家承包地两亩，补偿款至今没有付清，找过村委会三次都说没有钱，请求查明。"
AGAIN = "找村委会三次都说没钱。修路占用承包地，补偿款没有付清，要求查明去向。"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A county office with one matter of last month."""
    folder = training_folder(tmp_path / "office")
    before = open_as(folder, at="2026-10-20T10:00")
    registered(before, "张示范", text=STORY, requested="付清余款")
    before.close()
    opened = open_as(folder, at=AT)
    yield opened
    opened.close()


def tells(clerk: Clerk, name: str, story: str) -> None:
    """Name and story are typed; the answer is waited for."""
    clerk.press("Alt+1")
    clerk.write(name)
    clerk.press("Alt+2")
    clerk.paste(story)
    clerk.until(lambda: clerk.page.column.earlier.chosen is not None)


def test_found_by_the_story_and_decided_with_keys(qtbot: QtBot, desk: Desk) -> None:
    with at_the_counter(qtbot, desk) as clerk:
        tells(clerk, "章示凡", AGAIN)
        card, earlier = clerk.page.repeats.card, clerk.page.column.earlier
        assert "内容相近" in "\n".join(earlier.lines.texts)
        first = earlier.rows[0].number
        clerk.press("Ctrl+B")
        clerk.until(lambda: card.comparison is not None)
        said = "\n".join(card.texts)
        for part in (first, "本次登记", "章示凡", "张示范", "2026-10-20", "内容相近", "不是同一件"):
            assert part in said, part
        assert card.left.toPlainText() == AGAIN and card.right.toPlainText().startswith(STORY)
        assert card.left.marks and card.right.marks
        assert not clerk.page.claims.isVisible()
        keep_picture(clerk, "repeats-beside-light")
        assert cut_labels(clerk.page) == []
        theme, application = current.theme, QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, Theme(name="dark", strong_face=theme.strong_face))
        keep_picture(clerk, "repeats-beside-dark")
        apply_theme(application, theme)
        clerk.press("Esc")
        assert clerk.page.claims.isVisible() and clerk.page.form().claims[0].content == AGAIN
        again: list[str] = []
        clerk.page.visit_again_asked.connect(again.append)
        clerk.press("Ctrl+B")
        clerk.until(lambda: card.comparison is not None)
        clerk.press("F8")
        assert again == [first]


def test_not_the_same_is_not_offered_again_and_can_be_taken_back(qtbot: QtBot, desk: Desk) -> None:
    with at_the_counter(qtbot, desk) as clerk:
        tells(clerk, "章示凡", AGAIN)
        first = clerk.page.column.earlier.rows[0].number
        clerk.press("Ctrl+D")
        clerk.until(lambda: clerk.page.column.earlier.chosen is None)
        assert "不是同一件" in clerk.said[-1].says
        clerk.press("Ctrl+U")
        clerk.until(lambda: clerk.page.column.earlier.chosen is not None)
        clerk.press("Ctrl+B")
        clerk.until(lambda: clerk.page.repeats.card.comparison is not None)
        clerk.press("Ctrl+D")
        clerk.until(lambda: clerk.page.column.earlier.chosen is None)
        assert clerk.page.claims.isVisible()
        second = clerk.registered()
        kinds = [entry.header.kind for entry in view_matter(desk.session, second).entries]
        assert kinds == ["registered", "told-apart"]
        assert like_this(desk.session, second) == [] == like_this(desk.session, first)
        assert clerk.page.form().apart == "", "the next visitor begins with an empty form"


def test_a_story_under_seal_is_compared_with_nothing(qtbot: QtBot, desk: Desk) -> None:
    with at_the_counter(qtbot, desk) as clerk:
        clerk.press("Ctrl+H")
        clerk.press("Alt+2")
        clerk.paste(AGAIN)
        clerk.qtbot.wait(400)
        clerk.settle()
        assert clerk.page.column.earlier.rows == ()
        clerk.press("Ctrl+B")
        assert clerk.page.repeats.card.isHidden()


def test_registered_twice_is_folded_and_taken_back_on_the_page(qtbot: QtBot, tmp_path: Path) -> None:
    window, first = office(qtbot, tmp_path, name="章示范", text=STORY)
    day = window.desk_window.day
    assert day is not None
    second = registered_in(window, "张示范", STORY)
    session = day.hall.session
    owed = [item.id for item in view_matter(session, second).known.obligations if item.voided_on is None]
    matter = MatterDesk(window, second)
    matter.key(Qt.Key.Key_B, CONTROL)
    card = matter.page.repeats.card
    assert card.chosen is not None and card.chosen.number == first
    assert matter.page.overview.isHidden()
    matter.key(Qt.Key.Key_G, CONTROL)
    assert "姓名" in "\n".join(card.texts)
    place = [choice.field for choice in card.comparison.choices].index("name") if card.comparison else -1
    matter.key(Qt.Key(Qt.Key.Key_1 + place))
    keeps(window, "repeats-fold")
    assert cut_labels(matter.page) == []
    matter.key(Qt.Key.Key_G, CONTROL)
    assert "已并入" in window.said and matter.sheet.state == "folded"
    assert "按重复登记并入先登记的" in matter.page.overview.both_sides.lines[0]
    keeps(window, "repeats-folded")
    assert cut_labels(matter.page) == []
    stays = view_matter(session, first).known.matter
    assert stays.people.petitioners[0].name == "张示范"
    left = [item for item in view_matter(session, second).known.obligations if item.voided_on is None]
    assert left == []
    matter.key(Qt.Key.Key_G, CONTROL)
    assert "撤销" in window.said and matter.sheet.state == "registered"
    back = [item.id for item in view_matter(session, second).known.obligations if item.voided_on is None]
    assert back == owed
    assert view_matter(session, first).known.matter.people.petitioners[0].name == "章示范"
    window.close()


def test_ten_people_bring_one_matter_and_are_linked_by_one_act(qtbot: QtBot, tmp_path: Path) -> None:
    window, first = office(qtbot, tmp_path, text=STORY)
    day = window.desk_window.day
    assert day is not None
    others = [registered_in(window, f"{name}示范", AGAIN) for name in "李王赵"]
    matter = MatterDesk(window, first)
    matter.key(Qt.Key.Key_B, CONTROL)
    said = "\n".join(matter.page.repeats.card.texts)
    assert "相近的另有 3 件" in said and all(number in said for number in others)
    keeps(window, "repeats-together")
    assert cut_labels(matter.page) == []
    matter.key(Qt.Key.Key_T, CONTROL)
    assert "已并查 3 件" in window.said
    session = day.hall.session
    for number in (first, *others):
        assert len(same_event(session, number)) == 3
        assert [
            i
            for i in view_matter(session, number).known.obligations
            if i.kind == "duty" and i.voided_on is None
        ]
    matter.key(Qt.Key.Key_Escape)
    assert not matter.page.overview.isHidden()
    assert "同一事项另有 3 件" in "".join(matter.page.overview.both_sides.lines)
    matter.key(Qt.Key.Key_B, CONTROL)
    matter.key(Qt.Key.Key_D, CONTROL)
    assert "不再提示" in window.said
    matter.key(Qt.Key.Key_Escape)
    assert "核对过不是同一件" in "".join(matter.page.overview.both_sides.lines)
    keeps(window, "repeats-lines")
    matter.key(Qt.Key.Key_U, CONTROL)
    assert "可以再提示" in window.said
    window.close()


def registered_in(window: Window, name: str, text: str) -> str:
    """Another visit, registered by the desk of this window."""
    day = window.desk_window.day
    assert day is not None
    session = day.hall.session
    people = People(petitioners=(Petitioner(name=name, phones=("13800000002",), address="示范镇东村三组"),))
    claim = ClaimGiven(text=text, requested="", purpose=Purpose.CLAIM, category="")
    command = RegisterVisit(
        channel="walk_in", received_on=session.today(), people=people, claims=(claim,), place="410721"
    )
    return register_matter(session, command).number


def keeps(window: Window, name: str) -> None:
    """Pictures of the window in both looks, where a folder for them is named."""
    folder, application, theme = (
        os.environ.get("PETITION_DESK_PICTURES"),
        QApplication.instance(),
        current.theme,
    )
    if not folder or not isinstance(application, QApplication):
        return
    for look in ("light", "dark"):
        apply_theme(application, Theme(name=look, strong_face=theme.strong_face))
        for _ in range(4):
            QApplication.processEvents()
        picture_of(window.shell).save(str(Path(folder) / f"{name}-{look}.png"))
    apply_theme(application, theme)
