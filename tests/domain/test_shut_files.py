"""Which files stay shut: by their bytes, whatever they are called, and by their names where they have one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.shut_files import Shut, read_shut_kinds, reason, shut_as, shut_kinds
from app.errors import Damaged
from resources.loader import read_toml

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, "x" * 500)
    return made.getvalue()


KNOWN: dict[str, tuple[bytes, Shut]] = {
    "nothing": (b"", Shut.EMPTY),
    "windows": (b"MZ\x90\x00" + bytes(100), Shut.PROGRAM),
    "linux": (b"\x7fELF\x02\x01" + bytes(100), Shut.PROGRAM),
    "shortcut": (bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(40), Shut.PROGRAM),
    "installer": (OLE + bytes(900) + b"\x84\x10\x0c" + bytes(5) + b"\xc0" + bytes(6) + b"F", Shut.PROGRAM),
    "java": (zipped("META-INF/MANIFEST.MF", "A.class"), Shut.PROGRAM),
    "shell": (b"#!/bin/sh\necho", Shut.SCRIPT),
    "batch": (b"\r\n@ECHO OFF\r\ndel x", Shut.SCRIPT),
    "hta": (b"<html><HTA:APPLICATION id=x>", Shut.SCRIPT),
    "javascript": (b'var s = new ActiveXObject("WScript.Shell")', Shut.SCRIPT),
    "visual basic": (b'Set s = CreateObject ("x")', Shut.SCRIPT),
    "powershell": ("\ufeffInvoke-Expression $x".encode("utf-16-le"), Shut.SCRIPT),
    "command lines": (b"rem x\r\ncmd.exe /c dir", Shut.SCRIPT),
    "new office": (zipped("word/document.xml", "word/vbaProject.bin"), Shut.MACROS),
    "old office": (OLE + bytes(600) + "_VBA_PROJECT".encode("utf-16-le"), Shut.MACROS),
    "open office": (zipped("content.xml", "Basic/Standard/Module1.xml"), Shut.MACROS),
    "locked": (b"%PDF-1.7\n1 0 obj\n<<>>\ntrailer <</Root 1 0 R /Encrypt 5 0 R>>", Shut.LOCKED_PDF),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_file_is_known_by_its_bytes_whatever_it_is_called(name: str) -> None:
    data, kind = KNOWN[name]
    assert shut_as(data) is kind
    assert shut_as(data, "照片.jpg") is kind


@pytest.mark.parametrize(
    ("called", "kind"),
    [
        ("通知.BAT", Shut.SCRIPT),
        ("通知.pdf.vbs", Shut.SCRIPT),
        ("截图.lnk", Shut.PROGRAM),
        ("表.xlsm", Shut.MACROS),
        ("扫描.jpg", None),
        ("", None),
    ],
)
def test_a_name_decides_where_the_bytes_say_nothing(called: str, kind: Shut | None) -> None:
    assert shut_as(b"\x01\x02 anything", called) is kind


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj\n(see /Encryption)\ntrailer <</Root 1 0 R>>",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"#!wscript.MZ" * 9,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        zipped("word/document.xml", "xl/sheet1.xml"),
        OLE + bytes(600) + "WordDocument".encode("utf-16-le"),
        "来访人自述：本人住示范村，去年征地。".encode(),
        b"age-encryption.org/v1\n-> X25519 abc\n" + bytes(range(256)),
    ],
    ids=["pdf", "jpeg", "png", "docx", "doc", "text", "sealed"],
)
def test_what_offices_send_every_day_is_opened(data: bytes) -> None:
    assert shut_as(data) is None


def test_an_office_may_let_a_kind_be_opened() -> None:
    rows = read_toml("policies/shut_files.toml")
    rows = {"kind": {**rows["kind"], "empty": {**rows["kind"]["empty"], "shut": False}}}
    kinds = read_shut_kinds(rows)
    assert shut_as(b"", kinds=kinds) is None
    assert shut_as(KNOWN["windows"][0], kinds=kinds) is Shut.PROGRAM


Spoil = Callable[[dict[str, object]], object]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kinds: kinds.pop("script"),
        lambda kinds: kinds.update(risk={"shut": True}),
        lambda kinds: kinds.update(empty={"shut": "yes"}),
        lambda kinds: kinds.update(empty={"shut": True, "score": 3}),
        lambda kinds: kinds.update(script={"shut": True, "sign": [{}]}),
        lambda kinds: kinds.update(script={"shut": True, "sign": [{"says": "("}]}),
    ],
)
def test_a_policy_with_a_word_nobody_knows_is_damaged(spoil: Spoil) -> None:
    kinds = dict(read_toml("policies/shut_files.toml")["kind"])
    spoil(kinds)
    with pytest.raises(Damaged, match=r"policy\.shut_files"):
        read_shut_kinds({"kind": kinds})


@given(st.binary(max_size=400))
def test_any_bytes_are_judged_and_the_same_way_twice(data: bytes) -> None:
    assert shut_as(data) is shut_as(bytes(data))


def test_every_kind_says_what_to_do() -> None:
    assert [item.kind for item in shut_kinds()] == list(Shut)
    assert len({reason(kind).code for kind in (*Shut, "of a newer program")}) == len(Shut) + 1
