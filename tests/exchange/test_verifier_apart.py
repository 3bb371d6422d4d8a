"""The verifier that was written apart agrees with the program, and with openssl, age, unzip and bagit, on good and bad."""

from __future__ import annotations

import importlib.util
import io
import json
import logging
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.exchange.keys import TrustCard, public_pem
from app.services import exchange
from tests.exchange.bad_packages import (
    BOTH,
    CHANGED,
    CLOSED,
    COUNTY,
    NOT_GENUINE,
    REFUSED,
    STATION,
    WHOLE,
    Bad,
    grounds,
)
from tests.exchange.test_bad_packages import CORPUS, FAMILIES
from tests.exchange.test_format import TOOLS
from tests.exchange.test_golden import FORMS, offices, packages_of
from tests.rules.tree import REPOSITORY

SCRIPT = REPOSITORY / "packaging" / "verify_package.py"
STRICTER = frozenset({"chain", "writer", "receipt", "sender", "order"})
"""Families in which it says more than `verify`: it walks the chain inside and compares it with the clear header, which the
program does when it takes in. Never less: what only a ledger tells (who may write what, order, receipts) neither sees.
"""


@cache
def apart() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("verify_package", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["verify_package"] = module
    spec.loader.exec_module(module)
    return module


def pinned(way: str) -> dict[str, str]:
    """Whose keys the receiver of that way knows: its own, and those it pinned."""
    at = grounds().parties[way]
    office = at.at.office
    known = {item.station: item.sign for item in office.trusted}
    return {**known, office.station: at.desk.keys.sign_public}


def said(data: bytes, way: str) -> str:
    """What it says of a package, in the words of the corpus."""
    identity = grounds().parties[way].desk.keys.identity
    made = apart().verify(io.BytesIO(data), pinned(way), identity)
    json.dumps(made)
    error = made.get("error", {}).get("code")
    if error in ("frame", "header", "format"):
        return REFUSED
    if not made["genuine"]:
        return NOT_GENUINE
    return CHANGED if not made["complete"] else WHOLE if made["opened"] else CLOSED


def disagreements(cases: list[Bad]) -> Iterator[str]:
    for bad in cases:
        for way in bad.ways:
            found = said(bad.make(grounds().ways[way]), way)
            if found != bad.looks and not (bad.family in STRICTER and (bad.looks, found) == (WHOLE, CHANGED)):
                yield f"{bad.name} at the {way}: {found}, not {bad.looks}"


@pytest.mark.parametrize("family", FAMILIES)
def test_it_agrees_with_the_program_on_every_bad_package(family: str) -> None:
    assert list(disagreements([bad for bad in CORPUS if bad.family == family])) == []


def test_it_is_stricter_only_where_it_walks_what_the_program_walks_later() -> None:
    more = Counter(
        bad.code
        for bad in CORPUS
        if bad.family in STRICTER and bad.looks == WHOLE
        for way in bad.ways
        if said(bad.make(grounds().ways[way]), way) == CHANGED
    )
    assert more["package.chain"] > 30
    assert set(more) <= {"package.chain", "package.header", "package.fork", "held"}, sorted(more)


@pytest.mark.parametrize("way", BOTH)
def test_it_finds_good_ones_good(way: str) -> None:
    forge = grounds().ways[way]
    for data in (forge.last, forge.good, forge.later):
        assert said(data, way) == WHOLE


@pytest.mark.parametrize("form", FORMS)
def test_it_reads_every_form_and_its_receipts(form: str) -> None:
    county, hall = offices()
    cards = {"CT01": county.desk.keys.sign_public, "LX07": hall.desk.keys.sign_public}
    told: list[dict[str, Any]] = []
    for way, at in (("up", county), ("down", hall)):
        for data in packages_of(form, way):
            made = apart().verify(io.BytesIO(data), cards, at.desk.keys.identity)
            assert (made["genuine"], made["complete"], made["opened"]) == (True, True, True)
            told += made["receipts"]
    assert told and {item["result"] for item in told} == {"applied"}
    results = {matter["result"] for item in told for matter in item["matters"]}
    assert results == ({"accepted", "rejected", "held"} if form == "minor-1" else {"accepted"})


def test_without_a_key_for_the_inside_it_says_that_it_saw_the_outside() -> None:
    data = grounds().ways[COUNTY].good
    made = apart().verify(io.BytesIO(data), pinned(COUNTY), "")
    assert (made["genuine"], made["complete"], made["opened"]) == (True, True, False)
    stranger = grounds().ways[COUNTY].stranger.identity
    assert apart().verify(io.BytesIO(data), pinned(COUNTY), stranger)["opened"] is False


def test_the_program_age_opens_what_the_library_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("age") is None:
        pytest.skip("NO age HERE")
    module, data = apart(), grounds().ways[STATION].good
    with_library = module.verify(
        io.BytesIO(data), pinned(STATION), grounds().parties[STATION].desk.keys.identity
    )
    monkeypatch.setattr(module, "pyrage", None)
    assert with_library == module.verify(
        io.BytesIO(data), pinned(STATION), grounds().parties[STATION].desk.keys.identity
    )
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    made = module.verify(io.BytesIO(data), pinned(STATION), grounds().parties[STATION].desk.keys.identity)
    assert (made["complete"], made["opened"]) == (True, False)


def test_a_chinese_signature_is_not_judged() -> None:
    cards = {**pinned(COUNTY), "LX07": "ab" * 64}
    assert apart().verify(io.BytesIO(grounds().ways[COUNTY].good), cards, "")["genuine"] is None


# ---------------------------------------------------------------- as a program, beside the tools


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """Cards, keys and the good packages of a county's inbox."""
    ground = grounds()
    for name, way in (("CT01", COUNTY), ("LX07", STATION)):
        card = exchange.own_card(ground.parties[way].desk)
        (tmp_path / f"{name}.json").write_bytes(card.to_bytes())
        (tmp_path / f"{name}.pem").write_bytes(public_pem(card.sign))
    (tmp_path / "identity.txt").write_text(ground.parties[COUNTY].desk.keys.identity)
    return tmp_path


def program(room: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *words], cwd=room, capture_output=True, text=True, check=False
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, found


SEEN_BY_TOOLS = """
    unzip -o -q x.xfp -d package
    openssl pkeyutl -verify -rawin -pubin -inkey {sender}.pem -in package/header.json -sigfile package/header.sig
    echo "$(grep -o '"body_sha256":"[0-9a-f]*"' package/header.json | cut -d'"' -f4)  package/body.age" | sha256sum -c
    age -d -i identity.txt -o bag.zip package/body.age
    unzip -o -q bag.zip -d bag
"""
"""The commands of docs/FORMAT.md; bagit is asked as a library, because its program takes longer than all others."""


def tools(room: Path, data: bytes, way: str = COUNTY) -> bool:
    """Whether openssl, sha256sum, age, unzip and bagit find a package good, as docs/FORMAT.md says."""
    path = os.pathsep.join((TOOLS, os.environ["PATH"]))
    if any(shutil.which(tool, path=path) is None for tool in ("unzip", "openssl", "age")):
        pytest.skip("NO openssl, age OR unzip HERE")
    bagit = pytest.importorskip("bagit", reason="NO bagit HERE")
    where = room / "tools"
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir()
    (where / "x.xfp").write_bytes(data)
    sender = "LX07" if way == COUNTY else "CT01"
    (where / f"{sender}.pem").write_bytes(public_pem(pinned(way)[sender]))
    (where / "identity.txt").write_text(grounds().parties[way].desk.keys.identity)
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", SEEN_BY_TOOLS.format(sender=sender)],
        cwd=where, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        return False
    logging.getLogger("bagit").setLevel(logging.CRITICAL + 1)  # what it finds is its answer, no line of ours
    try:
        return bool(bagit.Bag(str(where / "bag")).is_valid())
    except (bagit.BagError, OSError, ValueError):
        return False


def test_as_a_program_it_prints_one_object_and_ends_as_the_command_line_does(room: Path) -> None:
    forge = grounds().ways[COUNTY]
    (room / "good.xfp").write_bytes(forge.good)
    (room / "bad.xfp").write_bytes(forge.good[:-1])
    keys = ("--card", "LX07.json", "--card", "CT01.json", "--identity", "identity.txt")
    code, made = program(room, "good.xfp", *keys)
    assert (code, made["genuine"], made["complete"], made["opened"]) == (0, True, True, True)
    assert (made["station"], made["sequence"], made["entries"]) == ("LX07", 2, forge.head["entries"])
    code, made = program(room, "bad.xfp", *keys)
    assert (code, made["error"]["code"]) == (3, "frame")
    assert program(room, "good.xfp")[0] == 3, "without a card nobody knows who signed"
    assert program(room, "nothing.xfp", *keys)[0] == 2
    changed = TrustCard.from_bytes((room / "LX07.json").read_bytes()).to_bytes().replace(b"LX07", b"LX08", 1)
    (room / "LX07.json").write_bytes(changed)
    assert program(room, "good.xfp", *keys)[0] == 2


UNZIPPED = tuple(family for family in FAMILIES if "bomb" not in family)
"""A bomb fills the disk of who unpacks it: that is why no reader of ours does before it knows the size."""


def refused_by_a_tool_alone(cases: list[Bad], room: Path) -> Iterator[str]:
    """Those that a tool refuses and ours find whole: the tools see sums and signature, so they say less, never more."""
    for bad in cases:
        for way in bad.ways:
            data = bad.make(grounds().ways[way])
            if said(data, way) == WHOLE and not tools(room, data, way):
                yield f"{bad.name} at the {way}"


@pytest.mark.parametrize("family", UNZIPPED)
def test_what_a_tool_refuses_is_refused_by_ours(family: str, tmp_path: Path) -> None:
    """By the verifier; that it agrees with the program on each of them is asked above."""
    assert list(refused_by_a_tool_alone([bad for bad in CORPUS if bad.family == family], tmp_path)) == []


@pytest.mark.parametrize("family", ("signature", "envelope"))
def test_the_tools_refuse_what_is_not_the_senders(family: str, tmp_path: Path) -> None:
    bad = next(item for item in CORPUS if item.family == family and COUNTY in item.ways)
    assert not tools(tmp_path, bad.make(grounds().ways[COUNTY])), bad.name


@pytest.mark.parametrize("way", BOTH)
def test_the_tools_find_good_ones_good(way: str, tmp_path: Path) -> None:
    forge = grounds().ways[way]
    for data in (forge.last, forge.good, forge.later):
        assert tools(tmp_path, data, way) and said(data, way) == WHOLE


def test_it_imports_nothing_of_ours() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert not any(f"{word} {name}" in text for word in ("import", "from") for name in ("app", "db", "ui"))
