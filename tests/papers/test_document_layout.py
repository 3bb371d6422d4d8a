"""The layout of official documents (文件格式): where the red head, the rule and the imprint stand, and on which page."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from app.papers import render as rendering
from app.papers.catalogue import FactField, FactType, PaperKind, paper_kind
from app.papers.render import Rendered, render
from tests.papers.samples import sample

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
COPIES = [{"name": "青山县柳溪镇人民政府"}, {"name": "青山县农业农村局"}]


def document() -> PaperKind:
    """The forwarding letter set as a document, so that the layout is tried with any text."""
    letter = paper_kind("D09")
    own = tuple(fact for fact in letter.facts if fact.name != "copies_to")
    copies = replace(field_of("copies_to", "list"), fields=(field_of("name", "text"),))
    return replace(letter, layout="document", facts=(*own, field_of("signer", "text"), copies))


@pytest.fixture
def as_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "worded_template", lambda kind, version, words: document())


@pytest.fixture
def one_line_document(monkeypatch: pytest.MonkeyPatch) -> None:
    short = replace(document(), blocks=({"kind": "paragraph", "text": "请于十日内报告。"},))
    monkeypatch.setattr(rendering, "worded_template", lambda kind, version, words: short)


def field_of(name: str, kind: FactType) -> FactField:
    """A fact that need not be given."""
    return replace(paper_kind("D09").facts[0], name=name, label=name, type=kind, required=False)


def pages_of(made: Rendered, folder: Path) -> list[str]:
    path = folder / "document.pdf"
    path.write_bytes(made.pdf)
    out = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return [re.sub(r"\s", "", page) for page in out.split("\f")[: made.pages]]


@pytest.mark.usefixtures("as_document")
def test_a_document_ends_with_its_imprint_on_an_even_page(tmp_path: Path) -> None:
    for claims in (1, 6, 12, 13, 14, 15, 30):
        made = render(sample("D09", copies_to=COPIES, claims=[{"text": "事" * 60}] * claims))
        pages = pages_of(made, tmp_path)
        assert made.pages % 2 == 0
        assert "抄送：青山县柳溪镇人民政府，青山县农业农村局。" in pages[-1]
        assert "2026年11月24日印发" in pages[-1]
        assert all("印发" not in page for page in pages[:-1])


@pytest.mark.usefixtures("one_line_document")
def test_a_page_with_nothing_but_the_imprint_bears_no_number(tmp_path: Path) -> None:
    short = pages_of(render(sample("D09")), tmp_path)
    assert len(short) == 2
    assert "—1—" in short[0]
    assert "—2—" not in short[1]
    assert "印发" in short[1]


@pytest.mark.usefixtures("as_document")
def test_a_page_with_text_and_imprint_bears_its_number(tmp_path: Path) -> None:
    long = pages_of(render(sample("D09", claims=[{"text": "事" * 500}])), tmp_path)
    assert "—2—" in long[1]


@pytest.mark.usefixtures("as_document")
def test_a_document_that_goes_up_names_who_signed_it(tmp_path: Path) -> None:
    upward = pages_of(render(sample("D09", signer="王建国")), tmp_path)[0]
    assert "青信转〔2026〕87号签发人：王建国" in upward
    plain = pages_of(render(sample("D09")), tmp_path)[0]
    assert "签发人" not in plain


@pytest.mark.usefixtures("as_document")
def test_the_text_of_a_document_never_runs_into_its_imprint(tmp_path: Path) -> None:
    """Measured on the page: the lowest line of text ends above the first rule of the imprint."""
    for length in range(40, 700, 60):
        made = render(sample("D09", copies_to=COPIES, claims=[{"text": "事" * length}]))
        path = tmp_path / "box.pdf"
        path.write_bytes(made.pdf)
        out = subprocess.run(
            ["pdftotext", "-bbox-layout", "-f", str(made.pages), path, "-"], capture_output=True, check=True
        ).stdout.decode()
        lines = re.findall(
            r'<line xMin="[\d.]+" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</line>', out, re.S
        )
        imprint = min(float(top) for top, _, text in lines if "抄送" in re.sub(r"<[^>]*>|\s", "", text))
        above = [float(low) for top, low, _ in lines if float(top) < imprint - 1]
        assert not above or max(above) <= imprint + 1
