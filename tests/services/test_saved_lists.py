"""Saved lists: a question under a name, one clerk's own, and never one of a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import BadInput, NotAllowed, Refused
from app.services.drafts import recover_drafts, save_draft
from app.services.listing import Narrowing
from app.services.saved_lists import MOST, SavedList, drop_list, save_list, saved_lists
from tests.desks import folder, sign_in

LATE = SavedList(name="自然资源局逾期", words="补偿款", narrowing=Narrowing(unit="U2", light="late"))


def test_a_list_is_kept_for_its_clerk_alone_and_no_draft_is_disturbed(tmp_path: Path) -> None:
    folder(tmp_path / "data").memory.close()
    desk = sign_in(tmp_path / "data")
    save_draft(desk.session, desk.drafts, 1, "key", {"name": "张示范"})
    assert saved_lists(desk.session, desk.drafts) == ()
    assert save_list(desk.session, desk.drafts, LATE) == (LATE,)
    desk.close()
    again = sign_in(tmp_path / "data")
    assert saved_lists(again.session, again.drafts) == (LATE,)
    assert [draft.slot for draft in recover_drafts(again.session, again.drafts)] == [1]
    again.close()
    other = sign_in(tmp_path / "data", "leader")
    assert saved_lists(other.session, other.drafts) == ()
    other.close()
    for file in (tmp_path / "data").rglob("*"):
        assert not file.is_file() or "补偿款".encode() not in file.read_bytes(), file.name


def test_a_list_of_a_person_an_empty_one_and_a_tenth_are_refused(tmp_path: Path) -> None:
    folder(tmp_path / "data").memory.close()
    desk = sign_in(tmp_path / "data")

    def refusal(wanted: SavedList, field: str = "") -> str:
        with pytest.raises((Refused, BadInput)) as caught:
            save_list(desk.session, desk.drafts, wanted, field=field)
        return caught.value.code

    named = SavedList(name="清单", words="张示范")
    assert refusal(named, "name") == refusal(named, "number") == "saved_list.of_a_person"
    assert refusal(SavedList(name="清单", words="13800000001")) == "saved_list.of_a_person"
    assert refusal(SavedList(name="清单", words="410721199001010016")) == "saved_list.of_a_person"
    assert refusal(SavedList(name="清单")) == "saved_list.nothing"
    assert refusal(SavedList(name=" ", words="征地")) == refusal(SavedList(name="清" * 21, words="征地"))
    for number in range(MOST):
        save_list(desk.session, desk.drafts, SavedList(name=f"清单{number}", words="征地"))
    assert refusal(SavedList(name="又一个", words="征地")) == "saved_list.too_many"
    changed = save_list(desk.session, desk.drafts, SavedList(name="清单0", words="拆迁"))
    assert len(changed) == MOST and changed[0].words == "拆迁", "one of the same name is changed"
    left = drop_list(desk.session, desk.drafts, "清单0")
    assert [item.name for item in left] == [f"清单{number}" for number in range(1, MOST)]
    desk.close()


def test_who_reads_no_matters_has_no_lists(tmp_path: Path) -> None:
    folder(tmp_path / "data").memory.close()
    desk = sign_in(tmp_path / "data", "auditor")
    with pytest.raises(NotAllowed):
        saved_lists(desk.session, desk.drafts)
    with pytest.raises(NotAllowed):
        save_list(desk.session, desk.drafts, LATE)
    desk.close()
