"""Handing in and giving back (收、退材料): what came after the registration, its kept pages, and what went back to whom.

Names and marks belong to the story and are sealed with it; the hashes of kept pages stay open, so that they travel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.entry import SEALED, Header, writer_of
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.material import Attachment, HeldMaterial, MaterialForm, Piece, Sensitivity
from app.domain.matter import Matter
from app.errors import BadInput, Refused

KEPT_PAGES = "pages"
"""Marks fields that name kept pages by their SHA-256; the command line takes `@FILE` there and keeps its pages."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_PAGES = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMaterial:
    """Take in a material (收材料): what it is, in which form, how many pages and copies, from whom, since which day."""

    name: str
    form: MaterialForm
    pages: int | None = None
    copies: int | None = None
    handed_by: str = ""
    on: date | None = None
    sensitive: Sensitivity | None = None
    scan: tuple[str, ...] = field(default=(), metadata={"values": KEPT_PAGES})


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialAdded:
    """A material was taken in (已收材料)."""

    form: MaterialForm
    pages: int | None = None
    copies: int | None = None
    name: str = field(default="", metadata={"scope": "story"})
    handed_by: str = field(default="", metadata={"scope": "people"})
    sensitive: Sensitivity | None = field(default=None, metadata={"scope": "story"})
    scan: tuple[str, ...] = ()


def add_material(matter: Matter, act: AddMaterial, setting: Setting) -> tuple[Happened, ...]:
    """Takes it in.

    Raises BadInput("field.missing", "material.count", "act.date_in_future", "material.page_unknown").
    """
    if not act.name.strip():
        raise BadInput("field.missing", field="name", name="name")
    for name, count in (("pages", act.pages), ("copies", act.copies)):
        if count is not None and not 1 <= count <= MOST_PAGES:
            raise BadInput("material.count", field=name, most=MOST_PAGES)
    on = _day(act.on, setting)
    _require_pages("scan", act.scan)
    entry = MaterialAdded(
        form=act.form,
        pages=act.pages,
        copies=act.copies,
        name=act.name.strip(),
        handed_by=act.handed_by.strip(),
        sensitive=act.sensitive,
        scan=act.scan,
    )
    return (Happened(entry, on),)


def material_added(state: Matter, entry: MaterialAdded, header: Header) -> Matter:
    """The matter with one more material; nothing of it is seen by who may not know its name."""
    if not entry.name and SEALED in header.digests:
        return state
    made = HeldMaterial(
        id=header.id.hex,
        name=entry.name,
        form=entry.form,
        on=header.on,
        pages=entry.pages,
        copies=entry.copies,
        handed_by=entry.handed_by,
        sensitive=entry.sensitive,
    )
    kept = _attached(entry.scan, (), header, piece=Piece.MATERIAL, material=made.id, sensitive=made.sensitive)
    return replace(
        state, materials=(*state.materials, made), attachments=_joined(state.attachments, kept, made.id)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMaterial:
    """Give a material back (退还材料): which (its place in the list), to whom, and that it was signed for.

    `receipt` are kept pages of the signed list.
    """

    material: str
    to: str
    signed: bool = False
    on: date | None = None
    receipt: tuple[str, ...] = field(default=(), metadata={"values": KEPT_PAGES})


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialReturned:
    """A material was given back (材料已退还)."""

    material: str
    signed: bool = False
    to: str = field(default="", metadata={"scope": "people"})
    receipt: tuple[str, ...] = ()


def return_material(matter: Matter, act: ReturnMaterial, setting: Setting) -> tuple[Happened, ...]:
    """Gives it back. An original goes to nobody who has not signed for it.

    Raises BadInput("material.unknown", "field.missing", "act.date_in_future", "material.before_it_came",
    "material.page_unknown"), Refused("material.none", "material.returned_already", "material.not_signed_for").
    """
    if not matter.materials:
        raise Refused("material.none", field="material")
    held = require_material(matter, act.material)
    if held.returned_on is not None:
        raise Refused("material.returned_already", field="material", day=held.returned_on.isoformat())
    if not act.to.strip():
        raise BadInput("field.missing", field="to", name="to")
    if held.original and not (act.signed or act.receipt):
        raise Refused("material.not_signed_for", field="signed", name=held.name)
    on = _day(act.on, setting)
    if on < held.on:
        raise BadInput("material.before_it_came", field="on", day=held.on.isoformat())
    _require_pages("receipt", act.receipt)
    entry = MaterialReturned(
        material=held.id, signed=act.signed or bool(act.receipt), to=act.to.strip(), receipt=act.receipt
    )
    return (Happened(entry, on),)


def material_returned(state: Matter, entry: MaterialReturned, header: Header) -> Matter:
    """The matter with a material given back; the first return stands."""
    held = next((item for item in state.materials if item.id == entry.material), None)
    if held is None or held.returned_on is not None:
        return state
    back = replace(held, returned_on=header.on, returned_to=entry.to, signed=entry.signed)
    kept = _attached(entry.receipt, (), header, piece=Piece.MATERIAL, material=held.id, sensitive=None)
    return replace(
        state,
        materials=tuple(back if item.id == held.id else item for item in state.materials),
        attachments=_joined(state.attachments, kept, held.id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach:
    """Attach kept pages (归入影像) to a material (its place in the list), or as envelope, letter or photo to the matter.

    `pictures` are the SHA-256 of the pictures themselves, in the order of `files`, where the store holds them sealed.
    """

    piece: Piece
    material: str = ""
    sensitive: Sensitivity | None = None
    files: tuple[str, ...] = field(default=(), metadata={"values": KEPT_PAGES})
    pictures: tuple[str, ...] = field(default=(), metadata={"values": KEPT_PAGES})


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesAttached:
    """Kept pages were attached (影像已归入)."""

    files: tuple[str, ...]
    piece: Piece
    material: str = ""
    sensitive: Sensitivity | None = field(default=None, metadata={"scope": "story"})
    pictures: tuple[str, ...] = field(default=(), metadata={"scope": "story"})


def attach(matter: Matter, act: Attach, setting: Setting) -> tuple[Happened, ...]:
    """Attaches. Pages of a material bear its mark besides their own.

    Raises BadInput("material.unknown", "material.which", "material.page_unknown"), Refused("material.attached_already").
    """
    held = require_piece(matter, act.piece, act.material)
    if not act.files:
        raise BadInput("material.page_unknown", field="files")
    _require_pages("files", act.files)
    _require_pages("pictures", act.pictures)
    material = "" if held is None else held.id
    known = {item.sha256 for item in pages_of(matter, act.piece, material)}
    if known.issuperset(act.files):
        raise Refused("material.attached_already", field="files")
    entry = PagesAttached(
        files=act.files,
        piece=act.piece,
        material=material,
        sensitive=act.sensitive or (None if held is None else held.sensitive),
        pictures=act.pictures,
    )
    return (Happened(entry, setting.today),)


def pages_attached(state: Matter, entry: PagesAttached, header: Header) -> Matter:
    """The matter with more kept pages; one that is there already is not there twice."""
    kept = _attached(
        entry.files,
        entry.pictures,
        header,
        piece=entry.piece,
        material=entry.material,
        sensitive=entry.sensitive,
    )
    return replace(state, attachments=_joined(state.attachments, kept, entry.material))


def require_material(matter: Matter, reference: str) -> HeldMaterial:
    """The material with that place in the list (from 1) or that identity. Raises BadInput("material.unknown")."""
    for place, item in enumerate(matter.materials, start=1):
        if reference.strip() in (str(place), item.id):
            return item
    raise BadInput(
        "material.unknown", field="material", material=reference.strip(), count=len(matter.materials)
    )


def require_piece(matter: Matter, piece: Piece, reference: str) -> HeldMaterial | None:
    """The material that pages are to be attached to; None for envelope, letter and photo of the matter itself.

    Raises BadInput("material.unknown", "material.which") where a page of a material names none.
    """
    if reference.strip():
        return require_material(matter, reference)
    if piece is Piece.MATERIAL:
        raise BadInput("material.which", field="material", count=len(matter.materials))
    return None


def pages_of(matter: Matter, piece: Piece, material: str) -> tuple[Attachment, ...]:
    """The kept pages of one material, or of the matter itself of that kind."""
    return tuple(
        item for item in matter.attachments if item.material == material and (material or item.piece is piece)
    )


def _attached(
    files: Sequence[str],
    pictures: Sequence[str],
    header: Header,
    *,
    piece: Piece,
    material: str,
    sensitive: Sensitivity | None,
) -> tuple[Attachment, ...]:
    plain = pictures if len(pictures) == len(files) else ("",) * len(files)
    return tuple(
        Attachment(
            sha256=kept,
            piece=piece,
            on=header.on,
            by=header.actor,
            station=writer_of(header.origin),
            material=material,
            sensitive=sensitive,
            picture=picture,
        )
        for kept, picture in zip(files, plain, strict=True)
    )


def _joined(
    there: tuple[Attachment, ...], more: tuple[Attachment, ...], material: str
) -> tuple[Attachment, ...]:
    known = {(item.sha256, item.piece) for item in there if item.material == material}
    fresh = {(item.sha256, item.piece): item for item in more if (item.sha256, item.piece) not in known}
    return (*there, *fresh.values())


def _day(given: date | None, setting: Setting) -> date:
    on = given or setting.today
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    return on


def _require_pages(name: str, pages: Sequence[str]) -> None:
    if not all(_SHA256.fullmatch(item) for item in pages):
        raise BadInput("material.page_unknown", field=name)


def _scan(entry: MaterialAdded) -> tuple[str, ...]:
    return entry.scan


def _receipt(entry: MaterialReturned) -> tuple[str, ...]:
    return entry.receipt


def _pages(entry: PagesAttached) -> tuple[str, ...]:
    return entry.files


ENTRIES = (
    EntryKind("material-added", MaterialAdded, material_added, files=_scan),
    EntryKind("material-returned", MaterialReturned, material_returned, files=_receipt),
    EntryKind("pages-attached", PagesAttached, pages_attached, files=_pages),
)
ACTS = (
    ActKind("add-material", AddMaterial, add_material),
    ActKind("return-material", ReturnMaterial, return_material),
    ActKind("attach", Attach, attach),
)
