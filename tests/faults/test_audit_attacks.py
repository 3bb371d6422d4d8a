"""Nine ways of changing the record afterwards with the database key in hand: each is found (trust.md 4e)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.acts.receiving import VisitAgain
from app.services import audit
from app.services.audit import Verified, anchor_of, verify_record
from app.services.head_signing import sign_heads
from app.services.perform import perform
from tests.desks import folder, registers, sign_in
from tests.faults import forger
from ui.bootstrap.opening import Desk


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a matter that was visited often, the heads signed now and then."""
    path = tmp_path_factory.mktemp("audit") / "desk"
    folder(path).memory.close()
    desk = sign_in(path)
    number = registers(desk.session).number
    for count in range(1, 23):
        perform(desk.session, number, VisitAgain(asked=f"第{count}次来问进度"))
        if count % 7 == 6:
            assert sign_heads(desk.session)
    desk.close()
    return path


@pytest.fixture
def copied(station: Path, tmp_path: Path) -> Path:
    """A folder of one's own, closed."""
    there = tmp_path / "desk"
    there.mkdir()
    for file in station.iterdir():
        if file.is_file() and not file.name.endswith((".lock", "-shm", "-wal")):
            (there / file.name).write_bytes(file.read_bytes())
    return there


def found(desk: Desk, *anchors: str) -> Verified:
    return verify_record(desk.session, [anchor_of(text, "抄录") for text in anchors])


def test_an_honest_record_holds(copied: Path) -> None:
    desk = sign_in(copied, account="auditor")
    verified = found(desk, desk.session.memory.queries.head())
    assert verified.ok and verified.signed == 3 and verified.anchors[0].place == verified.journal.entries
    assert verified.unsigned > 0, "what came after the last signed head is said to be unsigned"
    desk.close()


@pytest.mark.parametrize("attack", forger.ATTACKS, ids=lambda attack: attack.__name__)
def test_every_attack_is_found(copied: Path, attack: forger.Attack) -> None:
    desk = sign_in(copied)
    assert sign_heads(desk.session)
    printed = desk.session.memory.queries.head()[:16]
    forger.attack(desk.opened.memory, attack)
    verified = found(desk, printed)
    assert not verified.ok, "the paper that bears the head says otherwise"
    desk.close()


ALONE = [a for a in forger.ATTACKS if a is not forger.cut_the_end_with_its_signed_heads]


@pytest.mark.parametrize("attack", ALONE, ids=lambda attack: attack.__name__)
def test_all_but_one_are_found_without_any_paper(copied: Path, attack: forger.Attack) -> None:
    desk = sign_in(copied)
    assert sign_heads(desk.session)
    forger.attack(desk.opened.memory, attack)
    assert not found(desk).ok
    desk.close()


def test_an_end_cut_with_its_signed_heads_needs_the_paper(copied: Path) -> None:
    desk = sign_in(copied)
    assert sign_heads(desk.session)
    printed = desk.session.memory.queries.head()[:16]
    forger.attack(desk.opened.memory, forger.cut_the_end_with_its_signed_heads)
    assert found(desk).ok, "nothing inside can know it"
    verified = found(desk, printed)
    assert [anchor.digits for anchor in verified.missing] == [printed]
    desk.close()


def test_without_signed_heads_a_record_written_anew_would_pass(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sign_in(copied)
    forger.attack(desk.opened.memory, forger.write_anew)
    assert not found(desk).ok
    monkeypatch.setattr(audit, "unheld", lambda *given: [])
    assert found(desk).ok, "it is the signed heads that find it, not the chain"
    desk.close()


def test_a_person_who_has_no_password_cannot_sign_for_another(copied: Path) -> None:
    desk = sign_in(copied, account="clerk")
    signed = desk.session.memory.queries.last_signed()
    leader = sign_in(copied, account="leader")
    assert signed is not None and desk.session.signer is not None and leader.session.signer is not None
    assert signed[1].public == desk.session.signer.public != leader.session.signer.public
    leader.close()
    desk.close()
