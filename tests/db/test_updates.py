"""Updates from a file: only forward, only signed by two of three, only whole, and only after a trial on a copy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from app.errors import AppError
from app.exchange.release import ReleaseKeys, accepted, read_release
from tests.desks import CODE, folder, registers, sign_in
from tests.rules.tree import REPOSITORY
from tests.trust.reading import looks
from ui.bootstrap.opening import Desk
from ui.bootstrap.updating import (
    PROGRAM,
    STAGES,
    check_update,
    has_before,
    installed_number,
    look_at_update,
    pinned_keys,
    take_back,
    update,
)

PASSWORD = "training"
PLATFORM = "linux x86_64"
TOOL = REPOSITORY / "packaging" / "release.py"


@dataclass
class Publisher:
    """Three people with a key each, and what they publish."""

    room: Path
    keys: ReleaseKeys
    private: list[Path]

    def publish(
        self,
        program: str = "",
        *,
        number: int = 2,
        until: str = "2027-03-01",
        signers: tuple[int, ...] = (0, 1),
        platform: str = PLATFORM,
    ) -> Path:
        """An update file with a program of that text."""
        build = self.room / f"build-{number}"
        (build / "lib").mkdir(parents=True, exist_ok=True)
        script = build / PROGRAM
        script.write_text(program or starts(0))
        script.chmod(0o755)
        (build / "lib" / "some.so").write_bytes(bytes(1000) + str(number).encode())
        listed, signatures, out = (
            self.room / f"{name}-{number}" for name in ("list", "signatures", "out.xfu")
        )
        signatures.unlink(missing_ok=True)
        step("list", build, "--version", f"0.{number}", "--number", number, "--platform", platform,
             "--made-on", "2026-03-01", "--until", until, "--out", listed)  # fmt: skip
        for place in signers:
            step("sign", listed, self.private[place], "--out", signatures)
        step("pack", build, listed, signatures, out)
        return out


def starts(code: int) -> str:
    """A program that notes how it was called and ends so."""
    note = "open(os.environ['CALLED'], 'a').write(' '.join(sys.argv[1:]))"
    return f"#!{sys.executable}\nimport sys, os\n{note}\nsys.exit({code})\n"


def step(*words: object) -> str:
    done = subprocess.run(
        [sys.executable, str(TOOL), *map(str, words)], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    room = tmp_path_factory.mktemp("publisher")
    private = [room / f"key-{place}" for place in range(3)]
    public = tuple(step("key", path) for path in private)
    return Publisher(room, ReleaseKeys(keys=public, threshold=2), private)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An open folder, with a stick for backups and a key that the trial finds."""
    folder(tmp_path / "data").memory.close()
    (tmp_path / "envelope").write_text(CODE)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(tmp_path / "envelope"))
    monkeypatch.setenv("CALLED", str(tmp_path / "called"))
    opened = sign_in(tmp_path / "data")
    registers(opened.session)
    return opened


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The installed program."""
    place = tmp_path / "petition-desk"
    place.mkdir()
    (place / PROGRAM).write_text("the old one")
    (place / "build.json").write_text(json.dumps({"release": 1}))
    return place


def refused(desk: Desk, program: Path, file: Path, keys: ReleaseKeys) -> str:
    with pytest.raises(AppError) as error:
        update(file, program, desk, platform=PLATFORM, keys=keys)
    assert (program / PROGRAM).read_text() == "the old one", "nothing was replaced"
    assert not list(program.parent.glob("petition-desk.*")), "nothing is left"
    return error.value.code


def test_an_update_takes_the_place_of_the_program(publisher: Publisher, desk: Desk, program: Path) -> None:
    done = update(publisher.publish(), program, desk, platform=PLATFORM, keys=publisher.keys)
    assert done.release.version == "0.2" and installed_number(program) == 2
    assert os.access(program / PROGRAM, os.X_OK) and (done.before / PROGRAM).read_text() == "the old one"
    called = Path(os.environ["CALLED"]).read_text()
    assert called.startswith("rehearse ") and "--as clerk" in called, "it was tried on a copy first"
    take_back(program)
    assert (program / PROGRAM).read_text() == "the old one" and installed_number(program) == 1
    desk.close()


def test_the_trial_gets_the_password_by_a_pipe_and_the_update_is_written_down(
    publisher: Publisher, desk: Desk, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PETITION_DESK_RECOVERY_FILE")
    heard = tmp_path / "heard"
    hears = (
        f"#!{sys.executable}\nimport os, pathlib\n"
        f"name = os.environ['PETITION_DESK_PASSWORD_FILE']\n"
        f"pathlib.Path({str(heard)!r}).write_text(name + ' ' + open(name).readline().strip())\n"
    )
    file, stages = publisher.publish(hears, number=6), []
    with pytest.raises(AppError, match=r"sign_in\.wrong"):
        update(file, program, desk, platform=PLATFORM, keys=publisher.keys, password="not this one")
    update(file, program, desk, platform=PLATFORM, keys=publisher.keys, password=PASSWORD, step=stages.append)
    name, _, told = heard.read_text().partition(" ")
    assert name.startswith("/dev/fd/") and told == PASSWORD
    assert list(dict.fromkeys(stages)) == list(STAGES)
    written = [(body or {}).get("what") for kind, _, body in looks(desk) if kind == "administered"]
    assert written == ["update"], "written down before the folders change their names"
    take_back(program, desk)
    written = [(body or {}).get("what") for kind, _, body in looks(desk) if kind == "administered"]
    assert written == ["update", "update-undone"]
    desk.close()


def test_whoever_gives_it_up_leaves_everything_as_it_was(
    publisher: Publisher, desk: Desk, program: Path
) -> None:
    file = publisher.publish(number=7)

    def stops(stage: str) -> None:
        if stage == "trial":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        update(file, program, desk, platform=PLATFORM, keys=publisher.keys, step=stops)
    assert (program / PROGRAM).read_text() == "the old one" and not has_before(program)
    assert not list(program.parent.glob("petition-desk.*")), "nothing is left"
    desk.close()


def test_a_file_is_looked_at_before_anything_is_done(publisher: Publisher, desk: Desk, program: Path) -> None:
    seen = look_at_update(publisher.publish(number=8), program, desk, platform=PLATFORM, keys=publisher.keys)
    assert (seen.signed, seen.needed, seen.pinned, seen.installed) == (2, 2, 3, 1)
    assert seen.refusal is None and seen.release is not None and seen.release.version == "0.8"
    stolen = publisher.publish(number=9, signers=(0,))
    seen = look_at_update(stolen, program, desk, platform=PLATFORM, keys=publisher.keys)
    assert seen.signed == 1 and seen.release is not None and seen.refusal is not None
    assert seen.refusal.code == "update.too_few_signatures"
    desk.close()


def test_a_program_that_fails_its_trial_is_not_put_in_place(
    publisher: Publisher, desk: Desk, program: Path
) -> None:
    bad = publisher.publish(starts(3), number=3)
    with pytest.raises(AppError) as error:
        update(bad, program, desk, platform=PLATFORM, keys=publisher.keys)
    assert error.value.code == "update.trial_failed" and installed_number(program) == 1
    desk.close()


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"number": 1}, "update.not_newer"),
        ({"until": "2026-03-01"}, "update.too_old"),
        ({"signers": (0,)}, "update.too_few_signatures"),
        ({"signers": (2, 2)}, "update.too_few_signatures"),
        ({"platform": "win32 AMD64"}, "update.other_platform"),
    ],
    ids=["rollback", "freeze", "one stolen key", "one key twice", "another platform"],
)
def test_what_is_refused(
    publisher: Publisher, desk: Desk, program: Path, how: dict[str, object], code: str
) -> None:
    file = publisher.publish(**{"number": 4, **how})  # type: ignore[arg-type]
    assert refused(desk, program, file, publisher.keys) == code
    desk.close()


def test_keys_of_somebody_else_sign_nothing(
    publisher: Publisher, desk: Desk, program: Path, tmp_path: Path
) -> None:
    others = tuple(step("key", tmp_path / f"other-{place}") for place in range(3))
    assert (
        refused(desk, program, publisher.publish(number=5), replace(publisher.keys, keys=others))
        == "update.too_few_signatures"
    )
    assert (
        refused(desk, program, publisher.publish(number=5), ReleaseKeys(keys=(), threshold=2))
        == "update.no_keys"
    )
    desk.close()


def changed(file: Path, name: str, data: bytes | None, added: str = "") -> Path:
    """The update with one member changed, taken out, or one more."""
    with zipfile.ZipFile(file) as archive:
        members = {item: archive.read(item) for item in archive.namelist()}
    members[name] = members[name] if data is None else data
    if data == b"":
        del members[name]
    if added:
        members[added] = b"x"
    out = file.with_name("changed.xfu")
    with zipfile.ZipFile(out, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return out


def test_parts_of_two_releases_are_not_mixed(publisher: Publisher, desk: Desk, program: Path) -> None:
    newer, older = publisher.publish(number=7), publisher.publish(number=6)
    with zipfile.ZipFile(older) as archive:
        theirs = archive.read("program/lib/some.so")
    mixed = changed(newer, "program/lib/some.so", theirs)
    assert refused(desk, program, mixed, publisher.keys).startswith("update.file")
    assert refused(desk, program, changed(newer, "program/lib/some.so", b""), publisher.keys) == "update.file"
    for stranger in ("program/extra", "program/../../escaped", "other"):
        file = changed(newer, "release.json", None, stranger)
        assert refused(desk, program, file, publisher.keys) == "update.file"
    assert not (program.parent.parent / "escaped").exists()
    desk.close()


def test_a_changed_list_has_no_signatures(publisher: Publisher, desk: Desk, program: Path) -> None:
    file = publisher.publish(number=8)
    with zipfile.ZipFile(file) as archive:
        listed = archive.read("release.json")
    forged = changed(file, "release.json", listed.replace(b'"number":8', b'"number":9'))
    assert refused(desk, program, forged, publisher.keys) == "update.too_few_signatures"
    forged.write_bytes(file.read_bytes()[:-40])
    assert refused(desk, program, forged, publisher.keys) == "update.file"
    desk.close()


def test_every_changed_byte_of_a_list_is_refused(publisher: Publisher) -> None:
    with zipfile.ZipFile(publisher.publish(number=8)) as archive:
        listed, signatures = archive.read("release.json"), json.loads(archive.read("release.signatures.json"))
    told = {"installed": 1, "platform": PLATFORM, "today": date(2026, 3, 2)}
    assert accepted(listed, signatures, publisher.keys, **told).number == 8
    for place in range(len(listed)):
        wrong = listed[:place] + bytes([listed[place] ^ 1]) + listed[place + 1 :]
        with pytest.raises(AppError):
            accepted(wrong, signatures, publisher.keys, **told)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../x", "C:/x", "a\\x", "a//x", "./x"])
def test_a_path_that_leaves_the_folder_is_no_list(path: str) -> None:
    raw = {
        "format": "petition-desk-release/1",
        "version": "1",
        "number": 1,
        "platform": PLATFORM,
        "made_on": "2026-03-01",
        "until": "2027-03-01",
        "files": {path: ["0" * 64, 1]},
    }
    with pytest.raises(AppError) as refusal:
        read_release(json.dumps(raw, sort_keys=True, separators=(",", ":")).encode())
    assert refusal.value.code == "update.list"


def test_without_a_backup_nothing_is_replaced(
    publisher: Publisher, desk: Desk, program: Path, tmp_path: Path
) -> None:
    (tmp_path / "data" / "backup.toml").write_text('folders = ["' + str(tmp_path / "no-stick") + '"]\n')
    assert refused(desk, program, publisher.publish(number=9), publisher.keys) == "update.no_backup"
    desk.close()


def test_looking_at_a_file_changes_nothing(publisher: Publisher, desk: Desk, program: Path) -> None:
    release = check_update(publisher.publish(), program, platform=PLATFORM, desk=desk, keys=publisher.keys)
    assert release.number == 2 and (program / PROGRAM).read_text() == "the old one"
    desk.close()


def test_the_shipped_program_pins_two_of_its_keys_or_takes_no_update() -> None:
    pinned = pinned_keys()
    assert pinned.threshold == 2 and len(pinned.keys) in (0, 3)
