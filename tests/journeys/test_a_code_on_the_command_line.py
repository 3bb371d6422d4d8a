"""Codes at the command line: what a phone shows as text, frames and picture; a receipt's; what is refused, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.qr.receipt_code import ReceiptCode
from tests.desks import sign_in
from tests.journeys.test_first_visit_on_the_command_line import Terminal
from tests.journeys.test_first_visit_on_the_command_line import terminal as terminal
from tests.phone import SAMPLE, shown
from tests.phone_picture import png_file
from ui.bootstrap.page_keys import page_key_shelf

TODAY = date(2026, 3, 2)


def public_of(terminal: Terminal) -> bytes:
    desk = sign_in(terminal.room / terminal.name)
    try:
        return page_key_shelf(desk).keys().present.public
    finally:
        desk.close()


def test_what_a_phone_shows_is_read_and_registers_nothing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.founds("office", "LX07")
    public = public_of(terminal)
    (text,) = shown(SAMPLE, public, TODAY)
    (read,) = terminal("code", "read", text.swapcase())
    assert (read["kind"], read["genuine"], read["made_on"], read["masked"]) == (
        "preregistration", True, "2026-03-02", False,
    )  # fmt: skip
    assert read["fields"]["name"] == SAMPLE.name and read["fields"]["evidence"] == list(SAMPLE.evidence)
    assert terminal("code", "read", str(png_file(tmp_path / "phone.png", text))) == [read]
    frames = shown(SAMPLE, public, TODAY, room=150)
    (of_frames,) = terminal("code", "read", *reversed(frames))
    assert of_frames["fields"] == read["fields"]
    assert terminal.refused("code", "read", *frames[:-1], code=1) == "prereg.not_all"

    (masked,) = terminal("code", "read", text, who="archivist")
    assert masked["masked"] and masked["fields"] == {"name": "张**"}
    assert terminal.refused("code", "read", text, code=4, who="sysadmin") == "role.reads_no_matters"
    assert terminal.refused("code", "read", text[:-1], code=2) == "code.misread"
    assert terminal.refused("code", "read", "XFP9:ABC", code=1) == "code.newer"
    white = tmp_path / "white.png"
    png_file(white, "HTTPS://EXAMPLE.COM")
    assert terminal.refused("code", "read", str(white), code=2) == "code.none"

    assert terminal("search", "承包地") == [], "reading registers nothing"
    (page,) = terminal("code", "page", "--out", str(tmp_path / "page.html"))
    assert public.hex() in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert len(page["words"]) == 4 and page["valid_until"] == "2027-03-02"
    terminal("keys", "page", "--reason", "旧海报已取下", who="leader")
    assert terminal("code", "read", text)[0]["old_page"] is True
    terminal.at = "2026-03-12T09:00:00+08:00"
    assert terminal.refused("code", "read", text, code=1) == "prereg.expired"
    terminal.clean()


def test_receipts_are_read_as_before(terminal: Terminal) -> None:
    terminal.founds("office", "LX07")
    row = terminal.file("visit.json", {"name": "张示范", "content": "路灯不亮"})
    made = terminal("register", row)[0]
    code = ReceiptCode(number=made["number"], token=made["query_code"]).payload()
    assert terminal("code", "read", code.lower()) == [
        {"kind": "receipt", "genuine": True, "number": made["number"]}
    ]
    wrong = ReceiptCode(number=made["number"], token="0" * 32).payload()
    assert terminal("code", "read", wrong, code=3)[0]["genuine"] is False
    assert terminal.refused("code", "read", code, wrong, code=2) == "code.not_one"
    assert terminal.refused("code", "read", "路灯", code=2) == "paper.receipt_code_unreadable"


def test_a_restored_backup_reads_what_the_posters_seal(terminal: Terminal, tmp_path: Path) -> None:
    terminal.founds("office", "LX07")
    (text,) = shown(SAMPLE, public_of(terminal), TODAY)
    (backup,) = terminal("backup", "--to", str(tmp_path / "stick"), who="leader")
    terminal("restore", backup["file"], "--to", str(terminal.room / "anew"), "--no-receipts-later")
    terminal.name = "anew"
    (read,) = terminal("code", "read", text)
    assert read["fields"]["name"] == SAMPLE.name and read["old_page"] is False
