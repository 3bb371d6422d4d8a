"""The editable copy of a paper: the same words, marked on every page, and a word processor opens it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.errors import Refused
from app.papers.catalogue import catalogue
from app.papers.copy_document import copy_document
from app.papers.facts import PaperFacts
from app.papers.plain import parts_of, words_of
from app.papers.wording import context_of
from tests.papers.samples import FACTS, extreme, sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARK = "副本，仅供编辑参考；以签发的PDF为准"


def bare(text: str) -> str:
    """Without blanks and line ends, and without the ruled places and boxes that faces of the machine may lack."""
    return re.sub(r"[\s\u3000＿□☑]", "", text)


def parts(made: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.testzip() is None
        return {name: ElementTree.fromstring(packed.read(name)) for name in packed.namelist()}


def text_of(part: ElementTree.Element) -> str:
    return bare("".join(node.text or "" for node in part.iter(f"{W}t")))


def said(paper: PaperFacts) -> list[str]:
    """Every line and cell that the blocks of the paper say."""
    kind = next(kind for kind in catalogue() if kind.kind == paper.kind)
    context = context_of(kind, paper.facts, paper.document_number, False)
    return [bare(line) for line in words_of(parts_of(kind.blocks, context)).split("\n") if bare(line)]


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_every_paper_has_a_copy_with_the_same_words_marked_as_one(kind: str) -> None:
    for paper in (sample(kind), extreme(kind)):
        made = parts(copy_document(paper))
        assert set(made) >= {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"}
        body = text_of(made["word/document.xml"])
        assert [line for line in said(paper) if line not in body] == []
        assert MARK in text_of(made["word/header1.xml"])
        for row in made["word/document.xml"].iter(f"{W}tr"):
            spans = [int(span.get(f"{W}val", "0")) for span in row.iter(f"{W}gridSpan")]
            assert sum(spans) == 24, "every row fills the sheet"


def test_the_same_facts_are_the_same_bytes_and_no_person_or_computer_stands_in_them() -> None:
    made = copy_document(sample("D14"))
    assert made == copy_document(sample("D14"))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert not [name for name in packed.namelist() if name.startswith("docProps")]
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_letter_stands_on_the_sheet_of_its_pdf() -> None:
    made = parts(copy_document(sample("D14")))["word/document.xml"]
    (size,), (margin,) = list(made.iter(f"{W}pgSz")), list(made.iter(f"{W}pgMar"))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    assert (
        abs(int(margin.get(f"{W}top", "0")) - 2098) < 3 and abs(int(margin.get(f"{W}left", "0")) - 1587) < 3
    )
    faces = {font.get(f"{W}eastAsia") for font in made.iter(f"{W}rFonts")}
    assert {"仿宋_GB2312", "方正小标宋简体"} <= faces
    wide = parts(copy_document(sample("D53")))["word/document.xml"]
    assert next(wide.iter(f"{W}pgSz")).get(f"{W}orient") == "landscape"


def test_a_draft_says_that_it_is_one_and_may_lack_particulars() -> None:
    paper = sample("D14", handling={})
    with pytest.raises(Refused, match=r"paper\.particulars_missing"):
        copy_document(paper)
    assert "草稿" in text_of(parts(copy_document(paper, draft=True))["word/header1.xml"])
    assert "草稿" not in text_of(parts(copy_document(sample("D14")))["word/header1.xml"])


def test_signs_of_the_markup_in_a_person_s_words_stay_words() -> None:
    words = 'A<b>&amp;"乙"</w:t> ]]>'
    made = parts(copy_document(sample("D01", story=words)))
    assert bare(words) in text_of(made["word/document.xml"])


def converted(tmp_path: Path, papers: Sequence[PaperFacts]) -> list[str]:
    """The words of each copy after a word processor opened it and printed it."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("LOUD: soffice or pdftotext is not installed; no word processor has opened the copies")
    names = []
    for place, paper in enumerate(papers):
        names.append(f"{place}-{paper.kind}")
        (tmp_path / f"{names[-1]}.docx").write_bytes(copy_document(paper))
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    (tmp_path / "trial.txt").write_text("trial", encoding="utf-8")
    files = ["trial.txt", *(f"{name}.docx" for name in names)]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        timeout=600,
    )
    if not (tmp_path / "trial.pdf").exists():
        pytest.skip("LOUD: this LibreOffice has no Writer (libreoffice-writer-nogui); no copy was opened")
    made = []
    for name in names:
        assert (tmp_path / f"{name}.pdf").exists(), f"{name}.docx could not be opened"
        read = [reader, "-raw", str(tmp_path / f"{name}.pdf"), "-"]
        out = subprocess.run(read, capture_output=True, check=True).stdout
        made.append(bare(out.decode("utf-8")))
    return made


def check_opened(tmp_path: Path, papers: Sequence[PaperFacts]) -> None:
    for paper, text in zip(papers, converted(tmp_path, papers), strict=True):
        assert MARK in text, paper.kind
        # the first characters of a line: a narrow column and another face may part the rest anew, and at a hyphen any time
        lost = [line for line in said(paper) if line.partition("-")[0][:6] not in text]
        assert lost == [], (paper.kind, lost[:3])


def test_a_word_processor_opens_a_letter_and_a_form(tmp_path: Path) -> None:
    check_opened(tmp_path, [sample("D14"), sample("D28")])


@pytest.mark.slow
def test_a_word_processor_opens_every_copy(tmp_path: Path) -> None:
    check_opened(tmp_path, [paper for kind in sorted(FACTS) for paper in (sample(kind), extreme(kind))])
