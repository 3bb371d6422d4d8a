"""The code on a delivery slip: names the served paper and nobody, is read back, and a slip carries it twice."""

from __future__ import annotations

import re
import shutil

import pytest

from app.errors import BadInput
from app.papers import qr
from app.papers.blocks import CodeBox, boxes_of, look_of
from app.papers.catalogue import paper_kind, template
from app.papers.page import MM
from app.papers.render import PaperFacts, render
from app.papers.wording import context_of
from app.qr.slip_code import SlipCode, parse_slip
from tests.papers.rendering import pictures_of
from tests.papers.sample_facts.serving import SLIP
from tests.papers.samples import FACTS, sample

PAPER = "0123456789abcdef" * 2
POINTS_AT_150_DPI = 150 / 72


def test_the_code_holds_prefix_paper_and_check_and_nothing_else() -> None:
    payload = SlipCode(station="LX07", paper=PAPER).payload()
    assert re.fullmatch(r"XFS1:LX07:[0-9A-F]{32}:[0-9A-F]{4}", payload)
    assert parse_slip(f" {payload.lower()}\r\n") == SlipCode(station="LX07", paper=PAPER)


@pytest.mark.parametrize("position", range(5, 47))
def test_one_wrong_character_is_noticed(position: int) -> None:
    payload = SlipCode(station="LX07", paper=PAPER).payload()
    if payload[position] == ":":
        return
    wrong = "7" if payload[position] != "7" else "8"
    with pytest.raises(BadInput) as refused:
        parse_slip(payload[:position] + wrong + payload[position + 1 :])
    assert refused.value.code == "slip.code_unreadable"


@pytest.mark.parametrize("paper", ["张三", "0" * 31, "G" * 32, ""])
def test_a_name_never_gets_into_a_code(paper: str) -> None:
    with pytest.raises(BadInput):
        SlipCode(station="LX07", paper=paper).payload()


def test_the_two_families_are_not_taken_for_each_other() -> None:
    receipt = qr.ReceiptCode(number="LX07-26-01207-3", token="0" * 32).payload()
    assert qr.known_payload(receipt) == receipt and qr.known_payload(SLIP) == SLIP
    with pytest.raises(BadInput):
        parse_slip(receipt)
    with pytest.raises(BadInput):
        qr.parse(SLIP)


def codes_of_a_slip() -> list[CodeBox]:
    kind = paper_kind("D33")
    context = context_of(kind, FACTS["D33"], None, False)
    boxes = boxes_of(kind.blocks, context, look_of(kind.layout, sealed=True))
    return [box for box in boxes if isinstance(box, CodeBox)]


def test_a_slip_carries_its_code_twice_at_opposite_corners_with_dots_a_poor_scanner_can_tell() -> None:
    first, second = codes_of_a_slip()
    assert (first.mirrored, second.mirrored) == (False, True)
    for box in (first, second):
        assert box.matrix.payload == SLIP
        assert box.side >= 25 * MM
        assert box.side / box.matrix.side * POINTS_AT_150_DPI >= 4, "picture points a cell at 150 dpi"


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_the_printed_slip_is_one_page_and_reads_back_twice() -> None:
    long = FACTS["D33"]["recipient"] | {"address": "青山县柳溪镇东村第五村民小组" * 4}
    made = render(sample("D33", recipient=long))
    assert made.pages == 1
    (page,) = pictures_of(made.pdf, dots=150)
    assert qr.texts_in(page.convert("L"), thorough=True) == [SLIP, SLIP]


def test_a_slip_issued_under_the_old_template_can_still_be_made_again() -> None:
    old = {name: value for name, value in FACTS["D33"].items() if name != "slip_code"}
    facts = PaperFacts(kind="D33", template_version="1", document_number=None, facts=old)
    assert template("D33", "1").version == "1" and paper_kind("D33").version == "2"
    assert render(facts).pages == 1
