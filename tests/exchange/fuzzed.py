"""What is fuzzed: every reader of what comes from outside, each with good examples and a way to change them.

Nothing here looks whether a refusal is the right one (the corpus of bad packages does); only AppError may come out. What
stands behind a signature is signed anew after it was changed, so that the readers behind it are reached at all.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.domain import codec
from app.domain.entry import Header, Part
from app.errors import AppError, Damaged
from app.exchange.bag import BagReader
from app.exchange.keys import CARD, TrustCard
from app.exchange.lines import announced_line, read_announced, read_entry, read_receipt
from app.exchange.release import read_release
from app.qr.checked_text import with_check
from app.qr.receipt_code import ReceiptCode
from app.services import intake, taking_in
from app.services.codes import read_code
from tests.exchange import fuzzed_codes, fuzzed_phone, fuzzed_signed
from tests.exchange.bad_packages import grounds
from tests.exchange.forging import COUNTY, STATION, chained_on, line_of, with_header
from tests.exchange.mutating import changed_bytes, changed_json
from tests.exchange.packages import Kept
from tests.exchange.sheets import HEADS, row, sheet_of

Change = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: good examples, how they are changed, and the reading itself, which may raise AppError alone."""

    examples: Callable[[], list[bytes]]
    change: Change
    run: Callable[[bytes], object]


def _packages() -> list[bytes]:
    return [grounds().ways[way].good for way in (COUNTY, STATION)]


def _takes(data: bytes) -> None:
    for way in (COUNTY, STATION):
        _taken(data, way)


def _taken(data: bytes, way: str) -> None:
    at = grounds().receiver(way)
    for step in (lambda: taking_in.look_at(at.desk, io.BytesIO(data)), lambda: at.takes(data)):
        try:
            step()
        except AppError:
            continue
        at.matters()


def _header(data: bytes) -> None:
    """A header that its sender signed, whatever it says."""
    for way in (COUNTY, STATION):
        forge = grounds().ways[way]
        _taken(forge.framed(data), way)
        try:
            _taken(forge.framed(codec.canonical(codec.parse_object(data))), way)
        except AppError:
            continue


@cache
def _headers() -> list[bytes]:
    return [grounds().ways[way].outside.header for way in (COUNTY, STATION)]


def _bag(data: bytes) -> None:
    for way in (COUNTY, STATION):
        reader = BagReader(Kept(), int(grounds().ways[way].head["payload"]))
        try:
            for at in range(0, len(data), 977):
                reader.write(data[at : at + 977])
            reader.finish()
        except AppError:
            continue


@cache
def _bags() -> list[bytes]:
    return [grounds().ways[way].plain for way in (COUNTY, STATION)]


@cache
def _lines() -> list[bytes]:
    return [line_of(entry) for way in (COUNTY, STATION) for entry in grounds().ways[way].entries]


@cache
def _entries() -> list[bytes]:
    """Entries as JSON: the way, the header, and the body that it commits to."""
    made = []
    for way in (COUNTY, STATION):
        for place, entry in enumerate(grounds().ways[way].entries):
            value = {"way": way, "place": place, "header": json.loads(entry.raw), "body": entry.body()}
            made.append(json.dumps(value, ensure_ascii=False).encode())
    return made


def _entry(data: bytes) -> None:
    """An entry that its writer chained, signed and sent, whatever it says."""
    try:
        value = json.loads(data)
        way, place = str(value["way"]), int(value["place"]) % 2
        body = json.dumps(value["body"], ensure_ascii=False).encode()
        raw = json.dumps(
            {**value["header"], "digests": {"open": Part(bytes(16), body).digest.hex()}}
        ).encode()
        header = Header.from_bytes(raw)
        forge = grounds().ways[way]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise Damaged("package.line") from error
    found = forge.entries
    entry = found[place]
    found[place] = with_header(
        type(entry)(header, raw, {"open": Part(bytes(16), body)}, 0), origin=forge.head["chain"], epoch=1
    )
    first = with_header(found[0], oseq=forge.head["first"])
    _taken(forge.telling(chained_on([first, *found[1:]], forge.entries[0].header.prev)), way)


def _card(data: bytes) -> None:
    """A card, as it came and with the fingerprint that fits it."""
    try:
        TrustCard.from_bytes(data)
    except AppError:
        value = codec.parse_object(data)
        fields = {key: item for key, item in value.items() if key not in ("format", "fingerprint")}
        TrustCard.from_bytes(codec.canonical({"format": CARD, **fields, "fingerprint": "0" * 5}))


@cache
def _cards() -> list[bytes]:
    keys = grounds().ways[COUNTY].sender_keys
    card = TrustCard(
        station="LX07",
        office="示范",
        role="station",
        sign=keys.sign_public,
        box=keys.box_public,
        training=True,
    )
    return [card.to_bytes()]


def _table(suffix: str) -> Callable[[bytes], object]:
    def run(data: bytes) -> None:
        read = intake.read_file(f"table{suffix}", data)
        for item, key in intake.keyed(read.rows):
            try:
                intake.to_intake(
                    item.values, key=key, today=date(2026, 3, 2), area="410721", area_code="0373"
                )
            except AppError:
                continue

    return run


@cache
def _rows() -> list[dict[str, str]]:
    rows = [
        row(收到日期="2026年3月2日", 手机号码="13800000000", 来访人数="3"),
        row(收到日期="20260301", 证件号码="11010119900307"),
    ]
    return [{head: str(cell) for head, cell in zip(HEADS, item, strict=True) if cell} for item in rows]


def _csv() -> list[bytes]:
    lines = [",".join(HEADS), *(",".join(item.get(head, "") for head in HEADS) for item in _rows())]
    text = "\r\n".join(lines)
    return [text.encode("utf-8-sig"), text.encode("gb18030"), text.encode("utf-16")]


def _json() -> list[bytes]:
    return [json.dumps(_rows(), ensure_ascii=False).encode()]


def _jsonl() -> list[bytes]:
    return [b"\n".join(json.dumps(item, ensure_ascii=False).encode() for item in _rows())]


@cache
def _books() -> list[bytes]:
    return [sheet_of(row(收到日期="2026-03-02"), row(收到日期=46083, 来访人数=2, 手机号码=13800000000))]


def _changed_book(data: bytes, chance: random.Random) -> bytes:
    """A workbook with one of its parts changed and packed again; one time in six, or when it is none any more, its bytes."""
    if chance.randrange(6) == 0 or data not in _books():
        return changed_bytes(data, chance)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changed_bytes(part, chance) if name == chosen else part)
    return made.getvalue()


def _code(data: bytes) -> None:
    """A code in the search line of a desk that has matters."""
    fuzzed_codes.line(data)
    text, at = data.decode("utf-8", "replace"), grounds().receiver(STATION).at
    body = text.strip().upper().rpartition(":")[0]
    for one in (text, with_check(body)) if body.isascii() else (text,):
        try:
            read_code(at, one)
        except AppError:
            continue


@cache
def _codes() -> list[bytes]:
    number = next(iter(grounds().parties[STATION].matters()))
    return [*fuzzed_codes.lines(), ReceiptCode(number=number, token="0" * 32).payload().encode()]


def _announced() -> list[bytes]:
    return [announced_line("00" * 32).rstrip(b"\n")]


def _receipts() -> list[bytes]:
    ref = {"chain": "LX07", "epoch": 1, "seq": 1, "sha256": "00" * 32}
    value = {
        "package": ref,
        "result": "applied",
        "received_at": 1,
        "entries": 1,
        "matters": [{"number": "x", "result": "y"}],
    }
    return [json.dumps(value).encode()]


def _releases() -> list[bytes]:
    file = {"path": "app/x.py", "size": 1, "sha256": "00" * 32}
    return [json.dumps({"format": "xfr/1", "version": "1.0", "number": 1, "files": [file]}).encode()]


TARGETS: dict[str, Target] = {
    "package": Target(_packages, changed_bytes, _takes),
    "header": Target(_headers, changed_json, _header),
    "bag": Target(_bags, changed_bytes, _bag),
    "line": Target(_lines, changed_json, lambda data: read_entry(data, 0)),
    "entry": Target(_entries, changed_json, _entry),
    "receipt": Target(_receipts, changed_json, read_receipt),
    "announced": Target(_announced, changed_json, read_announced),
    "card": Target(_cards, changed_json, _card),
    "release": Target(_releases, changed_json, read_release),
    "csv": Target(_csv, changed_bytes, _table(".csv")),
    "json": Target(_json, changed_json, _table(".json")),
    "jsonl": Target(_jsonl, changed_bytes, _table(".jsonl")),
    "xlsx": Target(_books, _changed_book, _table(".xlsx")),
    "code": Target(_codes, changed_bytes, _code),
    "preregistration": Target(fuzzed_codes.sealed, changed_bytes, fuzzed_codes.preregistration),
    "frame": Target(fuzzed_codes.frames, changed_bytes, fuzzed_codes.frame),
    "phone": Target(
        fuzzed_phone.shown,
        changed_bytes,
        lambda data: fuzzed_phone.reading(grounds().receiver(STATION).at, data),
    ),
    "signed": Target(fuzzed_signed.codes, changed_bytes, fuzzed_signed.code),
    "key-list": Target(fuzzed_signed.lists, changed_bytes, fuzzed_signed.key_list),
    "notice-file": Target(fuzzed_signed.files, changed_bytes, fuzzed_signed.file),
}
"""Every reader by its name."""


def made(name: str, seed: int, number: int) -> bytes:
    """The input of one run: the same seed and number give the same changes."""
    chance = random.Random(f"{name}/{seed}/{number}")
    target = TARGETS[name]
    return target.change(chance.choice(target.examples()), chance)
