"""Whatever somebody who is not entitled can get out of the program names no informer, no accused and no story.

An office full of accusations is asked for everything by the command line, as every role but the leader's; what it prints,
writes and logs is searched for the planted words, in texts, tables, archives, papers and file names. A command that is not
listed fails.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.exchange.keys import StationKeys, TrustCard
from app.services import exchange
from tests.desks import START, sign_in
from tests.exchange.packages import opened
from tests.trust.dark_office import DarkOffice, built, found_below, found_in
from ui.bootstrap.opening import exchange_desk
from ui.cli.main import parser, run

DAY = START.date().isoformat()
DAYS = ("--from", DAY, "--to", DAY)
ROLES = ("clerk", "archivist", "auditor", "sysadmin")
"""One who acts on matters, one who only reads them, one who reads the record, one who reads nothing; every role is asked of
every service in test_rbac_matrix.py."""
ACTS = (
    "forward unit=U1", "forward unit=U2", "visit-again asked=x", "classify purpose=accusation", "name-accused units=U2",
    "close ending=procedural cause=answered reason=x", "hear stage=handling chair=x", "recuse person=x",
    "recommend advice=improve_work organ=U1 reason=x", f"leader-received leader=x post=x on={DAY} unit=U1",
    "correct field=name value=x reason=x", "decide-difference field=name keep=1 reason=x",
    "undo-decision field=name reason=x", "merge-into into=LX07-26-00003-Q reason=x", "undo-merge reason=x",
    "withdraw reason=x", "account-for check=K38 reason=x",
    "grant-access person=clerk until=2027-01-01 reason=x", "withdraw-access person=clerk reason=x",
    "propose-reseal reason=x", "reseal confirmed=1",
    "contacted unit=U1 person=x", "link other=LX07-26-00003-Q bond=same", "link-several others=LX07-26-00003-Q",
    "unlink other=LX07-26-00003-Q reason=x", "strike entry=kept reason=x",
    "tell-apart other=LX07-26-00003-Q reason=x", "undo-apart other=LX07-26-00003-Q",
    "fold-into into=LX07-26-00003-Q reason=x", "undo-fold reason=x",
    "propose-redaction text=x reason=x", f"confirm-redaction sha256={'a' * 64}", "withdraw-redaction reason=x",
)  # fmt: skip
PAPERS = ("D01", "D02", "D08", "D09", "D10", "D11", "D20", "D20N", "D20T", "D21", "D49", "D50", "D54", "D60")
ASKED: Mapping[str, tuple[str, ...]] = {
    "acts": ("acts",),
    "act": tuple(f"act {{n}} {act}" for act in ACTS),
    "show": ("show {n}", f"show {{n}} --day {DAY}"),
    "differences": ("differences", "differences --open"),
    "duplicates": ("duplicates",),
    "repeats": ("repeats {told}",),
    "due": ("due", f"due --day {DAY}"),
    "search": ("search {word}", "search {word} --field name", "search {word} --field number", "search {n}"),
    "reveal": ("reveal {n} petitioners/1/name --reason x", "reveal {n} petitioners/1/id_number --reason x"),
    "who-opened": ("who-opened {n}",),
    "ledger": (f"ledger {' '.join(DAYS)} --names", f"ledger {' '.join(DAYS)} --names --out {{out}}/ledger.xlsx"),
    "leader-log": (f"leader-log {' '.join(DAYS)}", f"leader-log {' '.join(DAYS)} --out {{out}}/leaders.xlsx"),
    "review-ledger": (f"review-ledger {' '.join(DAYS)}", f"review-ledger {' '.join(DAYS)} --out {{out}}/reviews.xlsx"),
    "day-report": ("day-report",),
    "paper": (
        *(f"paper {kind} {{n}} --draft --out {{out}}/{kind}-{{n}}.pdf" for kind in PAPERS),
        *(f"paper {kind} {{n}} --out {{out}}/{kind}-{{n}}-issued.pdf" for kind in ("D02", "D20", "D49")),
        "paper D02 {n} --again --out {out}/again-{n}.pdf",
        "paper D01 {n} --again --preprinted --out {out}/preprinted-{n}.pdf",
        "paper D02 {n} --again --out {out}/again-{n}.docx",
        "paper D20 {n} --sign --out {out}/signed-{n}.pdf",
    ),
    "papers": ("papers",),
    "drafts": ("drafts",),
    "seal-basket": ("seal-basket",),
    "seal-register": (f"seal-register {' '.join(DAYS)} --out {{out}}/seals.xlsx",),
    "number-series": ("number-series --year 2026 --out {out}/numbers.xlsx",),
    "scan": ("scan {n} D20 --out {out}/scan-{n}.pdf",),
    "case-file": (
        "case-file {n}", "case-file {n} --volume accusation", "case-file {n} --volume addressee",
        "case-file {n} --out {out}/file-{n}.pdf",
        "case-file {n} --volume accusation --out {out}/volume-{n}.pdf",
    ),
    "print": ("print {n}:D02 --printer none",),
    "sheet": ("sheet D47 --draft --out {out}/ledger.pdf", "sheet D13 --draft --out {out}/D13.pdf",
              "sheet D46 --draft --out {out}/D46.pdf", "sheet M15 --draft --out {out}/M15.pdf"),
    "unserved": ("unserved",),
    "post-list": ("post-list", "post-list --out {out}/post.xlsx"),
    "stage-notices": ("stage-notices",),
    "handwriting-check": ("handwriting-check {n}",),
    "materials": ("materials {n}",),
    "material-file": ("material-file {n} {sha} --out {out}/material-{n}.jpg",),
    "proof": ("proof {n} {sha} --out {out}/proof-{n}.jpg",),
    "redaction": ("redaction {n}", "redaction {n} --claim 1 --hide-accused"),
    "transcripts": ("transcripts {n}",),
    "redact-pages": ("redact-pages {n} {sha}:10,10,200,200 --reason x",),
    "transcript-page": ("transcript-page {n} {sha} --out {out}/transcript-{n}.jpg",),
    "meeting-list": ("meeting-list",),
    "suggest": ("suggest {word}", "suggest --accuracy"),
    "what-if": (f"what-if {{n}} accepted --on {DAY}",),
    "unfinished": ("unfinished", "unfinished --seen"),
    "inbox": ("inbox --all",),
    "inbox register": ("inbox register LX07-S26-00001",),
    "inbox object": ("inbox object LX07-S26-00001 --reason x",),
    "mail": ("mail --all",),
    "mail register": ("mail register LX07-L26-00001",),
    "mail join": ("mail join LX07-L26-00001 {n}",),
    "mail envelope": ("mail envelope LX07-L26-00001 {sha} --out {out}/envelope.jpg",),
    "export": ("export --to {out} --slip {out}/export.pdf",),
    "packages": ("packages", "packages --refused"),
    "reconcile": ("reconcile", "reconcile --slip {out}/slip.pdf"),
    "transport show": ("transport show",),
    "waiting": ("waiting",),
    "bridge": (
        f"bridge {' '.join(DAYS)} --out {{out}}/province.xlsx",
        f"bridge --profile interface {' '.join(DAYS)} --out {{out}}/interface.xlsx",
    ),
    "system-entry": ("system-entry", "system-entry {n}"),
    "check": ("check", f"check --day {DAY}"),
    "close-day": ("close-day", "close-day --reason x"),
    "board": ("board",),
    "tickets list": ("tickets list",),
    "booked list": ("booked list", f"booked list {DAY}"),
    "booked add": (f"booked add {DAY} --begin 9 --number {{n}}",),
    "forms print": ("forms print D01 --out {out}/blank.pdf",),
    "forms list": ("forms list",),
    "forms show": ("forms show",),
    "outage list": ("outage list",),
    "outage show": ("outage show 1",),
    "outage print": ("outage print --count 2 --out {out}/pack.pdf",),
    "imports": ("imports",),
    "diagnose": ("diagnose --out {out}/bundle.zip",),
    "accounts": (
        "accounts list", "accounts work clerk", "accounts readdress clerk2 --reason x", "accounts stand-in",
        "accounts stand-in leader --by clerk --reason x --sealed", "accounts end-stand-in leader",
    ),
    "audit": ("audit verify", "audit heads"),
    "breach": (
        "breach --lost laptop --where x --out {out}/breach.xlsx",
        "breach --lost stick --where x --out {out}/stick.xlsx",
    ),
    "backup": ("backup --to {out}",),
    "phrase": ("phrase list",),
    "template": ("template list",),
    "code read": ("code read {n}",),
    "code verify": ("code verify {n}",),
    "mediation open": ("mediation open {out}/none.json",),
    "mediation act": ("mediation act LX07-M26-00001 tell-rights",),
    "mediation show": ("mediation show LX07-M26-00001", "mediation show {n}"),
    "mediation list": ("mediation list", "mediation list --matter {n}"),
    "mediation due": ("mediation due",),
    "mediation similar": ("mediation similar LX07-M26-00001",),
    "mediation figures": (f"mediation figures {' '.join(DAYS)}",),
    "mediation subsidy": (f"mediation subsidy {' '.join(DAYS)} --out {{out}}/subsidy.xlsx",),
    "mediation rooms book": (
        "mediation rooms book R1 2026-12-01T09:00 --mediation LX07-M26-00001",
        "mediation rooms book R1 2026-12-01T09:00 --mediation {n}",
    ),
    "mediation rooms free": ("mediation rooms free {n} 2026-12-01T09:00",),
    "mediation rooms day": ("mediation rooms day", f"mediation rooms day {DAY}"),
    "mediation rooms month": ("mediation rooms month",),
    "mediation rooms ics": ("mediation rooms ics --out {out}/rooms.ics",),
    "mediation rooms door": ("mediation rooms door R1 --out {out}/door.pdf",),
    "mediation paper": (
        *(f"mediation paper {kind} LX07-M26-00001 --draft --out {{out}}/{kind}.pdf" for kind in ("M02", "M07", "M08")),
        "mediation paper M02 {n} --out {out}/room-{n}.pdf",
        "mediation paper M03 LX07-M26-00001 --all --out {out}/rights.pdf",
        "mediation paper M02 LX07-M26-00001 --again --out {out}/again.pdf",
    ),
    "mediation papers": ("mediation papers LX07-M26-00001", "mediation papers {n}"),
    "mediation signatures": ("mediation signatures LX07-M26-00001", "mediation signatures {n}"),
    "mediation volume": ("mediation volume LX07-M26-00001 --out {out}/volume.pdf", "mediation volume {n}"),
    "standing": ("standing {n}", "standing {n} --digits 0001"),
}  # fmt: skip
"""What is asked of each command, of each dark matter where `{n}` stands."""
NOTHING_OF_A_MATTER = frozenset(
    """
    code keys, code place add, code place official, code place list, code place poster, code place again, code place check,
    code place looks, code place photo, code place withdraw, code place report, code place guidance,
    init, units, rebuild, keyring, keys, restore, rehearse, register, old-ledger, printers, forms again, forms void, slips,
    outage again, outage withdraw, outage day, outage close, outage enter,
    handwriting, attach, scan-in, scanners, rules, rules profile, rules import, calendar, explain, guide, inbox add,
    inbox sign, mail open, mail back, import, verify, trust, tickets, tickets give, tickets settle, tickets call, roster,
    booked, booked change, booked cancel, booked missed, booked arrive, booked limit,
    update, tour,
    file-scan, fetch, county init, county serve, county openapi, county receive, county stations, county outbox,
    county report, transport set, transport run, hall, moving show, moving read, code serve, code page,
    mediation acts, mediation register, mediation rooms away, mediation rooms move, mediation rooms cancel
    """.replace("\n", " ")
    .strip()
    .replace(", ", ",")
    .replace("  ", "")
    .split(",")
)
"""Commands that are given something and show nothing of a matter that was not given with it, or work on the folder."""


def leaves(of: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command that can be run."""
    parts = [item for item in of._actions if isinstance(item, argparse._SubParsersAction)]
    if path and (not parts or of.get_default("run") is not None):
        yield " ".join(path)
    for part in parts:
        for name, inner in part.choices.items():
            yield from leaves(inner, (*path, name))


def test_every_command_is_asked_or_shows_nothing_of_a_matter() -> None:
    assert set(leaves(parser())) - set(ASKED) - NOTHING_OF_A_MATTER == set()
    assert set(ASKED) - set(leaves(parser())) == set(), "asked of a command that is gone"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> DarkOffice:
    with pytest.MonkeyPatch.context() as patch:
        room = tmp_path_factory.mktemp("dark")
        patch.setenv("PETITION_DESK_RECOVERY_FILE", str(room / "desk.code"))
        return built(room)


@pytest.fixture
def asking(office: DarkOffice, monkeypatch: pytest.MonkeyPatch) -> DarkOffice:
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(office.room / "desk.code"))
    return office


def lines(office: DarkOffice, out: Path) -> Iterator[list[str]]:
    """Everything that is asked, word by word."""
    told = office.room / "told.json"  # what somebody tells who knows all of it: nothing is told back
    told.write_text(
        json.dumps({"name": office.planted[0], "content": "\n".join(office.planted)}), encoding="utf-8"
    )
    for asked in (line for lines in ASKED.values() for line in lines):
        for number in (office.dark, office.late, office.secret) if "{n}" in asked else ("",):
            words = [office.planted[0], office.planted[4]] if "{word}" in asked else [""]
            for word in words:
                given = {
                    "n": number,
                    "out": str(out),
                    "word": word,
                    "told": str(told),
                    "sha": office.pictures.get(number, "a" * 64),
                }
                yield [part.format(**given) for part in asked.split()]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_who_is_not_entitled_gets_a_word_of_it(
    role: str,
    asking: DarkOffice,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: dict[str, set[str]] = {}
    answered = 0
    common = ["--data", str(asking.place), "--json", "--as", role, "--at", f"{DAY}T10:00:00+08:00"]
    with caplog.at_level(logging.DEBUG):
        for line in lines(asking, tmp_path):
            code = run([*common, *line])
            said = capsys.readouterr()
            assert code != 70, f"{line}: {said.err}"
            answered += code == 0
            asked_for = {word for word in asking.planted if word in line}
            hits = found_in(asking.planted, said.out, said.err) - asked_for
            if hits:
                told[" ".join(line)] = hits
    assert told == {}
    assert answered > 8, "something was answered"
    assert found_below(asking.planted, tmp_path) == set()
    assert found_in(asking.planted, caplog.text) == set()
    caplog.clear()


def test_the_same_search_finds_it_where_somebody_is_entitled(
    asking: DarkOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The test of the test: the leader gets it on the screen, on paper and in tables."""
    common = ["--data", str(asking.place), "--json", "--as", "leader", "--at", f"{DAY}T10:00:00+08:00"]
    for number in (asking.dark, asking.late):
        assert run([*common, "show", number]) == 0
        assert len(found_in(asking.planted, capsys.readouterr().out)) > 10
        assert (
            run([*common, "paper", "D01", number, "--again", "--out", str(tmp_path / f"{number}.pdf")]) == 0
        )
    assert len(found_below(asking.planted, tmp_path)) > 4


def test_a_package_holds_what_was_sealed_only_under_its_seal(asking: DarkOffice, tmp_path: Path) -> None:
    """The county opens the package with its own key: what is dark from the first second is not readable there."""
    desk = sign_in(asking.place, "leader")
    county = StationKeys.fresh()[0]
    exchange.pin(desk.session, TrustCard(station="CT01", office="示范县", role="county", sign=county.sign_public,
                                         box=county.box_public, training=True))  # fmt: skip
    desk.close()
    common = ["--data", str(asking.place), "--json", "--as", "clerk", "--at", f"{DAY}T11:00:00+08:00"]
    assert run([*common, "export", "--to", str(tmp_path)]) == 0
    (made,) = tmp_path.glob("*.xfp")
    kept = opened(made.read_bytes(), keys=county, public=_public(asking))
    inside = [data.decode() for _, data in kept.lines]
    sealed = tuple(word for word in asking.planted if word not in asking.later)
    assert len(inside) > 20 and asking.dark in "".join(inside)
    assert found_in(sealed, *inside) == set()
    for data in kept.files.values():
        (tmp_path / "file").write_bytes(data)
        assert found_below(sealed, tmp_path) == set()


def _public(office: DarkOffice) -> str:
    """The station's public signing key."""
    desk = sign_in(office.place, "leader")
    try:
        return exchange.own_card(exchange_desk(desk)).sign
    finally:
        desk.close()
