"""At the counter nothing is lost: drafts, power cuts, a full disk; and whoever comes is registered as he comes."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import Unavailable
from app.ports import Drafts
from app.services.drafts import Recovered, recover_drafts
from app.services.registration import register_matter
from app.services.session import Session
from tests.ui.pages_reception import Clerk, at_the_counter
from tests.ui.reception_counter import (
    clerk,
    desk,
    fill,
    matter_of,
    saved_drafts,
    training_folder,
)
from ui.bootstrap.opening import Desk
from ui.desk.pages import reception_drafts, reception_insight, reception_registering

__all__ = ["clerk", "desk", "training_folder"]


def test_two_registrations_stand_side_by_side(clerk: Clerk, desk: Desk) -> None:
    clerk.write("张示范")
    clerk.press("Ctrl+2")
    assert clerk.page.people.name.text == ""
    clerk.write("王秀英")
    clerk.press("Alt+2")
    clerk.paste("第二件事。")
    clerk.press("Ctrl+1")
    assert clerk.page.people.name.text == "张示范"
    assert clerk.page.chips.texts[2] == "草稿二 王** Ctrl+2"
    clerk.until(lambda: "已自动保存 09:41:07" in clerk.page.chips.texts[1])
    held = saved_drafts(clerk, desk)
    assert {slot: content["persons"][0]["name"] for slot, content in held.items()} == {
        1: "张示范",
        2: "王秀英",
    }  # type: ignore[index]
    clerk.press("Ctrl+2")
    number = clerk.registered()
    assert matter_of(desk, number).people.petitioners[0].name == "王秀英"
    assert list(saved_drafts(clerk, desk)) == [1]
    clerk.press("Ctrl+1")
    assert clerk.page.people.name.text == "张示范"


def test_a_field_is_saved_when_it_is_left_and_when_the_keys_fall_silent(clerk: Clerk, desk: Desk) -> None:
    clerk.write("张示范")
    clerk.press("Return")
    assert saved_drafts(clerk, desk)[1]["persons"][0]["name"] == "张示范"  # type: ignore[index]
    clerk.type("4107")
    clerk.until(lambda: not clerk.page.drafts._timer.isActive())
    assert saved_drafts(clerk, desk)[1]["persons"][0]["id_number"] == "4107"  # type: ignore[index]


def test_after_a_power_cut_the_drafts_are_back_in_their_places(qtbot: QtBot, desk: Desk) -> None:
    with at_the_counter(qtbot, desk) as before:
        fill(before)
        before.press("Ctrl+2")
        before.write("王秀英")
        before.press("Return")
        before.settle()
        typed = before.page.drafts.slots[1].form
    with at_the_counter(qtbot, desk) as after:
        assert after.page.form() == typed
        assert after.page.place.place_editor.choice is not None
        assert after.page.chips.texts[2] == "草稿二 王** Ctrl+2"


def test_a_registration_nobody_saw_shows_its_number_and_is_not_made_again(qtbot: QtBot, desk: Desk) -> None:
    with at_the_counter(qtbot, desk) as before:
        before.press("Alt+2")
        before.paste("村里的事。")
        before.press("Tab")
        before.settle()
        key, form = before.page.drafts.slot.key, before.page.form()
    # the power went after the commit: the draft is still there
    made = register_matter(
        desk.session,
        reception_registering.command_of(form, reception_insight.surroundings(desk.session)),
        key=key,
    )
    with at_the_counter(qtbot, desk) as after:
        assert after.page.column.done.isVisible() and after.number == made.number
        assert "无需重登" in after.page.column.done.next.text()
        assert after.page.form().is_blank
        assert saved_drafts(after, desk) == {}


def test_keys_before_the_drafts_are_known_are_not_lost(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_the_counter(qtbot, desk) as before:
        before.write("张示范")
        before.press("Return")
        before.settle()
    typed_already = Event()

    def slowly(session: Session, drafts: Drafts) -> list[Recovered]:
        assert typed_already.wait(10)
        return recover_drafts(session, drafts)

    monkeypatch.setattr(reception_drafts, "recover_drafts", slowly)
    with at_the_counter(qtbot, desk, wait=False) as after:
        after.write("王秀英")
        assert not after.page.drafts.live
        typed_already.set()
        after.until(lambda: after.page.drafts.live)
        assert after.page.people.name.text == "王秀英"
        held = saved_drafts(after, desk)
        assert {slot: content["persons"][0]["name"] for slot, content in held.items()} == {
            1: "张示范",
            2: "王秀英",
        }  # type: ignore[index]


def test_giving_a_draft_with_a_name_up_needs_a_reason(clerk: Clerk, desk: Desk) -> None:
    clerk.write("张示范")
    clerk.press("Ctrl+Shift+D")
    clerk.press("Return")
    clerk.until(lambda: clerk.page.reason.note.text() != "")
    assert clerk.page.people.name.text == "张示范"
    clerk.press("Esc")
    assert clerk.page.people.name.text == "张示范" and not clerk.page.reason.isVisible()
    clerk.press("Ctrl+Shift+D")
    clerk.write("改日再来")
    clerk.press("Return")
    clerk.until(lambda: clerk.page.form().is_blank)
    assert saved_drafts(clerk, desk) == {}
    assert QApplication.activeModalWidget() is None


def test_a_draft_without_name_and_story_goes_at_once(clerk: Clerk, desk: Desk) -> None:
    clerk.press("Alt+4")
    clerk.type("12")
    clerk.press("Ctrl+Shift+D")
    clerk.until(lambda: clerk.page.form().is_blank)
    assert not clerk.page.reason.isVisible()


def test_a_full_disk_costs_nothing_that_was_typed(
    clerk: Clerk, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(clerk)
    clerk.settle()
    before = clerk.page.form()

    def full(*_: object, **__: object) -> None:
        raise Unavailable("disk.full")

    monkeypatch.setattr(reception_registering, "register_matter", full)
    clerk.press("Ctrl+S")
    clerk.until(lambda: not clerk.page.registering.busy)
    assert clerk.page.form() == before
    assert [message.code for message in clerk.said][-1:] == ["disk.full"]
    assert list(saved_drafts(clerk, desk)) == [1]
    monkeypatch.undo()
    assert matter_of(desk, clerk.registered()).claims[0].words.requested == "查明补偿款去向"


def test_a_wrong_number_warns_and_is_registered_as_said(clerk: Clerk, desk: Desk) -> None:
    clerk.press("Return")
    clerk.type("410721199003070011")
    assert "校验不符" in clerk.page.people.identity.note.text
    clerk.press("Alt+2")
    clerk.paste("一件事。")
    assert matter_of(desk, clerk.registered()).people.petitioners[0].id_number == "410721199003070011"


def test_an_organisation_petitions_with_its_credit_code(clerk: Clerk, desk: Desk) -> None:
    clerk.write("示范县示范农业专业合作社")
    clerk.press("Return")
    clerk.type("91410721MA9X00000R")
    assert clerk.page.people.identity.label.text() == "统一社会信用代码"
    assert "校验通过" in clerk.page.people.identity.note.text
    clerk.press("Alt+2")
    clerk.paste("一件事。")
    person = matter_of(desk, clerk.registered()).people.petitioners[0]
    assert (person.kind, person.id_number) == ("organisation", "91410721MA9X00000R")


def test_several_petitioners_and_several_claims(clerk: Clerk, desk: Desk) -> None:
    clerk.write("张示范")
    clerk.press("Ctrl+Return")
    clerk.write("王秀英")
    assert "2 / 2" in clerk.page.people.accessibleName()
    clerk.press("Alt+PgUp")
    assert clerk.page.people.name.text == "张示范"
    clerk.press("Alt+2")
    clerk.paste("第一件。")
    clerk.press("Ctrl+Return")
    clerk.paste("第二件。")
    clerk.press("Alt+5")
    clerk.type("ssqj")
    clerk.press("Return")
    clerk.press("Alt+PgUp")
    assert clerk.page.claims.story.text == "第一件。"
    clerk.press("Alt+4")
    clerk.type("12")
    clerk.press("Tab")
    clerk.write("张示范、王秀英")
    matter = matter_of(desk, clerk.registered())
    assert [person.name for person in matter.people.petitioners] == ["张示范", "王秀英"]
    assert [claim.words.text for claim in matter.claims] == ["第一件。", "第二件。"]
    assert [claim.purpose for claim in matter.claims] == ["undecided", "claim"]
    assert [person.name for person in matter.people.representatives] == ["张示范", "王秀英"]
    assert matter.persons_came == 12


def test_no_telephone_papers_and_a_past_day(clerk: Clerk, desk: Desk) -> None:
    clerk.write("张示范")
    clerk.press("Alt+0")
    clerk.press("Alt+2")
    clerk.paste("一件事。")
    clerk.page.place.materials.editor.setFocus()
    clerk.paste("土地承包合同 复印件3页；收据 原件 1页")
    assert clerk.page.place.materials.note.text == "2 份 • 共 4 页 • 原件 1 份"
    clerk.press("Alt+U")
    clerk.page.strip.received.setFocus()
    clerk.paste("2024-3-5")
    matter = matter_of(desk, clerk.registered())
    assert matter.people.petitioners[0].no_phone and matter.people.petitioners[0].phones == ()
    assert [(m.name, m.original, m.pages) for m in matter.materials] == [
        ("土地承包合同", False, 3),
        ("收据", True, 1),
    ]
    assert matter.backfilled and matter.received_on.isoformat() == "2024-03-05"


def test_an_anonymous_petitioner_leaves_no_name(clerk: Clerk, desk: Desk) -> None:
    clerk.write("张示范")
    clerk.press("Alt+N")
    clerk.press("Alt+2")
    clerk.paste("一件事。")
    matter = matter_of(desk, clerk.registered())
    assert matter.anonymous and matter.people.petitioners == ()


def test_escape_keeps_everything(clerk: Clerk, desk: Desk) -> None:
    clerk.write("张示范")
    clerk.press("Esc")
    assert saved_drafts(clerk, desk)[1]["persons"][0]["name"] == "张示范"  # type: ignore[index]
    assert clerk.page.people.name.text == "张示范"
    assert clerk.said[-1].code == "draft.kept"


def test_a_third_draft_goes_when_it_is_registered(clerk: Clerk, desk: Desk) -> None:
    keeper = clerk.page.drafts
    keeper.slots[3] = reception_drafts.Slot()
    clerk.press("Ctrl+3")
    clerk.press("Alt+2")
    clerk.paste("第三件事。")
    clerk.press("Tab")
    assert list(saved_drafts(clerk, desk)) == [3]
    clerk.registered()
    assert saved_drafts(clerk, desk) == {}
    assert (keeper.current, list(keeper.slots)) == (1, [1, 2])
    assert list(clerk.page.chips.texts) == [1, 2]


def test_a_draft_that_cannot_be_saved_is_said_and_stays_on_the_screen(
    clerk: Clerk, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Unavailable("disk.full")

    monkeypatch.setattr(reception_drafts, "save_draft", full)
    clerk.write("张示范")
    clerk.press("Return")
    clerk.until(lambda: "没有存上" in clerk.page.chips.texts[1])
    assert clerk.page.people.name.text == "张示范"
    monkeypatch.undo()
    clerk.press("Esc")
    assert saved_drafts(clerk, desk)[1]["persons"][0]["name"] == "张示范"  # type: ignore[index]
    assert "已自动保存" in clerk.page.chips.texts[1]
