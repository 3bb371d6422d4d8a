"""Every bad package of the corpus gets its code, on both sides, and leaves nothing behind; a check that is off is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.entry import Entry, Header
from app.errors import AppError, Damaged
from app.exchange import bag, container, package
from app.exchange.checking import Checked
from app.exchange.header import PackageHeader
from app.exchange.lines import read_entry
from app.services import applying, taking_in
from app.services.exchange import Chains
from tests.exchange import bad_bags, bad_chains, bad_frames, bad_headers, bad_lines
from tests.exchange.bad_packages import BOTH, Bad, built, grounds, wrong
from tests.exchange.world import Party, PlainCheck
from tests.fake_packages import FakePackages

MODULES = (bad_frames, bad_headers, bad_bags, bad_lines, bad_chains)
CORPUS = [bad for module in MODULES for family in module.families() for bad in family.found]
FAMILIES = sorted({bad.family for bad in CORPUS})
LEAST = 150
ALONE = ("chain/a-paper-that-is-not-in-it",)
"""What is good once a refused package has left its paper behind, which does no harm (app/services/applying.py)."""


def complaints(cases: list[Bad]) -> Iterator[str]:
    """What is wrong with these, on every side that gets them."""
    for bad in cases:
        for way in bad.ways:
            for text in wrong(bad, way):
                yield f"{bad.name} at the {way}: {text}"


def of(family: str) -> list[Bad]:
    return [bad for bad in CORPUS if bad.family == family]


def test_the_corpus_is_large_and_every_name_is_its_own() -> None:
    names = [bad.name for bad in CORPUS]
    assert len(names) == len(set(names)) >= LEAST
    assert sum(len(bad.ways) for bad in CORPUS) > len(CORPUS)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_bad_package_gets_its_code_and_leaves_nothing(family: str) -> None:
    assert list(complaints(of(family))) == []


@pytest.mark.parametrize("way", BOTH)
def test_the_good_ones_of_which_the_bad_are_made_are_taken(way: str) -> None:
    """Also after they were taken apart and put together: it is the one change that makes a bad package bad."""
    forge = grounds().ways[way]
    for data in (
        forge.good,
        forge.headed(),
        forge.bodied(forge.body),
        forge.holding(forge.members),
        forge.telling(forge.entries),
        bad_bags._first()(forge),
        bad_frames._with(0)(forge),
    ):
        at = grounds().receiver(way)
        outcome = at.takes(data)
        assert outcome.applied == forge.head["entries"] > 1 and not outcome.rejected
        assert (
            len(at.memory.state.entries) == len(grounds().parties[way].memory.state.entries) + outcome.applied
        )


@pytest.mark.parametrize("way", BOTH)
def test_after_every_bad_one_the_good_one_is_still_taken(way: str) -> None:
    """One side gets the whole corpus, one after the other, and has not lost its place in the sequence."""
    forge, at = grounds().ways[way], grounds().receiver(way)
    for bad in CORPUS:
        if way in bad.ways and not bad.kept_as and not bad.alone and bad.name not in ALONE:
            try:
                at.takes(bad.make(forge))
            except AppError:
                continue
    assert at.takes(forge.good).applied == forge.head["entries"]


@pytest.mark.slow
def test_a_county_on_its_database_answers_the_same(tmp_path: Path) -> None:
    """The whole corpus against SQLCipher: the same codes, and not one row in any table."""
    ground = built(tmp_path)
    forge, at = ground.ways["county"], ground.parties["county"]
    before = _rows(at)
    told = []
    for bad in CORPUS:
        if "county" in bad.ways and not (bad.kept_as or bad.alone) and bad.name not in (*ALONE, OF_ANOTHER):
            code = _answer(at, bad.make(forge))
            told += [] if code == bad.code else [f"{bad.name}: {code}"]
    assert told == [] and _rows(at) == before
    assert at.takes(forge.good).applied == forge.head["entries"]


OF_ANOTHER = "writer/a-matter-of-another-station"
"""What needs a matter that this county has not heard of."""


def _answer(at: Party, data: bytes) -> str:
    try:
        return next(word for _, word in at.takes(data).packages)
    except AppError as error:
        return error.code


def _rows(at: Party) -> dict[str, int]:
    """How many rows each table has."""
    with at.memory._engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {n: connection.exec_driver_sql(f'SELECT count(*) FROM "{n}"').scalar_one() for (n,) in names}


# ---------------------------------------------------------------- planted mistakes


def _lax_read(source: Any) -> container.Outside:
    """A frame that is only searched for its members."""
    data = source.getvalue()
    usual = grounds().ways["county"].outside if data.endswith(grounds().ways["county"].good[-22:]) else None
    if usual is None:
        raise Damaged("package.frame")
    return usual


def _lax_entry(line: bytes, received_at: int) -> Entry:
    """An entry whose parts are not compared with its header."""
    try:
        return read_entry(line, received_at)
    except AppError:
        value = json.loads(line)
        raw = value["header"].encode()
        return Entry(Header.from_bytes(raw), raw, {}, received_at)


OFF: dict[str, tuple[Any, str, Any]] = {
    "frame": (container, "read", _lax_read),
    "bomb": (container, "LARGEST_HEADER", 1 << 40),
    "header": (PackageHeader, "_possible", lambda header: True),
    "sender": (taking_in, "chains_with", lambda office, other: Chains("", "LX08")),
    "signature": (package.Package, "is_genuine", lambda found, public: True),
    "envelope": (package, "check_body", lambda source, found: None),
    "bag": (bag.BagReader, "_compare", lambda reader: None),
    "inner-bomb": (bag, "MOST_RATIO", 1 << 40),
    "line": (applying, "read_entry", _lax_entry),
    "receipt": (applying.Application, "_require_sent", lambda *given: None),
    "chain": (FakePackages, "admit", lambda work, entries, station: list(entries)),
    "writer": (applying.Application, "_check_writer", lambda application, entry: None),
    "order": (taking_in, "_place", lambda work, found, sha256: ("applied", "")),
}
"""For each family one check that is switched off: where it is, its name, what stands in its place."""


def measured(source: Any) -> str:
    """The SHA-256 of a whole file."""
    source.seek(0)
    return container.measure(source).sha256


def test_every_family_has_a_mistake_that_it_must_find() -> None:
    assert sorted(OFF) == FAMILIES


@pytest.mark.parametrize("family", FAMILIES)
def test_a_check_that_is_switched_off_turns_its_family_red(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What looks through packages beforehand is switched off as well: the second look must not lean on the first."""
    for way in grounds().ways.values():
        assert way.outside.header, "taken apart before the reader is made lax: it asks for this itself"
    monkeypatch.setattr(
        PlainCheck, "check", lambda *given: Checked(sha256=measured(given[1]), lines=0, files=0)
    )
    where, name, lax = OFF[family]
    monkeypatch.setattr(where, name, lax)
    assert next(complaints(of(family)), "") != ""
