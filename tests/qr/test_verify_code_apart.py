"""The verifier of codes that was written apart agrees with the program, on good codes and on bad ones."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.number import MatterNumber
from app.errors import AppError
from app.qr import base45
from app.qr.key_list import KeyList, ListedKey
from app.qr.notice_code import fingerprint_of, parse_notice
from app.qr.place_code import parse_place
from app.services import exchange
from app.services.code_keys import make_list, revoke, take_list
from app.services.notice_codes import verify_notice
from tests.exchange.world import county_and
from tests.qr.signing import ED25519, OTHER, SM2, notice, place
from tests.rules.tree import REPOSITORY
from tests.services.test_notice_codes import as_leader, code_on, signing, told

SCRIPT = REPOSITORY / "packaging" / "verify_code.py"


@cache
def apart() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("verify_code", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["verify_code"] = module
    spec.loader.exec_module(module)
    return module


def key(**more: str) -> object:
    """The station's key as the script knows it."""
    return apart().Key("LX07", "示范县信访局", ED25519.public, **more)


def test_good_codes_say_the_same() -> None:
    made = apart().verify(notice().text, [key()])
    says, _ = parse_notice(notice().text)
    assert (made["genuine"], made["verdict"], made["kind"]) == (True, "genuine", "notice")
    told = (
        made["station"],
        made["paper"],
        made["number"],
        made["year"],
        made["running"],
        made["day"],
        made["words"],
    )
    assert told == (
        says.station,
        says.kind,
        says.number,
        says.year,
        says.running,
        says.day.isoformat(),
        says.words,
    )
    made = apart().verify(place().text.lower() + "\r\n", [key()])
    assert made["genuine"] and (made["place"], made["serial"], made["until"]) == ("XH0001", 41, "2027-03-09")


@given(st.integers(1, 99999), st.integers(0, 99))
def test_the_number_of_a_matter_gets_its_check_character(sequence: int, year: int) -> None:
    number = MatterNumber.make("LX07", year, sequence).text
    assert apart().verify(notice(number=number).text, [key()])["number"] == number


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([notice().text, place().text]), st.integers(0, 10**6), st.integers(1, 255))
def test_bad_codes_are_bad_to_both(text: str, at: int, change: int) -> None:
    prefix, _, rest = text.partition(":")
    code = bytearray(base45.decode(rest))
    code[at % len(code)] ^= change
    changed = f"{prefix}:{base45.encode(bytes(code))}"
    try:
        parse = parse_notice if prefix == "XFV1" else parse_place
        ours = parse(changed)[1].is_genuine(ED25519.public)  # type: ignore[operator]
    except AppError:
        ours = False
    try:
        theirs = apart().verify(changed, [key()])["genuine"]
    except apart().CannotLook:
        theirs = False
    assert not ours and not theirs


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | st.text(base45.ALPHABET, max_size=300))
def test_any_text_gives_its_own_error_only(text: str) -> None:
    for tried in (text, "XFV1:" + text, "XFW1:" + text):
        try:
            assert apart().verify(tried, [key()])["genuine"] is not True
        except apart().CannotLook as error:
            assert str(error) == "code.misread"


def test_keys_that_ended_or_were_lost_and_strangers() -> None:
    text = notice(day=date(2026, 3, 9)).text
    verdicts = {
        "unknown_key": [],
        "ended": [key(until="2026-03-01")],
        "revoked_after": [key(revoked="2026-03-09", why="x")],
        "revoked_before": [key(revoked="2026-03-10", why="x")],
        "other_station": [apart().Key("LX08", "x", ED25519.public)],
        "genuine": [apart().Key("LX08", "x", OTHER.public), key(until="2026-03-09")],
    }
    for verdict, keys in verdicts.items():
        assert apart().verify(text, keys)["verdict"] == verdict
    assert apart().verify(notice(SM2).text, [apart().Key("LX07", "x", SM2.public)])["genuine"] is None
    assert (
        apart().verify(notice().text.replace("XFV1:0", "XFV1:0", 1), [key()], "别的文字")["words_match"]
        is False
    )


def test_words_are_compared_alike() -> None:
    for words in ("受 理\n告知书－（LX07-26）\x0c", "３．５ 万元", "\u00ad甲\u3000乙"):
        assert apart().fingerprint(words) == fingerprint_of(words)


def test_the_list_of_the_county_and_a_notice_that_was_issued(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the program's own files alone: list, trust card, code and the words of the PDF."""
    county, (hall, other) = county_and("LX07", "LX08")
    desk, far, above = signing(hall), signing(other), as_leader(signing(county))
    made = told(desk)
    text, listed, card = code_on(made), tmp_path / "keys.xfk", tmp_path / "CT01-card.json"
    listed.write_bytes(make_list(above))
    card.write_bytes(exchange.own_card(county.desk).to_bytes())
    (tmp_path / "words.txt").write_text(words_of(made.pdf, tmp_path), encoding="utf-8")
    common = [text, "--keys", str(listed), "--county", str(card)]
    assert apart().main([*common, "--words", str(tmp_path / "words.txt")]) == 0
    answer = json.loads(capsys.readouterr().out)
    take_list(far, listed.read_bytes())
    ours = verify_notice(far, text)
    assert answer["words_match"] is True and answer["verdict"] == ours.verdict.value == "genuine"
    revoke(above, "LX07", since=above.today(), why="遗失")
    listed.write_bytes(make_list(above))
    assert apart().main(common) == 3
    assert json.loads(capsys.readouterr().out)["verdict"] == "revoked_after"
    listed.write_bytes(listed.read_bytes().replace(b"LX07", b"LX09"))
    assert apart().main(common) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "key_list.not_genuine"
    assert apart().main([text, "--keys", str(listed)]) == 2
    capsys.readouterr()
    assert apart().main([text, "--card", str(tmp_path / "none.json")]) == 2


def words_of(pdf: bytes, room: Path) -> str:
    """The words as `pdftotext -raw` gives them, as docs/FORMAT.md says."""
    import subprocess

    (room / "notice.pdf").write_bytes(pdf)
    run = subprocess.run(
        ["pdftotext", "-raw", str(room / "notice.pdf"), "-"], capture_output=True, check=True
    )
    return run.stdout.decode("utf-8")


def test_golden_bytes_of_a_list() -> None:
    """Three lines; Ed25519 signs alike every time."""
    listed = KeyList(
        station="CT01",
        office="示范县",
        counter=3,
        made_on=date(2026, 3, 9),
        keys=(ListedKey(station="LX07", office="示范县信访局", sign=OTHER.public, since=date(2026, 3, 2)),),
    )
    data = listed.to_bytes(ED25519.sign)
    assert data.split(b"\n")[:2] == [
        b"xfk/1",
        b'{"counter":3,"keys":[{"office":"\xe7\xa4\xba\xe8\x8c\x83\xe5\x8e\xbf\xe4\xbf\xa1\xe8\xae\xbf\xe5\xb1\x80",'
        b'"sign":"' + OTHER.public.encode() + b'","since":"2026-03-02","station":"LX07"}],'
        b'"made_on":"2026-03-09","office":"\xe7\xa4\xba\xe8\x8c\x83\xe5\x8e\xbf","station":"CT01"}',
    ]
    assert data == replace(listed).to_bytes(ED25519.sign)
