"""What was handed in with a matter (材料) and the pictures that were kept of it: pages of materials, envelopes, photos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MaterialForm(StrEnum):
    """In which form a material was handed in (材料形式): originals are given back and signed for."""

    ORIGINAL = "original"
    COPY = "copy"
    PHOTO = "photo"
    DATA = "data"


class Sensitivity(StrEnum):
    """Why a material is kept out of sight (敏感个人信息, 个人信息保护法第二十八条): what it tells of a person."""

    MEDICAL = "medical"
    MINOR = "minor"
    IDENTITY = "identity"
    FINANCES = "finances"
    WHEREABOUTS = "whereabouts"
    FAITH = "faith"
    BIOMETRICS = "biometrics"


class Piece(StrEnum):
    """What a kept picture shows (影像种类)."""

    MATERIAL = "material"
    ENVELOPE = "envelope"
    LETTER = "letter"
    PHOTO = "photo"
    FORM = "form"


SIGNATURES = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
"""How the files of a matter begin: PDF, JPEG, PNG, TIFF; one that begins otherwise is sealed to persons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMaterial:
    """One material of a matter as its entries say: what it is, from whom and since when, and whether it was given back.

    `id` stays the same whatever is handed in besides; `signed` says that whoever took it back signed for it.
    """

    id: str
    name: str
    form: MaterialForm
    on: date
    pages: int | None = None
    copies: int | None = None
    handed_by: str = ""
    sensitive: Sensitivity | None = None
    returned_on: date | None = None
    returned_to: str = ""
    signed: bool = False

    @property
    def original(self) -> bool:
        """Whether it is an original."""
        return self.form is MaterialForm.ORIGINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One kept page (影像): its SHA-256 as it lies in the store, what it shows, of which material (id; empty: the matter).

    `picture` is the SHA-256 of the picture itself where the store holds it sealed; empty where both are the same or the
    reader may not know it. `by` is who attached it, at which `station`.
    """

    sha256: str
    piece: Piece
    on: date
    by: str
    station: str
    material: str = ""
    sensitive: Sensitivity | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFiled:
    """A form filled in by hand before there was a number (空白表): its code, which kind of paper, when it was bound.

    `number`, `written_on` and `written_at` are those of a sheet of a pack for days without power (停电登记表).
    """

    code: str
    kind: str
    on: date
    number: str = ""
    written_on: date | None = None
    written_at: str = ""
