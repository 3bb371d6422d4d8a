"""What went under the seal later is nowhere in the folder any more, whoever has the data key; a kill leaves it whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.clock import CHINA, FixedClock
from app.domain import history
from app.domain.acts.classifying import Classify
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.resealing import LostBody, ProposeReseal, Reseal, Resealed
from app.domain.claims import Purpose
from app.domain.entry import OPEN
from app.services.audit import verify_record
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.suggester import Suggester
from db.backup import FolderBackups
from db.diagnosis import IV, PAGE, RESERVE, SALT
from db.engine import writing
from db.side_files import FOLDER, SideCipher, pieces
from db.unit_of_work import Work
from tests.desks import CODE, START, folder, founded, registers, session, sign_in
from tests.fakes import FakeMemory
from tests.rules.tree import REPOSITORY
from ui.bootstrap.backups import rebuild_from_side_files
from ui.bootstrap.opening import Desk

STORY = "村主任倒卖宅基地指标，收据在我家里，请查账本。" * 30
SECOND = "邻居老周也能作证，他姓周名示范。"
NAME = "欧阳举报"
SECRET = (STORY[:20], SECOND[:8], NAME)
VERIFIER = REPOSITORY / "packaging" / "verify_record.py"


def proposed(place: Path) -> str:
    """A folder with a matter that was found to be an accusation later; everything but the second person's act."""
    folder(place).memory.close()
    desk = sign_in(place)
    number = registers(desk.session, STORY, name=NAME).number
    for count in range(6):
        registers(desk.session, f"别的事项{count}")
    perform(desk.session, number, VisitAgain(persons=1, asked=SECOND))
    close(desk)
    desk = sign_in(place)
    perform(desk.session, number, Classify(purpose=Purpose.ACCUSATION))
    perform(desk.session, number, ProposeReseal(reason="写着姓名"))
    close(desk)
    return number


def close(desk: Desk) -> None:
    """Leaves as the program does at the end of a day: indexed, checkpointed, side files written."""
    memory: Any = desk.opened.memory
    while memory.index_waiting():
        pass
    memory.checkpoint()
    desk.close()


def reseals(place: Path, number: str) -> None:
    desk = sign_in(place, "leader")
    perform(desk.session, number, Reseal(confirmed=True))
    close(desk)


def pages_of(path: Path, key: bytes) -> bytes:
    """Every page of a SQLCipher file, deciphered, used or not."""
    data, made = path.read_bytes(), []
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        nonce = page[PAGE - RESERVE : PAGE - RESERVE + IV]
        worker = Cipher(algorithms.AES(key), modes.CBC(nonce)).decryptor()
        made.append(worker.update(page[SALT if start == 0 else 0 : PAGE - RESERVE]))
    return b"".join(made)


def words_in(data: bytes) -> list[str]:
    return [word for word in SECRET if word.encode() in data]


def asked(room: Path, source: Path) -> tuple[int, Any]:
    """What the verifier apart says of a folder or a backup."""
    envelope = room / "envelope"
    envelope.write_text(CODE + "\n")
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(source)],
        capture_output=True,
        text=True,
        env={"PETITION_DESK_RECOVERY_FILE": str(envelope), "PATH": os.environ["PATH"]},
    )
    return done.returncode, json.loads(done.stdout)


def key_of(place: Path) -> bytes:
    desk = sign_in(place, "leader")
    key = desk.opened.key
    desk.close()
    return key


def test_no_page_of_the_database_holds_the_words_any_more(tmp_path: Path) -> None:
    place = tmp_path / "desk"
    number = proposed(place)
    key = key_of(place)
    assert set(words_in(pages_of(place / "desk.db", key))) == set(SECRET), "they were there before"
    reseals(place, number)
    assert words_in(pages_of(place / "desk.db", key)) == []
    log = place / "desk.db-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_the_side_files_are_written_anew_and_bring_back_the_same(tmp_path: Path) -> None:
    place = tmp_path / "desk"
    number = proposed(place)
    key = key_of(place)

    def kept() -> list[str]:
        cipher = SideCipher(key, "LX07")
        side = place / FOLDER
        rows = [cipher.open(p.file, (side / p.file).read_bytes()) for p in pieces(side) if p.name == "entry"]
        bodies = b"".join(bytes(row[3]) for part in rows for row in part["entry_body"])  # type: ignore[call-overload]
        return words_in(bodies)

    assert set(kept()) == set(SECRET)
    reseals(place, number)
    assert kept() == []
    (place / "desk.db").write_bytes(bytes(4096))
    envelope = tmp_path / "envelope"
    envelope.write_text(CODE)
    rebuild_from_side_files(
        place,
        place,
        at="2026-03-02T12:00:00+08:00",
        environment={"PETITION_DESK_RECOVERY_FILE": str(envelope)},
    )
    desk = sign_in(place, "leader", "2026-03-02T12:00:00+08:00")
    assert desk.session.memory.journal.verify().ok
    assert view_matter(desk.session, number).known.matter.claims[0].words.text == STORY
    desk.close()


def test_the_next_backup_holds_the_new_form_and_the_verifier_apart_agrees(tmp_path: Path) -> None:
    place, stick = tmp_path / "desk", tmp_path / "stick"
    number = proposed(place)
    reseals(place, number)
    stick.mkdir()
    desk = sign_in(place, "leader")
    (kept,) = FolderBackups(desk.opened).take([stick], START)
    desk.close()
    assert asked(tmp_path, place)[0] == asked(tmp_path, kept.file)[0] == 0  # type: ignore[union-attr]
    desk = sign_in(place, "leader")
    memory: Any = desk.opened.memory
    with writing(memory.engine) as connection:
        memory._sql.run(connection, "DELETE FROM entry_body WHERE part = 'open' AND pos = 9")
    desk.close()
    code, found = asked(tmp_path, place)
    assert code == 3 and "missing" in found["faults"][0]


def unsigned_naming(place: Path, number: str, *, by: str = "leader") -> None:
    """Somebody with the database key alone appends a naming entry, well chained, and deletes what it names."""
    desk = sign_in(place, by)
    session, stream = desk.session, desk.session.unmasked.find(number)
    assert stream is not None
    with session.work() as work:
        entries = work.stream(stream)
        matter = session.fold(entries)
        assert matter is not None
        victim = entries[1]
        lost = LostBody(
            entry=victim.header.id.hex,
            digest=victim.header.digests[OPEN].hex(),
            rest='{"persons":1}',
            sealed="YWdl",
        )
        value = Resealed(lost=(lost,), proposed_by="clerk", public="00" * 32, signature="00" * 64)
        work.append([session.draft(stream, value, session.today(), matter)])
        work.forget_bodies(stream, [victim.header.id])
        work.commit()
    close(desk)


def test_a_naming_entry_that_nobody_signed_is_found_by_both_verifiers(tmp_path: Path) -> None:
    place = tmp_path / "desk"
    number = proposed(place)
    desk = sign_in(place, "auditor")
    assert verify_record(desk.session).ok
    desk.close()
    unsigned_naming(place, number)
    desk = sign_in(place, "auditor")
    found = verify_record(desk.session)
    desk.close()
    assert not found.ok and [doubt.why for doubt in found.doubts] == ["resealed"]
    code, told = asked(tmp_path, place)
    assert code == 3 and "without the signature" in told["faults"][0]


def test_a_naming_entry_of_two_persons_holds(tmp_path: Path) -> None:
    place = tmp_path / "desk"
    number = proposed(place)
    reseals(place, number)
    desk = sign_in(place, "auditor")
    assert verify_record(desk.session).ok
    desk.close()
    assert asked(tmp_path, place)[0] == 0


@pytest.mark.parametrize("moment", ["forget_bodies", "project", "commit"])
def test_a_kill_leaves_all_or_nothing(tmp_path: Path, moment: str) -> None:
    place = tmp_path / "desk"
    number = proposed(place)
    child = os.fork()
    if child == 0:  # the process that dies
        try:
            before = getattr(Work, moment)

            def dies(self: Work, *given: Any) -> None:
                before(self, *given) if moment != "commit" else None
                os.kill(os.getpid(), signal.SIGKILL)

            setattr(Work, moment, dies)
            perform(sign_in(place, "leader").session, number, Reseal(confirmed=True))
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    desk = sign_in(place, "leader")
    stream = desk.session.unmasked.find(number)
    assert stream is not None
    entries = desk.session.unmasked.stream(stream)
    assert all(OPEN in entry.parts for entry in entries) and entries[-1].header.kind == "reseal-proposed"
    assert desk.session.memory.journal.verify().ok and desk.rebuild(check=True)["equal"] is True
    perform(desk.session, number, Reseal(confirmed=True))
    matter = history.fold(desk.session.unmasked.stream(stream))
    assert matter is not None and not matter.has_words
    desk.close()


class FakeModels:
    """What was learned, in memory."""

    def __init__(self) -> None:
        self.kept: tuple[bytes, int] = (b"not read by this test", 40)

    def load(self) -> tuple[bytes, int]:
        return self.kept

    def save(self, content: bytes, texts: int) -> None:
        self.kept = (content, texts)


def test_what_the_class_suggestion_learned_goes_too() -> None:
    memory = FakeMemory()
    founded(memory)
    clerk = session(memory)
    number = registers(clerk, STORY).number
    perform(clerk, number, Classify(purpose=Purpose.ACCUSATION))
    perform(clerk, number, ProposeReseal(reason="写着姓名"))
    store: Any = FakeModels()
    at = session(memory, "leader", FixedClock(datetime(2026, 3, 2, 10, tzinfo=CHINA)))
    at.suggester = Suggester(store)
    perform(at, number, Reseal(confirmed=True))
    assert store.kept == (b"", 0) and at.suggester.texts == 0
