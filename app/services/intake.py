"""Intake: rows of a file or of a form → a registration with warnings. Cleans, never guesses, never blocks needlessly.

The keys are those of `register` (cli.md); Chinese headers of the county spreadsheet are accepted too, and columns
that rate or watch persons are dropped and counted.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from app.domain import codec
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.claims import Path, Purpose
from app.domain.codes import find_category, find_code, header_use, national_purpose, region
from app.domain.identity_card import check_identity
from app.domain.names import CleanName, clean_name, clean_text, hidden_characters
from app.domain.people import People, Petitioner, Representative
from app.domain.phones import read_phones
from app.errors import AppError, BadInput

FIELDS = (
    "key",
    "channel",
    "received_on",
    "name",
    "id_type",
    "id_number",
    "phone",
    "address",
    "area",
    "people",
    "purpose",
    "category",
    "content",
    "requested",
    "confidential",
    "anonymous",
    "representatives",
    "backfilled",
)
"""What a row may hold (cli.md, Input of `register`)."""

WORDS_FOR_YES = frozenset({"1", "true", "yes", "y", "\u662f", "\u6709"})
NAMELESS = CleanName(text="", changed=False, repairs=())
"""Somebody who left a telephone number or an address, and no name."""
SHORT_LIMIT = 500
"""Characters of an address or a request's line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """One row of a file: its place (from 1), its values by field, or the error that keeps it from being read."""

    row: int
    values: Mapping[str, object]
    error: AppError | None = None


@dataclass(slots=True, kw_only=True)
class IntakeFile:
    """A file's rows, and how many columns that rate or watch persons were dropped."""

    rows: Iterator[IntakeRow]
    dropped_columns: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A row turned into a registration: the command, its idempotency key, the warnings by code."""

    command: RegisterVisit
    key: str
    warnings: tuple[str, ...]


def read_file(name: str, data: bytes) -> IntakeFile:
    """The rows of a .json, .jsonl or .csv file. Raises BadInput("intake.kind", "intake.encoding", "intake.json")."""
    suffix = PurePath(name).suffix.lower()
    made = IntakeFile(rows=iter(()))
    text = _decoded(data)
    if suffix == ".jsonl":
        made.rows = _from_lines(text, made.dropped_columns)
    elif suffix == ".json":
        made.rows = _from_json(text, made.dropped_columns)
    elif suffix == ".csv":
        made.rows = _from_csv(text, made.dropped_columns)
    else:
        raise BadInput("intake.kind", kind=suffix or "?")
    return made


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("intake.encoding")


def _from_lines(text: str, dropped: set[str]) -> Iterator[IntakeRow]:
    row = 0
    for line in text.split("\n"):
        if not line.strip():
            continue
        row += 1
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield IntakeRow(row=row, values={}, error=BadInput("intake.json", row=row))
            continue
        yield _row(row, value, dropped)


def _from_json(text: str, dropped: set[str]) -> Iterator[IntakeRow]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput("intake.json", row=1) from error
    for row, item in enumerate(value if isinstance(value, list) else [value], start=1):
        yield _row(row, item, dropped)


def _from_csv(text: str, dropped: set[str]) -> Iterator[IntakeRow]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    row = 0
    while True:
        row += 1
        try:
            item = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield IntakeRow(row=row, values={}, error=BadInput("intake.row_shape", row=row))
            continue
        yield _row(row, {k: v for k, v in item.items() if k is not None and v not in (None, "")}, dropped)


def _row(row: int, value: object, dropped: set[str]) -> IntakeRow:
    if not isinstance(value, Mapping):
        return IntakeRow(row=row, values={}, error=BadInput("intake.row_shape", row=row))
    values: dict[str, object] = {}
    for name, item in value.items():
        use = header_use(str(name))
        if use.use == "dropped":
            dropped.add(str(name))
        elif use.field is not None:
            values[use.field] = item
        elif name in FIELDS:
            values[str(name)] = item
    return IntakeRow(row=row, values=values)


def keyed(rows: Iterator[IntakeRow]) -> Iterator[tuple[IntakeRow, str]]:
    """Each row with its idempotency key: the one given, or the hash of the row and its occurrence (rulings.md 23)."""
    seen: Counter[str] = Counter()
    for item in rows:
        given = str(item.values.get("key") or "")
        if given:
            yield item, f"given/{hashlib.sha256(given.encode('utf-8', 'replace')).hexdigest()}"
            continue
        try:
            digest = hashlib.sha256(codec.canonical(dict(item.values))).hexdigest()
        except BadInput:
            digest = hashlib.sha256(ascii(sorted(item.values.items())).encode()).hexdigest()
        seen[digest] += 1
        yield item, f"row/{digest}/{seen[digest]}"


def to_intake(
    values: Mapping[str, object], *, key: str, today: date, area: str, area_code: str | None
) -> Intake:
    """The registration of one row. Raises BadInput naming the field.

    `area` is the office's own county, taken for the place when the row names none; `area_code` completes telephone
    numbers.
    """
    warnings: list[str] = []
    anonymous = _yes(values.get("anonymous"))
    people = _people(values, anonymous, today, area_code, warnings)
    content = _content(values, warnings)
    requested = clean_text(_text(values, "requested"), field="requested")
    purpose = _purpose(values, warnings)
    received = _day(values.get("received_on"), today)
    command = RegisterVisit(
        channel=_channel(values),
        received_on=received,
        people=people,
        claims=(
            ClaimGiven(
                text=content,
                requested=requested,
                purpose=purpose,
                path=Path.UNDECIDED,
                category=_category(values, warnings),
            ),
        ),
        persons_came=_count(values.get("people")),
        anonymous=anonymous,
        confidential=_yes(values.get("confidential")),
        restricted=purpose is Purpose.ACCUSATION,
        backfilled=_yes(values.get("backfilled")),
        place=_place(values, area, warnings),
    )
    if not anonymous and not any(person.name for person in people.petitioners):
        warnings.append("register.identity_unclear")
    if command.persons_came > 1 and not people.representatives:
        warnings.append("register.no_representatives")
    return Intake(command=command, key=key, warnings=tuple(dict.fromkeys(warnings)))


def _people(
    values: Mapping[str, object], anonymous: bool, today: date, area_code: str | None, warnings: list[str]
) -> People:
    raw = _text(values, "name")
    told = any(_text(values, name).strip() for name in ("name", "id_number", "phone", "address"))
    if anonymous or not told:
        return People(representatives=_representatives(values))
    name = clean_name(raw) if raw.strip() else NAMELESS
    if name.changed:
        warnings.append("name.repaired")
    finding = check_identity(_id_type(values), _text(values, "id_number"), today=today)
    warnings += finding.warnings
    phones = read_phones(_text(values, "phone"), area_code=area_code)
    for phone in phones:
        warnings += phone.warnings
    petitioner = Petitioner(
        name=name.text,
        name_as_typed=raw if name.changed else "",
        id_type="" if finding.kind == "none" else finding.kind,
        id_number=finding.number,
        phones=tuple(phone.number for phone in phones),
        address=clean_text(_text(values, "address"), limit=SHORT_LIMIT, field="address"),
        sex=finding.sex or "",
        born_on=finding.birth.isoformat() if finding.birth else "",
    )
    return People(petitioners=(petitioner,), representatives=_representatives(values))


def _representatives(values: Mapping[str, object]) -> tuple[Representative, ...]:
    given = values.get("representatives")
    if isinstance(given, str):
        for mark in "\u3001\uff0c,\uff1b;/":
            given = given.replace(mark, "\n")
        given = [part for part in given.split("\n") if part.strip()]
    if not isinstance(given, list):
        return ()
    return tuple(Representative(name=clean_name(_representative_name(item)).text) for item in given)


def _representative_name(item: object) -> str:
    if isinstance(item, Mapping):
        return str(item.get("name") or "")
    return str(item)


def _content(values: Mapping[str, object], warnings: list[str]) -> str:
    raw = _text(values, "content")
    if hidden_characters(raw):
        warnings.append("text.hidden_characters")
    return clean_text(raw, field="content")


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    raise BadInput("field.type", field=name, name=name, type="text")


def _channel(values: Mapping[str, object]) -> str:
    word = _text(values, "channel")
    if not word:
        return "walk_in"
    found = find_code("channels", word)
    if found is None:
        raise BadInput("register.channel_unknown", field="channel", channel=word)
    return found.code


def _id_type(values: Mapping[str, object]) -> str:
    word = _text(values, "id_type")
    if not word:
        return ""
    found = find_code("id_documents", word)
    return "other" if found is None else found.code


def _purpose(values: Mapping[str, object], warnings: list[str]) -> Purpose:
    word = _text(values, "purpose")
    if not word:
        return Purpose.UNDECIDED
    found = find_code("purposes", word)
    code = found.code if found is not None else national_purpose(word)
    if code is None:
        warnings.append("register.purpose_unknown")
        return Purpose.UNDECIDED
    return Purpose(code)


def _category(values: Mapping[str, object], warnings: list[str]) -> str:
    word = _text(values, "category")
    if not word:
        return ""
    found = find_code("classification", word)
    if found is not None:
        return found.code
    near = find_category(word, limit=1)
    if near:
        return near[0].code
    warnings.append("register.category_unknown")
    return ""


def _place(values: Mapping[str, object], area: str, warnings: list[str]) -> str:
    word = _text(values, "area")
    if not word:
        return area
    if region(word) is not None:
        return word
    warnings.append("register.area_unknown")
    return area


def _day(value: object, today: date) -> date:
    if value in (None, ""):
        return today
    text = str(value).strip().replace("/", "-").replace(".", "-").split("T")[0].split(" ")[0]
    parts = text.split("-")
    try:
        if len(parts) == 3:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        return date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise BadInput("field.type", field="received_on", name="received_on", type="date") from error


def _count(value: object) -> int:
    if value in (None, ""):
        return 1
    text = str(value).strip()
    if isinstance(value, bool) or not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise BadInput("register.head_count", field="people")
    return int(text)


def _yes(value: object) -> bool:
    return value is True or str(value).strip().lower() in WORDS_FOR_YES
