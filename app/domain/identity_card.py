"""Identity documents: what can be read from a number, and what looks wrong. Nothing here ever blocks a
registration.

Sources: GB 11643-1999 (18 digits, ISO 7064 MOD 11-2), its 15-digit forerunner, residence permits of residents
of Hong Kong,
Macao and Taiwan, foreigners' permanent residence cards. Article 22 of the Regulation: a petition must be
registered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from app.domain.organisation_code import compact

Sex = Literal["male", "female"]

RESIDENT_CARD: Final = "resident_card"
RESIDENCE_PERMIT: Final = "residence_permit"
FOREIGN_PERMANENT: Final = "foreign_permanent"
PASSPORT: Final = "passport"
HK_MACAO_PERMIT: Final = "hk_macao_permit"
TAIWAN_PERMIT: Final = "taiwan_permit"
MILITARY: Final = "military"
OTHER: Final = "other"
NONE: Final = "none"
KINDS: Final = (
    RESIDENT_CARD,
    RESIDENCE_PERMIT,
    FOREIGN_PERMANENT,
    PASSPORT,
    HK_MACAO_PERMIT,
    TAIWAN_PERMIT,
    MILITARY,
    OTHER,
    NONE,
)
"""Kinds of identity documents, as in resources/codes/id_documents.tsv."""

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_OLDEST_YEARS: Final = 120
_PROVINCES: Final = frozenset(
    {
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    }
)
_PERMIT_PLACES: Final = frozenset({"810000", "820000", "830000"})
_EIGHTEEN: Final = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN: Final = re.compile(r"[0-9]{15}")
_NEARLY: Final = re.compile(r"[0-9]{13,20}X?")
_SHAPES: Final = {
    PASSPORT: re.compile(r"[A-Z0-9]{5,15}"),
    HK_MACAO_PERMIT: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    TAIWAN_PERMIT: re.compile(r"[0-9]{8}(?:[0-9]{2})?"),
}
_CHINESE_PASSPORT: Final = re.compile(r"(?:[EGDSP][0-9]{8}|E[A-Z][0-9]{7})")
_OLD_FOREIGN: Final = re.compile(r"[A-Z]{3}[0-9]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFinding:
    """What a document number says. `warnings` are codes with words in resources/words/fields.toml; they never
    block.

    `number` is normalised (a 15-digit number becomes the 18 digits it stands for, and `legacy` is true).
    `birth`, `sex` and
    `region_code` are only filled from a number that passes its check.
    """

    kind: str
    number: str
    warnings: tuple[str, ...] = ()
    birth: date | None = None
    sex: Sex | None = None
    region_code: str | None = None
    legacy: bool = False


def check_identity(kind: str, number: str, *, today: date) -> IdentityFinding:
    """Reads a document number as typed; `kind` "" lets the number say what it is. Warns, never raises.

    `today` decides whether a date of birth lies in the future.
    """
    plain = compact(number)
    if kind in ("", NONE) and not plain:
        return IdentityFinding(kind=NONE, number="")
    chosen = kind or _detect(plain)
    if chosen not in KINDS:
        return IdentityFinding(kind=OTHER, number=plain, warnings=("identity.unknown_kind",))
    if not plain:
        return IdentityFinding(kind=chosen, number="", warnings=("identity.empty",))
    if chosen in (RESIDENT_CARD, RESIDENCE_PERMIT):
        return _resident(chosen, plain, today)
    if chosen == FOREIGN_PERMANENT:
        return _foreigner(plain, today)
    shape = _SHAPES.get(chosen)
    odd = shape is not None and shape.fullmatch(plain) is None
    return IdentityFinding(kind=chosen, number=plain, warnings=("identity.unusual_shape",) if odd else ())


def identity_check_character(first_seventeen: str) -> str:
    """The 18th character for seventeen digits (ISO 7064 MOD 11-2 as laid down in GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECKS[total % len(_CHECKS)]


def _detect(number: str) -> str:
    """The likeliest kind of a compacted number."""
    if _EIGHTEEN.fullmatch(number):
        if number[0] == "9":
            return FOREIGN_PERMANENT
        return RESIDENCE_PERMIT if number[:6] in _PERMIT_PLACES else RESIDENT_CARD
    if _OLD_FOREIGN.fullmatch(number):
        return FOREIGN_PERMANENT
    for kind in (HK_MACAO_PERMIT, TAIWAN_PERMIT):
        if _SHAPES[kind].fullmatch(number):
            return kind
    if _CHINESE_PASSPORT.fullmatch(number):
        return PASSPORT
    return RESIDENT_CARD if _NEARLY.fullmatch(number) else OTHER


def _resident(kind: str, number: str, today: date) -> IdentityFinding:
    """A resident's card or residence permit; kinds are told apart by the first six digits."""
    if kind == RESIDENT_CARD and _FIFTEEN.fullmatch(number):
        return _legacy(number, today)
    if len(number) != 18:
        return IdentityFinding(kind=kind, number=number, warnings=("identity.bad_length",))
    if not _EIGHTEEN.fullmatch(number):
        return IdentityFinding(kind=kind, number=number, warnings=("identity.bad_character",))
    if _detect(number) != kind:
        finding = _foreigner(number, today) if number[0] == "9" else _eighteen(kind, number, today)
        return IdentityFinding(
            kind=kind,
            number=number,
            warnings=("identity.other_kind", *finding.warnings),
            birth=finding.birth,
            sex=finding.sex,
            region_code=finding.region_code,
        )
    return _eighteen(kind, number, today)


def _eighteen(kind: str, number: str, today: date) -> IdentityFinding:
    """Eighteen characters of the right alphabet: check character, date, province."""
    if identity_check_character(number[:17]) != number[17]:
        return IdentityFinding(kind=kind, number=number, warnings=("identity.bad_check",))
    birth, warnings = _birth(number[6:14], today)
    known = int(number[:2]) in _PROVINCES
    return IdentityFinding(
        kind=kind,
        number=number,
        warnings=warnings if known else (*warnings, "identity.unknown_place"),
        birth=birth,
        sex="male" if int(number[16]) % 2 else "female",
        region_code=number[:6] if known else None,
    )


def _legacy(number: str, today: date) -> IdentityFinding:
    """A 15-digit number: always of the 19th hundred; becomes 18 digits with a computed check character."""
    seventeen = f"{number[:6]}19{number[6:]}"
    birth, warnings = _birth(seventeen[6:14], today)
    if birth is None:
        return IdentityFinding(kind=RESIDENT_CARD, number=number, warnings=warnings, legacy=True)
    whole = _eighteen(RESIDENT_CARD, seventeen + identity_check_character(seventeen), today)
    return IdentityFinding(
        kind=RESIDENT_CARD,
        number=whole.number,
        warnings=("identity.legacy", *whole.warnings),
        birth=whole.birth,
        sex=whole.sex,
        region_code=whole.region_code,
        legacy=True,
    )


def _foreigner(number: str, today: date) -> IdentityFinding:
    """A foreigner's permanent residence card, 2017 or 2023 form. No region: the digits after 9 are not
    one."""
    if _OLD_FOREIGN.fullmatch(number):
        return IdentityFinding(kind=FOREIGN_PERMANENT, number=number)
    if len(number) not in (15, 18):
        return IdentityFinding(kind=FOREIGN_PERMANENT, number=number, warnings=("identity.bad_length",))
    if not _EIGHTEEN.fullmatch(number) or number[0] != "9":
        return IdentityFinding(kind=FOREIGN_PERMANENT, number=number, warnings=("identity.unusual_shape",))
    if identity_check_character(number[:17]) != number[17]:
        return IdentityFinding(kind=FOREIGN_PERMANENT, number=number, warnings=("identity.bad_check",))
    birth, warnings = _birth(number[6:14], today)
    return IdentityFinding(kind=FOREIGN_PERMANENT, number=number, warnings=warnings, birth=birth)


def _birth(digits: str, today: date) -> tuple[date | None, tuple[str, ...]]:
    """The day of birth in YYYYMMDD and what is odd about it."""
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None, ("identity.bad_date",)
    if birth > today:
        return None, ("identity.future_birth",)
    if today.year - birth.year > _OLDEST_YEARS:
        return birth, ("identity.improbable_age",)
    return birth, ()
