"""The files themselves: every paper is a sound PDF by a checker that is not ours, says what it is, and carries its fonts."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.papers.catalogue import paper_kind
from app.papers.render import render
from tests.papers.golden import CASES, case_of, kinds
from tests.papers.samples import sample

pytestmark = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", kinds())
def test_every_paper_is_a_sound_pdf(kind: str, case: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(case_of(kind, case)).pdf)
    check = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
    fonts = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert fonts, "a paper without words"
    for line in fonts:
        name, embedded, subset, unicode = line.split()[0], *line.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), line
        assert re.match(r"[A-Z]{6}\+|.*\+", name), line


def test_a_broken_file_is_told_from_a_sound_one(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    good = render(sample("D14")).pdf
    path.write_bytes(good.replace(b"endobj", b"endobx", 3))
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("kind", ["D14", "D01", "D13"])
def test_it_says_its_title_its_language_and_which_document_it_is(kind: str, tmp_path: Path) -> None:
    path, plain = tmp_path / "paper.pdf", tmp_path / "plain.pdf"
    path.write_bytes(render(sample(kind)).pdf)
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, plain], check=True)
    text = plain.read_bytes()
    assert b"/Lang (zh-CN)" in text and b"/DisplayDocTitle true" in text
    assert re.search(rb"/ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\]", text)
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert paper_kind(kind).title in info


def test_another_paper_has_another_document_id(tmp_path: Path) -> None:
    found = set()
    for kind in ("D14", "D11"):
        found.add(re.search(rb"/ID\s*\[\s*<([0-9a-f]{32})>", render(sample(kind)).pdf))
    assert len({match[1] for match in found if match}) == 2
