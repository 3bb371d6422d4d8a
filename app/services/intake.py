"""Intake: rows of a file or of a form → a registration with warnings. Cleans, never guesses, never blocks needlessly.

The keys are those of `register` (cli.md); what a file's rows are is told by app/exchange/spreadsheet.py.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from app.domain import codec
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.claims import Path, Purpose
from app.domain.codes import codes, find_category, find_code, national_purpose, region, townships_of
from app.domain.identity_card import check_identity
from app.domain.matter import FromLedger
from app.domain.names import CleanName, clean_name, clean_text, hidden_characters
from app.domain.people import People, Petitioner, Representative
from app.domain.phones import read_phones
from app.errors import BadInput
from app.exchange.day_forms import read_day
from app.exchange.profiles.county import counting_words, flag_words, title_of
from app.exchange.spreadsheet import SourceFile, SourceRow, kind_of, text_rows
from app.exchange.workbook_rows import workbook_rows

NAMELESS = CleanName(text="", changed=False, repairs=())
"""Somebody who left a telephone number or an address, and no name."""
_LEVELS = re.compile(r"[_/\\>|-]")
"""Between the levels of a content category as the province writes it."""
SHORT_LIMIT = 500
"""Characters of an address or a request's line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A row turned into a registration: the command, its idempotency key, the warnings by code."""

    command: RegisterVisit
    key: str
    warnings: tuple[str, ...]


def read_file(name: str, file: BinaryIO | bytes) -> SourceFile:
    """The rows of a .json, .jsonl, .csv or .xlsx file; an open file must stay open while the rows are read.

    Raises BadInput("intake.kind", "intake.encoding", "intake.json", "sheet.no_header", "sheet.header_twice", …).
    """
    suffix = kind_of(name)
    source = io.BytesIO(file) if isinstance(file, bytes) else file
    return workbook_rows(source) if suffix == ".xlsx" else text_rows(suffix, source)


def keyed(rows: Iterator[SourceRow]) -> Iterator[tuple[SourceRow, str]]:
    """Each row with its idempotency key: the one given, or the hash of the row and its occurrence (rulings.md 23)."""
    seen: Counter[bytes] = Counter()
    for item in rows:
        given = str(item.values.get("key") or "")
        if given:
            yield item, f"given/{hashlib.sha256(given.encode('utf-8', 'replace')).hexdigest()}"
            continue
        try:
            digest = hashlib.sha256(codec.canonical(dict(item.values))).digest()
        except BadInput:
            digest = hashlib.sha256(ascii(sorted(item.values.items())).encode()).digest()
        seen[digest] += 1
        yield item, f"row/{digest.hex()}/{seen[digest]}"


def to_intake(
    values: Mapping[str, object], *, key: str, today: date, area: str, area_code: str | None
) -> Intake:
    """The registration of one row. Raises BadInput naming the field.

    `area` is the office's own county, taken for the place when the row names none; `area_code` completes telephone
    numbers.
    """
    warnings: list[str] = []
    anonymous = _flag(values, "anonymous", warnings)
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
        confidential=_flag(values, "confidential", warnings, in_doubt=True),
        restricted=is_accusation(values),
        accused=clean_text(_text(values, "accused"), limit=SHORT_LIMIT, field="accused").strip(),
        accused_units=_listed(values.get("accused_units")),
        backfilled=_flag(values, "backfilled", warnings),
        place=_place(values, area, warnings),
    )
    if not anonymous and not any(person.name for person in people.petitioners):
        warnings.append("register.identity_unclear")
    if command.persons_came > 1 and not people.representatives:
        warnings.append("register.no_representatives")
    return Intake(command=command, key=key, warnings=tuple(dict.fromkeys(warnings)))


def from_ledger(values: Mapping[str, object]) -> FromLedger:
    """What the row of an old ledger says besides. Raises BadInput("field.type") for a day that is none."""
    ended = values.get("ended_on")
    return FromLedger(
        ledger=clean_text(_text(values, "ledger"), limit=SHORT_LIMIT, field="ledger").strip(),
        number=clean_text(_text(values, "ledger_number"), limit=SHORT_LIMIT, field="ledger_number").strip(),
        unit=clean_text(_text(values, "unit"), limit=SHORT_LIMIT, field="unit").strip(),
        outcome=clean_text(_text(values, "outcome"), field="outcome"),
        ended_on=read_day(str(ended)) if ended else None,
    )


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
    listed = given if isinstance(given, list) else _listed(given)
    return tuple(Representative(name=clean_name(_representative_name(item)).text) for item in listed)


def _listed(given: object) -> tuple[str, ...]:
    """Several words of one cell, or a list of them; empty ones are left out."""
    if isinstance(given, str):
        for mark in "\u3001\uff0c,\uff1b;/":
            given = given.replace(mark, "\n")
        given = given.split("\n")
    if not isinstance(given, list):
        return ()
    return tuple(str(part).strip() for part in given if str(part).strip())


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


def is_accusation(values: Mapping[str, object]) -> bool:
    """Whether a row says of itself that it is an accusation, or may be one: it is dark before anybody has decided."""
    if any(str(values.get(name) or "").strip() for name in ("accused", "accused_units")):
        return True
    word = str(values.get("purpose") or "")
    found = find_code("purposes", word) if word else None
    if found is not None:
        return found.code == Purpose.ACCUSATION
    if not word or national_purpose(word) == Purpose.ACCUSATION:
        return bool(word)
    (accusation,) = (code for code in codes("purposes") if code.code == Purpose.ACCUSATION)
    return any(alias in word for alias in (accusation.label, *accusation.aliases))


def _category(values: Mapping[str, object], warnings: list[str]) -> str:
    word = _text(values, "category")
    if not word:
        return ""
    for part in (word, *reversed(_LEVELS.split(word))):
        found = find_code("classification", part)
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
    below = [place for place in (region(area), *townships_of(area)) if place is not None]
    named = [place.code for place in below if word == place.name or word == place.path]
    if len(named) == 1:
        return named[0]
    warnings.append("register.area_unknown")
    return area


def _day(value: object, today: date) -> date:
    if value in (None, ""):
        return today
    day = read_day(str(value))
    if day is None:
        name = title_of("received_on")
        raise BadInput("field.type", field="received_on", name=name, type="2026-03-01")
    return day


def _count(value: object) -> int:
    if value in (None, ""):
        return 1
    text = unicodedata.normalize("NFKC", str(value)).strip().rstrip(counting_words()).strip()
    if isinstance(value, bool) or not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise BadInput("register.head_count", field="people")
    return int(text)


def _flag(values: Mapping[str, object], name: str, warnings: list[str], *, in_doubt: bool = False) -> bool:
    """A flag as the row says it; what is neither yes nor no counts as `in_doubt` and is told."""
    value = values.get(name)
    if isinstance(value, bool):
        return value
    word = unicodedata.normalize("NFKC", str(value or "")).strip().lower()
    yes, no = flag_words()
    if word in yes:
        return True
    if word and word not in no:
        warnings.append(f"register.{name}_unclear")
        return in_doubt
    return False
