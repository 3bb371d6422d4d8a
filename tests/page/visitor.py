"""A visitor who fills the page in, and the window that reads what the screen shows."""

from __future__ import annotations

from PIL import Image

from app.papers.qr import texts_in
from app.qr.frames import Collector
from app.qr.preregistration import PreRegistration, from_text
from app.qr.sealed_code import PageKey, Said, from_code_text, open_code
from tests.page.browser import Phone

LINES = ("name", "id_number", "phone", "address", "persons", "place_words")
LISTS = ("id_type", "area", "category", "place")
PURPOSES = ("claim", "suggestion", "accusation", "")

WHOLE = PreRegistration(
    name="买买提·吐尔逊",
    id_type="resident_card",
    id_number="110101199003077571",
    phone="13812345678",
    area="410725002",
    address="示范村二组12号",
    place="410725",
    place_words="村东头机井旁",
    purpose="claim",
    category="10",
    persons="3",
    evidence=("土地承包合同", "村委会收据三张"),
)
"""A visitor who says everything but the story."""


def write(phone: Phone, given: PreRegistration) -> None:
    """Fills the page in from top to bottom, as a person would."""
    for name in LISTS:
        value = getattr(given, name)
        if value:
            phone.choose(f"#{name}", value)
    for name in LINES:
        value = getattr(given, name)
        if value:
            phone.type(f"#{name}", value)
    if given.purpose:
        phone.tap(f"#purpose-{PURPOSES.index(given.purpose)}")
    if given.story:
        phone.type("#story", given.story)
    for place, title in enumerate(given.evidence):
        if place:
            phone.tap("#evidence-note + button")
        phone.type(f"#evidence-{place}" if place else "#evidence", title)


def generate(phone: Phone) -> None:
    """Presses the button and waits for the code."""
    phone.tap("#generate")
    phone.wait("document.querySelector('canvas')")


def scanned(phone: Phone) -> bytes:
    """What a camera at the window reads off the screen, frame by frame until the whole is there."""
    collector = Collector()
    for _ in range(60):
        phone.run("document.querySelector('canvas').scrollIntoView({block: 'center', behavior: 'instant'})")
        for text in read_off(phone.picture()):
            progress = collector.add(from_code_text(text))
            if progress.whole is not None:
                return progress.whole
        if phone.run("!!document.querySelector('.turns')"):
            phone.tap(".turns button + button")
    raise AssertionError("the code was never whole")


def read_off(picture: Image.Image) -> list[str]:
    """The codes in a picture of the screen, as the counter reads them."""
    return texts_in(picture, thorough=True)


def opened(code: bytes, key: PageKey) -> tuple[Said, PreRegistration]:
    """What the counter gets out of a code."""
    said = open_code(code, {key.id: key})
    return said, from_text(said.text)
