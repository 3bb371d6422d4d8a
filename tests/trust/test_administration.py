"""Every act of administration is one entry, and the auditor reads them all as one list."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from dataclasses import replace
from pathlib import Path

import pytest

import ui.bootstrap
from app.domain.account import Role
from app.domain.history import ENTRY_KINDS
from app.errors import AppError, NotAllowed
from app.services import accounts
from app.services.administration import administration_since, kinds
from db import keyring_slot
from resources.loader import words
from tests.trust.administered import BESIDE, JOURNAL, NOTHING
from tests.trust.reading import looks
from tests.ui.pages_window import open_as, training_folder
from ui.bootstrap import keyring
from ui.bootstrap.backups import backup_plan, change_backup_plan, take_backup
from ui.bootstrap.opening import Desk
from ui.bootstrap.people import personal_keys

OF_THE_OFFICE = {
    f"app.domain.{name}"
    for name in ("account", "key_care", "law_adoption", "office", "office_wording", "restoring", "breaching")
}
"""Modules whose entries change the office itself."""
OTHERS = frozenset({"board-checked", "booking-limit-set"})
"""Kinds of theirs that are work of the hall, not administration."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def wiring() -> dict[str, str]:
    """Every public function of ui/bootstrap with its text: module.name."""
    found = {}
    for module in pkgutil.walk_packages(ui.bootstrap.__path__, "ui.bootstrap."):
        for name, item in vars(importlib.import_module(module.name)).items():
            if inspect.isfunction(item) and item.__module__ == module.name and not name.startswith("_"):
                found[f"{module.name.removeprefix('ui.bootstrap.')}.{name}"] = inspect.getsource(item)
    return found


def calls(text: str) -> set[str]:
    """The names of what a function calls, and the words it says."""
    nodes = list(ast.walk(ast.parse(text)))
    called = {
        node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return called | {str(node.value) for node in nodes if isinstance(node, ast.Constant)}


def test_every_function_of_the_wiring_says_what_it_leaves_behind() -> None:
    listed = [*BESIDE, *JOURNAL, *NOTHING]
    assert len(listed) == len(set(listed))
    assert set(wiring()) == set(listed)


@pytest.mark.parametrize("name", list(BESIDE))
def test_what_no_entry_of_the_journal_tells_is_written_beside(name: str) -> None:
    said = calls(wiring()[name])
    assert BESIDE[name] in said and said & {"record_administration", "note"}


def test_every_act_has_a_word() -> None:
    text = words("words/administration.toml")["administration"]
    assert set(BESIDE.values()) <= set(text["acts"])
    assert set(JOURNAL.values()) <= set(text["kinds"]) == kinds()
    of_the_office = {name for name, kind in ENTRY_KINDS.items() if kind.type.__module__ in OF_THE_OFFICE}
    assert of_the_office - OTHERS <= kinds()


def administered(desk: Desk) -> list[tuple[str, str, str]]:
    """Who administered what, and about what, beside the journal."""
    return [
        (who, str((body or {})["what"]), str((body or {}).get("about", "")))
        for kind, who, body in looks(desk)
        if kind == "administered"
    ]


def test_the_plan_and_a_copy_by_hand_are_one_entry_each(folder: Path, tmp_path: Path) -> None:
    desk = open_as(folder)
    place = tmp_path / "stick"
    change_backup_plan(desk, replace(backup_plan(folder), folders=(str(place),)))
    assert administered(desk) == [("clerk", "backup-plan", str(place))]
    assert backup_plan(folder).folders == (str(place),)
    take_backup(desk, place)
    assert administered(desk)[1:] == [("clerk", "backup-copy", str(place))]
    desk.close()


def test_the_keyring_is_written_down_before_anything_is_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_as(folder, "leader")
    asked: list[int] = []

    def silent(*_: object, **__: object) -> object:
        asked.append(len(administered(desk)))
        raise AppError("keyring.no_answer")

    monkeypatch.setattr(keyring_slot, "enable", silent)
    with pytest.raises(AppError):
        keyring.enable_keyring(desk, reason="换了桌面")
    assert asked == [1], "written first"
    assert keyring.disable_keyring(desk).slot is False
    assert [what for _, what, _ in administered(desk)] == ["keyring-on", "keyring-off"]
    desk.close()


def test_who_may_not_leaves_no_entry(folder: Path) -> None:
    desk = open_as(folder, "clerk")
    with pytest.raises(NotAllowed):
        keyring.enable_keyring(desk)
    assert administered(desk) == []
    desk.close()


def test_the_auditor_reads_all_of_it_in_order_and_nobody_else_does(folder: Path, tmp_path: Path) -> None:
    keeper = open_as(folder, "secadmin")
    accounts.open_account(
        keeper.session,
        personal_keys(keeper),
        identifier="chen",
        name="陈示范",
        role=Role.CLERK,
        password="some quiet words",
    )
    accounts.change_role(keeper.session, "chen", Role.MEDIATOR, "调到调解室")
    keeper.close()
    clerk = open_as(folder)
    change_backup_plan(clerk, replace(backup_plan(folder), folders=(str(tmp_path / "stick"),)))
    with pytest.raises(NotAllowed):
        administration_since(clerk.session, clerk.session.today())
    clerk.close()
    auditor = open_as(folder, "auditor")
    before = len(looks(auditor))
    found = administration_since(auditor.session, auditor.session.today())
    told = [(look.opening.account, look.opening.what, look.opening.about) for look in found]
    wanted = ("account-opened", "role-changed", "backup-plan")
    assert [row for row in told if row[1] in wanted][-3:] == [
        ("secadmin", "account-opened", "chen clerk"),
        ("secadmin", "role-changed", "chen mediator"),
        ("clerk", "backup-plan", str(tmp_path / "stick")),
    ]
    assert [look.opening.reason for look in found if look.opening.what == "role-changed"] == ["调到调解室"]
    assert len(looks(auditor)) == before + 1, "asking is recorded"
    auditor.close()
