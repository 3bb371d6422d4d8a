"""Scanners by scanimage: found, asked by arguments only, stopped when they hang; no desk needs one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.domain.material import Piece
from app.errors import AppError, Unavailable
from app.services.materials import Placing, fetch, material_list, scan_in
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory
from ui.cli.main import run
from ui.messages import message_of
from ui.scans.reader import ChildScanReader
from ui.scans.sane import SaneScanner

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SANE is not there")
DEVICE = "example:net;a b `touch /nowhere`"
LISTED = f"{DEVICE}\tflatbed Example  900\n"
PHOTO = Placing(piece=Piece.PHOTO)


def scanimage(folder: Path, body: str) -> SaneScanner:
    """A made-up scanimage that writes down what it was given and then does as `body` says."""
    program = folder / "scanimage"
    program.write_text(
        f"#!{sys.executable}\nimport os, sys, time\nfrom pathlib import Path\n"
        f"here = Path({str(folder)!r})\n"
        "given = dict(a.lstrip('-').partition('=')[::2] for a in sys.argv[1:])\n"
        "with open(here / 'asked', 'a') as log: log.write(repr(sys.argv[1:]) + '\\n')\n"
        "(here / 'environment').write_text(repr(dict(os.environ)))\n"
        f"listed = {LISTED!r}\n"
        "def sheet():\n"
        "    from PIL import Image\n"
        "    Image.effect_noise((827, 1169), 60).save(given['output-file'], 'PNG')\n"
        f"{body}\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    return SaneScanner(str(program), patience=20.0)


WORKS = "sys.stdout.write(listed) if 'formatted-device-list' in given else sheet()"
PLAIN_ONLY = "sys.exit(1) if 'mode' in given else sys.stdout.write(listed) if 'formatted-device-list' in given else sheet()"
HANGS = "time.sleep(60)"
FAILS = "sys.exit(7)"
WRITES_NOTHING = "sys.stdout.write(listed)"
NOBODY = "pass"


def refusal(scanner: SaneScanner) -> AppError:
    with pytest.raises(AppError) as caught, scanner.scan(DEVICE):
        raise AssertionError("nothing was scanned")
    found = message_of(caught.value)
    assert found.says.endswith("。") and found.do.endswith("。")
    return caught.value


def test_scanners_are_listed_with_what_their_maker_calls_them(tmp_path: Path) -> None:
    (device,) = scanimage(tmp_path, WORKS).devices()
    assert (device.id, device.title) == (DEVICE, "flatbed Example 900")


def test_a_sheet_is_asked_for_in_grey_at_200_dots_and_gone_afterwards(tmp_path: Path) -> None:
    with scanimage(tmp_path, WORKS).scan(DEVICE) as file:
        assert file.stat().st_size > 1000
    assert not file.exists() and not file.parent.exists()
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert repr(f"--device-name={DEVICE}") in asked, "one argument, whatever the name is"
    assert "--mode=Gray" in asked and "--resolution=200" in asked


def test_a_device_without_grey_is_asked_for_what_it_can(tmp_path: Path) -> None:
    with scanimage(tmp_path, PLAIN_ONLY).scan(DEVICE) as file:
        assert file.exists()


def test_nothing_that_says_where_secrets_lie_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "somewhere")
    scanimage(tmp_path, WORKS).devices()
    assert "PETITION_DESK" not in (tmp_path / "environment").read_text(encoding="utf-8")


@pytest.mark.parametrize(("body", "code"), [(FAILS, "scanner.failed"), (WRITES_NOTHING, "scanner.failed")])
def test_a_scanner_that_does_not_deliver_is_said_to(tmp_path: Path, body: str, code: str) -> None:
    assert refusal(scanimage(tmp_path, body)).code == code


def test_a_scanner_that_hangs_is_stopped(tmp_path: Path) -> None:
    scanimage(tmp_path, HANGS)
    assert refusal(SaneScanner(str(tmp_path / "scanimage"), patience=0.5)).code == "scanner.slow"


def test_a_desk_without_scanner_is_told_what_else_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(["scanners"]) == Unavailable.exit_code
    assert "归入影像" in capsys.readouterr().err


def test_a_scanned_sheet_is_kept_as_a_picture_made_anew(tmp_path: Path) -> None:
    memory = FakeMemory()
    founded(memory)
    desk = session(memory)
    number = registers(desk).number
    made = scan_in(desk, number, scanimage(tmp_path, WORKS), ChildScanReader(), PHOTO)
    (row,) = material_list(desk, number).pages
    assert (row.page.sha256,) == made.files
    assert fetch(desk, number, row.page.sha256).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("body", "device", "placing", "code"),
    [
        (NOBODY, "", PHOTO, "scanner.none"),
        (WORKS, "another", PHOTO, "scanner.unknown"),
        (WORKS, "", Placing(piece=Piece.MATERIAL, material="3"), "material.unknown"),
    ],
)
def test_nothing_is_scanned_that_has_no_place(
    tmp_path: Path, body: str, device: str, placing: Placing, code: str
) -> None:
    memory = FakeMemory()
    founded(memory)
    desk = session(memory)
    number = registers(desk).number
    with pytest.raises(AppError) as caught:
        scan_in(desk, number, scanimage(tmp_path, body), ChildScanReader(), placing, device)
    assert caught.value.code == code
    asked = tmp_path / "asked"
    assert not asked.exists() or "output-file" not in asked.read_text(encoding="utf-8")
    assert material_list(desk, number).pages == ()
