"""The same days under both suites: found, register, paper, draft, backup, restore, change the key; and what names what."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import AppError, Damaged, Unavailable
from app.services.papers import issue
from app.suites import sm2, stored
from app.suites.suite import GM, INTL, SUITES, Suite, suite
from db import cipher, restore, vault
from db import folder as folders
from db import store as stores
from db.backup import FolderBackups
from db.cipher import Sealed
from db.engine import WRITING
from db.folder import training_accounts
from db.station_keys import ROW, station_keys
from db.store import FileStore
from tests.desks import CODE, ROLE_NAMES, START, UNITS, office, registers, sign_in
from ui.bootstrap.founding import create_folder
from ui.bootstrap.opening import Desk
from ui.bootstrap.rotating import rotate_keys

KEY = bytes(range(32))


@dataclass(frozen=True)
class Station:
    """A folder founded under a suite."""

    path: Path
    suite: Suite

    def desk(self, account: str = "clerk") -> Desk:
        """Somebody signed in."""
        return sign_in(self.path, account)


@pytest.fixture(params=list(SUITES))
def station(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Station]:
    """A training station, once under each suite."""
    chosen = suite(request.param)
    people = training_accounts(ROLE_NAMES)
    folders.create(
        tmp_path / "d", office(), people, code=CODE, now=START, units=UNITS, suite=chosen
    ).memory.close()
    yield Station(tmp_path / "d", chosen)


def works(station: Station) -> str:
    """A matter, an accusation, a paper and a draft."""
    desk = station.desk()
    number = registers(desk.session).number
    registers(desk.session, "举报村干部", purpose="accusation")
    issue(desk.session, number, "D02")
    desk.drafts.save("clerk", 1, key="k", content={"a": "b"}, saved_at=1)
    desk.close()
    return number


def test_a_day_under_each_suite(station: Station) -> None:
    works(station)
    desk = station.desk()
    assert desk.opened.keys.suite is station.suite and desk.opened.memory.verify().ok
    (paper,) = desk.opened.store.files()
    digest = desk.opened.store.digest_at(paper)
    assert digest and desk.opened.store.fetch(digest).startswith(b"%PDF")
    assert desk.drafts.load("clerk")[0].content == {"a": "b"}
    desk.close()


def test_a_backup_and_a_new_key_under_each_suite(station: Station, tmp_path: Path) -> None:
    works(station)
    desk = station.desk("leader")
    (tmp_path / "stick").mkdir()
    (made,) = FolderBackups(desk.opened).take([tmp_path / "stick"], START)
    assert not isinstance(made, AppError)
    done = rotate_keys(desk, reason="换")
    assert (done.generation, done.papers, done.damaged) == (2, 1, 0)
    desk = station.desk()
    assert desk.opened.keys.suite is station.suite and len(list(desk.opened.store.files())) == 1
    desk.close()
    with restore.unpacked(made.file, tmp_path, lambda keys: keys.by_code(CODE)) as found:
        assert restore.open_every_paper(found.opened) == (1, 0)
        assert found.opened.keys.suite is station.suite


def test_every_stored_object_names_its_algorithm(station: Station) -> None:
    works(station)
    content = json.loads((station.path / vault.FILE).read_text())
    assert content["suite"] == station.suite.name and content["database"] == "sqlcipher-4"
    assert {slot["alg"] for slot in content["slots"].values()} == {station.suite.aead}
    assert {slot["box"] for name, slot in content["slots"].items() if name != "recovery-holder"} == {
        "age-x25519"
    }
    for path in (station.path / "papers").glob("??/*"):
        head = stored.read_head(path.read_bytes())
        assert head is not None and head.suite is station.suite
    desk = station.desk()
    held = desk.opened.memory.credentials.get("clerk")
    assert held is not None and held[0]["alg"] == station.suite.aead
    with desk.drafts._engine.connect() as connection:
        bodies = [bytes(row[0]) for row in connection.exec_driver_sql("SELECT content FROM draft")]
    with desk.opened.memory.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT body FROM entry_body WHERE part = 'sealed'").fetchall()
        bodies += [bytes(row[0]) for row in rows]
    assert bodies and all(body.startswith(b"age-encryption.org/v1\n-> X25519 ") for body in bodies)
    desk.close()


def test_the_list_of_what_is_stored_says_how_each_kind_names_it() -> None:
    assert len({kind.name for kind in stored.KINDS}) == len(stored.KINDS) >= 12
    assert all(kind.where and kind.field and kind.absent for kind in stored.KINDS)


def test_a_suite_nobody_has_founds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gmssl.sm2", None)
    for name, code in (("gm", "suite.no_sm2"), ("rot13", "suite.unknown")):
        with pytest.raises(Unavailable) as caught:
            create_folder(
                tmp_path / "d", office(), code=CODE, now=START, role_names=ROLE_NAMES, suite_name=name
            )
        assert caught.value.code == code and not (tmp_path / "d").exists()


@pytest.mark.skipif(not sm2.is_here(), reason="NO gmssl HERE: packages under SM2 are not tested (extra `gm`)")
def test_a_station_of_the_chinese_suite_signs_with_sm2(tmp_path: Path) -> None:
    create_folder(tmp_path / "d", office(), code=CODE, now=START, role_names=ROLE_NAMES, suite_name="gm")
    desk = sign_in(tmp_path / "d")
    keys = station_keys(desk.opened.memory, desk.opened.keys.suite)
    assert keys.alg == "sm2-sm3" and len(keys.sign_public) == 128
    desk.close()


def test_the_keys_of_a_station_name_their_algorithm_and_older_ones_are_ed25519(station: Station) -> None:
    if station.suite is GM and not sm2.is_here():
        pytest.skip("NO gmssl HERE: station keys under SM2 are not tested (extra `gm`)")
    desk = station.desk()
    memory = desk.opened.memory
    made = station_keys(memory, station.suite)
    assert made.alg == station.suite.sign
    with memory.engine.connect().execution_options(**WRITING) as connection, connection.begin():
        (text,) = next(iter(connection.exec_driver_sql("SELECT value FROM local WHERE name = ?", (ROW,))))
        held = json.loads(text)
        assert held.pop("alg") == station.suite.sign
        connection.exec_driver_sql("UPDATE local SET value = ? WHERE name = ?", (json.dumps(held), ROW))
    assert station_keys(memory).alg == "ed25519"
    desk.close()


# ---------------------------------------------------------------- older objects


def test_papers_written_before_files_named_their_suite_are_read(tmp_path: Path) -> None:
    store = FileStore(tmp_path, KEY)
    digest = store.keep(b"paper")
    (path,) = store.files()
    nonce = bytes(12)
    path.write_bytes(nonce + AESGCM(stores._own(INTL, KEY)).encrypt(nonce, b"paper", digest.encode()))
    assert store.fetch(digest) == b"paper" and store.digest_at(path) == digest
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(Damaged, match=r"store\.changed"):
        store.fetch(digest)
    assert store.digest_at(path) is None


@pytest.mark.parametrize("name", list(SUITES))
def test_fields_of_a_server_name_their_suite_and_are_read_by_the_name(name: str) -> None:
    made = Sealed(KEY, suite(name))
    text = made.text("身份证号")
    head = stored.read_head(base64.b64decode(text))
    assert head is not None and head.suite.name == name
    for reader in (Sealed(KEY, INTL), Sealed(KEY, GM)):
        assert reader.open_text(text) == "身份证号", "read by what it says, not by what is usual today"
    assert made.text("") == "" == made.open_text("") and made.index("") == ""
    assert made.index("a") == made.index("a") != made.index("b")
    raw = base64.b64decode(text)
    for place in range(len(raw)):
        broken = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(Damaged, match=r"db\.field_damaged"):
            made.open_blob(broken)
    with pytest.raises(Damaged, match=r"db\.field_damaged"):
        made.open_text("not base64!")


def test_fields_written_before_they_named_their_suite_are_read() -> None:
    nonce = bytes(12)
    old = nonce + AESGCM(cipher._own(INTL, KEY)).encrypt(nonce, b"old", None)
    assert Sealed(KEY).open_blob(old) == b"old"
