"""Every code this program prints, read by a reader that is not ours, holds nothing of a person (trust.md, rows 10, 35)."""

from __future__ import annotations

import shutil

import pytest

from app.domain.acts.forwarding import Forward
from app.domain.claims import Purpose
from app.papers import qr
from app.papers.catalogue import catalogue
from app.qr import base45
from app.qr.families import Family, family_of
from app.services.form_printing import print_forms
from app.services.papers import issue, strip_of
from app.services.perform import perform
from app.services.places import bind_official, register_place
from app.services.poster_printing import print_poster
from app.services.session import Session
from tests.desks import registers
from tests.exchange.world import party
from tests.papers.rendering import pictures_of
from tests.papers.samples import FACTS, sample
from tests.qr.signing import OFFICIAL
from tests.services.test_notice_codes import signing
from ui.drawn_pages import drawn_pages

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
CANARIES = ("金丝雀甲", "金丝雀村九号", "13812345678", "410721199001011237", "金丝雀补偿款没有付清")
"""A name, an address, a telephone, an identity number, a story."""


@pytest.fixture(scope="module")
def desk() -> Session:
    """A clerk whose station signs codes."""
    return signing(party("LX07"))


def codes(pdf: bytes) -> set[str]:
    """Every code on the pages of a file."""
    pages = pictures_of(pdf, dots=200)
    return {text for page in pages for text in qr.texts_in(page.convert("L"), thorough=True)}


def leaks(text: str) -> list[str]:
    """The canaries that a code holds, in clear or in its bytes, in any of the usual encodings."""
    said = text.encode()
    rest = text.partition(":")[2]
    if family_of(text) in (Family.NOTICE, Family.PLACE):
        said += base45.decode(rest)
    return [
        canary
        for canary in CANARIES
        for form in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
        if canary.encode(form) in said or canary in text
    ]


def registered(desk: Session, purpose: Purpose = Purpose.CLAIM) -> str:
    """A visit of the canary."""
    name, address, phone, identity, story = CANARIES
    more = {"purpose": purpose, "address": address, "phones": (phone,), "id_number": identity}
    return str(registers(desk, story, name=name, **more).number)


def test_codes_of_real_papers_hold_nobody(desk: Session) -> None:
    number = registered(desk)
    perform(desk, number, Forward(unit="U1"))
    found = codes(issue(desk, number, "D02").pdf) | codes(strip_of(desk, number).pdf)
    notice = issue(desk, number, "D11")
    assert notice.record is not None
    found |= codes(notice.pdf) | codes(print_forms(desk, "D01", 1).rendered.pdf)
    register_place(desk, "XH0001", name="金丝雀村村委会", kind="village", address=CANARIES[1])
    bind_official(desk, ["XH0001"], OFFICIAL, again=OFFICIAL)
    found |= codes(print_poster(desk, "XH0001", ["a4"], drawn_pages).files["a4"])
    families = {family_of(text) for text in found - {OFFICIAL}}
    assert families == {Family.RECEIPT, Family.NOTICE, Family.FORM, Family.PLACE}
    assert {text: leaks(text) for text in found if leaks(text)} == {}


def test_an_accusation_leaves_the_token_of_its_receipt_alone(desk: Session) -> None:
    number = registered(desk, Purpose.ACCUSATION)
    found = codes(issue(desk, number, "D02").pdf)
    assert {family_of(text) for text in found} <= {Family.RECEIPT}
    assert not any(leaks(text) for text in found)


WITH_CODES = [
    kind.kind
    for kind in catalogue()
    if kind.kind in FACTS and (kind.verifiable or any(block["kind"] == "code" for block in kind.blocks))
]


@pytest.mark.parametrize("kind", WITH_CODES)
def test_no_paper_of_the_catalogue_has_a_code_that_names_its_people(kind: str) -> None:
    """Of every kind, with whatever names its sample holds."""
    from app.papers.render import render

    names = {str(row.get("name", "")) for row in FACTS[kind].get("petitioners", ())} - {""}
    found = codes(render(sample(kind)).pdf)
    assert found
    for text in found:
        assert family_of(text) in (
            Family.RECEIPT,
            Family.SLIP,
            Family.FORM,
            Family.NOTICE,
            Family.EVALUATION,
        ), text
        assert not any(name in text for name in names)


def test_the_search_finds_one_that_leaks() -> None:
    assert leaks("XFQ1:LX07-26-00001-3:13812345678:0") == ["13812345678"] * 4
    assert leaks("XFV1:" + base45.encode("金丝雀甲".encode("gb18030") + b"\0")) == ["金丝雀甲"]
