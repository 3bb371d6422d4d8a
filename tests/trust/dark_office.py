"""An office full of accusations, with a word that stands nowhere else in every field; and reading whatever comes out of it.

Everything is the leader's: whoever else signs in is entitled to none of it.
"""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.domain.acts.accusing import NameAccused
from app.domain.acts.advising import Adoption, TakeLegalOpinion
from app.domain.acts.classifying import Classify
from app.domain.acts.conversing import RecordConversation, SignConversation, SupplementConversation
from app.domain.acts.correcting import Correct
from app.domain.acts.forwarding import Forward
from app.domain.acts.handing_in import AddMaterial
from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.acts.minuting import MinuteStep, WriteMinute
from app.domain.acts.receiving import Keep, VisitAgain
from app.domain.acts.recusing import Recuse
from app.domain.acts.redacting import ProposeRedaction, WithdrawRedaction
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.acts.striking import StrikeEntry
from app.domain.claims import Purpose
from app.domain.conversation import ReadHow
from app.domain.material import MaterialForm
from app.domain.matter import Material
from app.domain.people import Agent, People, Petitioner, Representative
from app.domain.spoken_record import SignedHow, Statement
from app.services import papers
from app.services.drafts import save_draft
from app.services.inbox import add_item
from app.services.mail import open_letter
from app.services.paper_drafts import keep_draft
from app.services.perform import perform
from app.services.registration import register_matter
from tests.desks import START, folder, sign_in
from tests.faults.canaries import spellings
from ui.bootstrap.opening import Desk
from ui.cli.main import run

FIRST = 0x4E00 + 0x1000
"""Where in the table of characters the planted words begin: rare pairs, none of them in our own words."""


@dataclass(frozen=True)
class DarkOffice:
    """The folder and the numbers: dark from the first second; found out later; secret people only."""

    place: Path
    room: Path
    dark: str
    late: str
    secret: str
    planted: tuple[str, ...]
    later: tuple[str, ...]
    """What lay open before the second matter was found to be an accusation."""
    pictures: Mapping[str, str]
    """Of each dark matter the hash of a page that was photographed."""


class Planting:
    """Gives a new word each time, and remembers them all."""

    def __init__(self) -> None:
        """Begins."""
        self.words: list[str] = []

    def __call__(self) -> str:
        """Four characters that stand nowhere else."""
        at = FIRST + 4 * len(self.words)
        self.words.append("".join(chr(at + step) for step in (3, 0, 2, 1)))
        return self.words[-1]

    def number(self) -> str:
        """A telephone number that stands nowhere else."""
        self.words.append(f"1391357{len(self.words):04d}")
        return self.words[-1]

    def identity(self) -> str:
        """An identity number that stands nowhere else; its check digit need not be right."""
        self.words.append(f"41072119770708{len(self.words):04d}")
        return self.words[-1]


def built(room: Path) -> DarkOffice:
    """The office, lived in for a day."""
    place, plant = room / "desk", Planting()
    folder(place).memory.close()
    desk = sign_in(place, "leader")
    dark = _brought(desk, plant, restricted=True)
    _lived(desk, dark, plant)
    _accusation_only(desk, dark, plant)
    before = len(plant.words)
    late = _brought(desk, plant, restricted=False)
    _lived(desk, late, plant)
    later = tuple(plant.words[before:])
    perform(desk.session, late, Classify(purpose=Purpose.ACCUSATION, reason=plant()))
    _accusation_only(desk, late, plant)
    secret = _secret_people(desk, plant)
    _beside(desk, plant)
    desk.close()
    shown = {number: _pictured(place, room, number, plant) for number in (dark, late)}
    return DarkOffice(place, room, dark, late, secret, tuple(plant.words), later, shown)


def _brought(desk: Desk, plant: Planting, *, restricted: bool) -> str:
    person = Petitioner(
        name=plant(), address=plant(), service_address=plant(), proxy=plant(), phones=(plant.number(),),
        id_number=plant.identity(),
    )  # fmt: skip
    spoken_for = People(
        petitioners=(person,),
        representatives=(Representative(name=plant(), phone=plant.number(), id_number=plant.identity()),),
        agents=(Agent(name=plant(), phone=plant.number(), relation=plant()),),
    )
    command = RegisterVisit(
        channel="walk_in",
        received_on=START.date(),
        people=spoken_for,
        claims=(ClaimGiven(text=plant(), requested=plant(), purpose=Purpose.ACCUSATION if restricted else Purpose.CLAIM),),
        accused=plant(),
        place_words=plant(),
        persons_came=6,
        materials=(Material(name=plant(), pages=2),),
    )  # fmt: skip
    return register_matter(desk.session, command).number


def _lived(desk: Desk, number: str, plant: Planting) -> None:
    """What happens to any matter."""
    at = desk.session
    acts = (
        VisitAgain(asked=plant(), told=plant()),
        Keep(channel="letter", received_on=START.date(), summary=plant()),
        Correct(field="name", value=plant(), reason=plant(), asked_by=plant()),
        Correct(field="phone", value=plant.number(), reason=plant()),
        WriteMinute(minute=MinuteStep.PROPOSAL, words=plant()),
        TakeLegalOpinion(
            lawyer="示范律师", legal_opinion=plant(), adoption=Adoption.NOT_ADOPTED, reason=plant()
        ),
        RecordConversation(
            began_at=f"{START:%Y-%m-%dT08:30}",
            ended_at=f"{START:%Y-%m-%dT08:50}",
            speakers=(plant(),),
            statements=(Statement(speaker=plant(), words=plant()),),
            room=plant(),
            read_how=ReadHow.SELF,
            remarks=plant(),
        ),
        SignConversation(conversation=1, who="speaker:1", signed_how=SignedHow.REFUSED, reason=plant()),
        SupplementConversation(conversation=1, words=plant()),
        ReceiveByLeader(leader="示范县长", post="县长", on=START.date(), instruction=plant()),
        AddMaterial(name=plant(), form=MaterialForm.COPY, handed_by=plant()),
        StrikeEntry(entry="kept", reason=plant()),
    )
    for act in acts:
        perform(at, number, act)
    for kind in ("D01", "D02", "D60"):
        papers.issue(at, number, kind)


def _accusation_only(desk: Desk, number: str, plant: Planting) -> None:
    at = desk.session
    perform(at, number, NameAccused(units=("U1",), accused=plant()))
    perform(at, number, Recuse(person=plant(), reason=plant()))
    perform(at, number, Forward(unit="U2"))
    perform(at, number, ProposeRedaction(text=plant(), reason=plant()))
    perform(at, number, WithdrawRedaction(reason=plant()))
    keep_draft(at, number, "D20", extra={"sealed.pieces": "1", "sealed.pages": "2", "courier": plant()})
    papers.issue(at, number, "D20", extra={"sealed.pieces": "1", "sealed.pages": "2", "courier": plant()})
    save_draft(at, desk.drafts, 1, f"draft-{number}", {"name": plant(), "content": plant()})


def _secret_people(desk: Desk, plant: Planting) -> str:
    """Who wants to stay secret: the people alone are under seal."""
    person = Petitioner(name=plant(), address=plant(), phones=(plant.number(),), id_number=plant.identity())
    command = RegisterVisit(
        channel="walk_in",
        received_on=START.date(),
        people=People(petitioners=(person,)),
        claims=(ClaimGiven(text="村里修路占用承包地。"),),
        confidential=True,
    )
    number = register_matter(desk.session, command).number
    papers.issue(desk.session, number, "D02")
    return number


def _beside(desk: Desk, plant: Planting) -> None:
    """What comes by letter and from above, dark at once."""
    letter = {"sender": plant(), "sender_address": plant(), "note": plant(), "restricted": True}
    open_letter(desk.session, {"received_on": START.date().isoformat(), **letter})
    item = {"sender": "示范市信访局", "arrived_on": START.date().isoformat(), "restricted": True}
    people = {"name": plant(), "phone": plant.number(), "address": plant(), "query_code": plant()}
    add_item(desk.session, {**item, **people, "content": plant(), "to_do": plant()})


def _pictured(place: Path, room: Path, number: str, plant: Planting) -> str:
    """A photographed page is kept, whose file name and comment are planted; answers the hash it is kept under."""
    said = plant()
    path = room / f"{said}.jpg"
    page = Image.new("RGB", (900, 1200), (240, 240, 235))
    for line in range(len(plant.words)):
        page.paste((20, 20, 20), (100, 60 + 6 * line, 800, 62 + 6 * line))
    page.save(path, comment=said.encode())
    command = [
        "--data",
        str(place),
        "--json",
        "--as",
        "leader",
        "--at",
        f"{START.date().isoformat()}T10:00:00+08:00",
    ]
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        if run([*command, "attach", number, str(path)]) != 0:
            raise AssertionError(told.getvalue())
        told.truncate(0)
        run([*command, "materials", number])
    (sha,) = {str(item) for item in re.findall(r"[0-9a-f]{64}", told.getvalue())}
    path.unlink()
    return sha


# ---------------------------------------------------------------- what stands in anything that came out


def found_in(words: tuple[str, ...], *texts: str) -> set[str]:
    """The planted words in texts, however blanks and line ends cut them."""
    whole = "".join("".join(text.split()) for text in texts)
    return {word for word in words if word in whole}


def found_below(words: tuple[str, ...], place: Path) -> set[str]:
    """The planted words in the names and the contents of all files below a folder."""
    found: set[str] = set()
    for path in sorted(place.rglob("*")):
        found |= found_in(words, path.name)
        if path.is_file():
            found |= _in_bytes(words, path.read_bytes())
            if path.suffix == ".pdf":
                found |= found_in(words, *_of_pdf(path))
    return found


def _in_bytes(words: tuple[str, ...], data: bytes) -> set[str]:
    found = {word for word in words for raw in spellings(word).values() if raw in data}
    if zipfile.is_zipfile(io.BytesIO(data)):
        for name, inner in _members(data):
            found |= found_in(words, name) | _in_bytes(words, inner)
    return found


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _of_pdf(path: Path) -> tuple[str, str]:
    """What a reader that is not ours finds in a PDF: its words and its properties."""
    words, properties = (
        subprocess.run([*command, str(path), *rest], check=True, capture_output=True, text=True).stdout
        for command, rest in ((["pdftotext", "-q"], ["-"]), (["pdfinfo"], []))
    )
    return words, properties
