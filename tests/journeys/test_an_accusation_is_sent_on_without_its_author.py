"""A teacher accuses her head. What goes to the competent organ is a transcript that two people made; it names her nowhere.

Everything that leaves for the organ is searched: words, properties, pictures and file names, in any spelling.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from app.domain.identities import Identities, Identity, IdentityKind, Part
from app.domain.redaction import remaining
from tests.journeys.room import OFFICE, Folder

NAME, PHONE, CARD, HOME = "欧阳雀华", "13912345678", "410721199003070011", "喜鹊村3组12号"
STORY = (
    "我叫欧 阳·雀华，住喜鹊村三组12号，电话１３９-1234-5678（尾号5678），1990年3月7日生。"
    "校长钱某某收受财物三万元，让我签字，大家都喊我雀华老师。欧阳老师不同意。"
)
ACCUSED = "第三小学 钱某某 校长"
KNOWN = Identities(
    (
        Identity(IdentityKind.NAME, Part.PETITIONER, NAME),
        Identity(IdentityKind.PHONE, Part.PETITIONER, PHONE),
        Identity(IdentityKind.NUMBER, Part.PETITIONER, CARD),
        Identity(IdentityKind.ADDRESS, Part.PETITIONER, HOME),
        Identity(IdentityKind.BIRTHDAY, Part.PETITIONER, "1990-03-07"),
    )
)
REDACTED = "隐去反映人身份"
SEALED = ("--with", "sealed.pieces=1", "--with", "sealed.pages=2", "--with", "courier=专人")


@pytest.fixture
def number(folder: Folder) -> str:
    folder.founds("office", OFFICE, "LX07")
    return folder.registers(
        "03-02", "检举控告", name=NAME, phone=PHONE, id_number=CARD, id_type="resident_card", address=HOME, content=STORY,
        accused=ACCUSED,
    )  # fmt: skip


def typed(room: Path) -> Path:
    """A letter as a PDF whose text can be copied and whose properties say who wrote it."""
    path = room / "letter.pdf"
    page = Canvas(str(path))
    page.setAuthor(NAME)
    page.setSubject(PHONE)
    page.setFont("Helvetica", 30)
    page.drawString(60, 780, f"tel {PHONE}")
    page.setFillColorRGB(0.8, 0, 0)
    page.rect(300, 300, 120, 120, fill=1)
    page.save()
    return path


def names_somebody(*texts: str) -> list[str]:
    """What still tells who she is; the mark of training that lies across the page parts no word."""
    found = []
    for text in texts:
        for read in (text, unmarked(text)):
            found += [read[mark.start : mark.end] for mark in remaining(read, KNOWN)]
    return found


def unmarked(text: str) -> str:
    """A text without line ends, and without the letters of the mark of training."""
    return re.sub(r"[\s培训样件]", "", text)


def everything_of(pdf: Path) -> list[str]:
    """What readers that are not ours find in a PDF: words, properties, names of its pieces, and its raw bytes."""
    said = [subprocess.run([*command], check=True, capture_output=True).stdout.decode("utf-8", "replace")
            for command in (["pdftotext", "-q", str(pdf), "-"], ["pdfinfo", "-meta", str(pdf)], ["pdfinfo", str(pdf)],
                            ["pdfdetach", "-list", str(pdf)])]  # fmt: skip
    reader = PdfReader(pdf)
    outline = json.dumps([str(item) for item in reader.outline], ensure_ascii=False)
    raw = pdf.read_bytes()
    return [*said, outline, str(reader.metadata), raw.decode("latin-1"), raw.decode("utf-16-be", "replace")]


def test_it_goes_to_the_organ_and_its_author_stays_at_home(folder: Folder, number: str) -> None:
    folder.act("03-03", number, "forward", unit="U2")

    # without a transcript nothing of the story can go
    (refused,) = folder("03-03", "paper", "D20T", number, "--out", str(folder.room / "no.pdf"), code=1)
    assert refused["error"]["code"] == "redaction.none_confirmed"
    folder("03-03", "case-file", number, "--volume", "addressee", code=1)

    # the program proposes, the clerk sends it to a second person
    (made,) = folder("03-03", "redaction", number)
    assert {mark["kind"] for mark in made["marks"]} == {"name", "address", "phone", "birthday"}
    assert names_somebody(made["result"]) == [] and made["remaining"] == []
    assert "钱某某" in made["result"] and "三万元" in made["result"]
    folder.act("03-03", number, "propose-redaction", text=made["result"], reason=REDACTED)
    (waits,) = folder("03-03", "transcripts", number, who="leader")
    assert waits["confirmable"] and waits["sha256"] == made["sha256"]
    own = folder.refused("03-03", number, "confirm-redaction", sha256=waits["sha256"])
    assert own["code"] == "redaction.own"
    folder("03-03", "act", number, "confirm-redaction", f"sha256={waits['sha256']}", who="leader")

    # the letter itself: pages made anew, also looked at by two
    path = typed(folder.room)
    folder("03-03", "attach", number, str(path), "--kind", "letter")
    path.unlink()
    (page,) = folder("03-03", "materials", number)
    (copy,) = folder(
        "03-03", "redact-pages", number, f"{page['sha256']}:100,40,1600,260", "--reason", REDACTED
    )
    folder(
        "03-03", "act", number, "confirm-redaction", f"sha256={copy['transcript']['sha256']}", who="leader"
    )

    # what leaves
    out = folder.room / "out"
    out.mkdir()
    folder("03-04", "paper", "D20T", number, "--out", str(out / "transcript.pdf"))
    folder("03-04", "paper", "D20", number, *SEALED, "--out", str(out / "letter.pdf"))
    (bound,) = folder("03-04", "case-file", number, "--volume", "addressee", "--out", str(out / "file.pdf"))
    assert len(bound["items"]) == 3 and bound["missing"] == []
    folder("03-04", "transcript-page", number, copy["transcript"]["pages"][0], "--out", str(out / "page.jpg"))
    folder("03-04", "paper", "D20T", number, "--again", "--out", str(out / "transcript.docx"))
    for path in out.iterdir():
        assert names_somebody(path.name) == []
        if path.suffix == ".pdf":
            assert names_somebody(*everything_of(path)) == [], path.name
    text = unmarked(everything_of(out / "file.pdf")[0])
    assert "钱某某" in text and "三万元" in text, "what it is about does arrive"

    # what was taken out of the picture is gone, what was not is there
    with Image.open(out / "page.jpg") as picture:
        assert not picture.getexif() and "comment" not in picture.info and picture.info["dpi"] == (200, 200)
        removed = picture.crop((112, 48, 1600, 256)).convert("RGB")
        assert removed.getextrema() == ((0, 0), (0, 0), (0, 0))
        red = picture.convert("RGB").getpixel((1000, 1300))
    assert isinstance(red, tuple) and red[0] > 150 > 60 > red[1]
    raw = (out / "page.jpg").read_bytes()
    assert raw.count(b"\xff\xd8\xff") == 1 and b"<x:xmpmeta" not in raw and PHONE.encode() not in raw
    for inner in PdfReader(out / "file.pdf").pages[-1].images:
        assert (
            Image.open(io.BytesIO(inner.data)).convert("RGB").crop((112, 48, 1600, 256)).getextrema()
            == ((0, 0),) * 3
        )


def test_a_text_with_one_spelling_left_is_not_confirmed(folder: Folder, number: str) -> None:
    (made,) = folder("03-03", "redaction", number)
    for left in ("尾号 五六七八", "雀 华", "410721 900307 001", "九〇年三月七日"):
        folder.act("03-03", number, "propose-redaction", text=f"{made['result']}{left}。", reason=REDACTED)
        waits = folder("03-03", "transcripts", number, who="leader")[0]
        assert waits["remaining"], left
        command = ("act", number, "confirm-redaction", f"sha256={waits['sha256']}")
        (refused,) = folder("03-03", *command, who="leader", code=1)
        assert refused["error"]["code"] == "redaction.identity_left" and left not in json.dumps(
            refused, ensure_ascii=False
        )


def test_what_a_clerk_types_into_the_letter_is_looked_through_too(folder: Folder, number: str) -> None:
    folder.act("03-03", number, "forward", unit="U2")
    out = str(folder.room / "letter.pdf")
    typed_in = ("--with", "sealed.pieces=1", "--with", "sealed.pages=2", "--with", "courier=由雀华本人送达")
    (refused,) = folder("03-04", "paper", "D20", number, *typed_in, "--out", out, code=1)
    assert refused["error"]["code"] == "redaction.identity_left"
    folder("03-04", "paper", "D20", number, *SEALED, "--out", out)


def test_a_transcript_taken_back_goes_nowhere(folder: Folder, number: str) -> None:
    folder.act("03-03", number, "forward", unit="U2")
    (made,) = folder("03-03", "redaction", number)
    folder.act("03-03", number, "propose-redaction", text=made["result"], reason=REDACTED)
    folder("03-03", "act", number, "confirm-redaction", f"sha256={made['sha256']}", who="leader")
    folder("03-03", "act", number, "withdraw-redaction", "reason=误核对", who="leader")
    (refused,) = folder("03-03", "paper", "D20T", number, "--out", str(folder.room / "no.pdf"), code=1)
    assert refused["error"]["code"] == "redaction.none_confirmed"
