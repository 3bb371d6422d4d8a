"""Signing where the record stands: now and then, by whoever is at the desk, and only when there is something to sign."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.services import head_signing
from app.services.anchors import of_backups, of_packages
from app.services.audit import verify_record
from app.services.day_closing import close_day
from app.services.head_signing import sign_heads, signing_due
from db.backup import FolderBackups
from tests.desks import START, folder, registers, sign_in
from ui.bootstrap.auditing import verify_desk
from ui.bootstrap.opening import Desk, exchange_desk


def opened(tmp_path: Path, account: str = "clerk") -> Desk:
    if not (tmp_path / "desk").exists():
        folder(tmp_path / "desk").memory.close()
    return sign_in(tmp_path / "desk", account=account)


def test_the_first_signature_publishes_the_key_and_the_second_does_not(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    before = desk.session.memory.journal.verify().entries
    assert sign_heads(desk.session)
    assert desk.session.memory.journal.verify().entries == before + 1
    registers(desk.session)
    assert sign_heads(desk.session)
    verified = verify_record(desk.session)
    assert verified.ok and verified.signed == 2 and verified.unsigned == 0
    desk.close()


def test_nothing_new_needs_no_signature(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    assert sign_heads(desk.session)
    looks = desk.session.memory.journal.verify("access").entries
    assert not sign_heads(desk.session) and not signing_due(desk.session)
    assert desk.session.memory.journal.verify("access").entries == looks
    desk.close()


def test_it_is_due_after_a_while_or_after_much_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened(tmp_path)
    sign_heads(desk.session)
    registers(desk.session)
    assert not signing_due(desk.session), "a single visit can wait for a quarter of an hour"
    desk.session.clock = FixedClock(START + timedelta(minutes=16))
    assert signing_due(desk.session)
    desk.session.clock = FixedClock(START)
    monkeypatch.setattr(head_signing, "MOST_UNSIGNED", 3)
    for _ in range(3):
        registers(desk.session)
    assert signing_due(desk.session), "much work does not wait"
    desk.close()


def test_two_people_sign_with_keys_of_their_own(tmp_path: Path) -> None:
    for account in ("clerk", "leader"):
        desk = opened(tmp_path, account)
        registers(desk.session)
        assert sign_heads(desk.session)
        desk.close()
    desk = opened(tmp_path, "auditor")
    verified = verify_record(desk.session)
    assert verified.ok and verified.signed == 2
    desk.close()


def test_closing_the_day_lets_the_journal_say_where_the_access_chain_stands(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    sign_heads(desk.session)
    close_day(desk.session, "已逐条核对")
    kinds = [kind for kind in _kinds(desk) if kind == "looks-anchored"]
    assert len(kinds) == 1 and verify_record(desk.session).ok
    desk.close()


def test_packages_and_backups_are_anchors(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    registers(desk.session)
    stick = tmp_path / "stick"
    stick.mkdir()
    backups = FolderBackups(desk.opened)
    backups.take([stick], START)
    (anchor,) = of_backups(backups, [str(stick)], 1)
    assert anchor.digits == desk.session.memory.queries.head()
    assert not list(of_backups(backups, [str(stick)], 2)), (
        "a backup of another epoch says nothing of this one"
    )
    assert not list(of_packages(exchange_desk(desk), 1))
    assert verify_desk(desk, [anchor.digits[:16]]).ok
    desk.close()


def _kinds(desk: Desk) -> list[str]:
    found: list[str] = []
    desk.session.memory.journal.verify(walked=lambda passed: found.append(passed.kind))
    return found
