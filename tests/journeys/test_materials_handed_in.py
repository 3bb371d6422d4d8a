"""Somebody brings papers later: photographed, attached, hostile files refused with a sentence, the original given back."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD

from tests.journeys.room import OFFICE, Folder, text_of
from tests.ui.scan_files import bomb, pdf

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def photo(path: Path) -> str:
    """A photograph that says where it was taken, in every way that cameras know."""
    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (35.0, 18.0, 0.0)})
    exif[0x010E] = "SECRET-PLACE"
    drawn = Image.effect_noise((800, 600), 60).convert("RGB")
    drawn.save(path, "JPEG", exif=exif, comment=b"SECRET-PLACE", xmp=b"<x>SECRET-PLACE</x>")
    assert path.read_bytes().count(b"SECRET-PLACE") == 3
    return str(path)


def matter(folder: Folder, **more: object) -> str:
    folder.founds("office", OFFICE, "LX07")
    return folder.registers("03-02", "申诉求决", **more)


def test_a_photograph_is_kept_without_the_place_where_it_was_taken(folder: Folder) -> None:
    number = matter(folder)
    (made,) = folder("03-02", "attach", number, photo(folder.room / "a.jpg"), "--kind", "envelope")
    out = folder.room / "out.jpg"
    folder("03-02", "material-file", number, made["kept"][0], "--out", str(out))
    data = out.read_bytes()
    assert Image.open(io.BytesIO(data)).size == (800, 600)
    assert b"SECRET-PLACE" not in data and b"Exif" not in data
    (page,) = folder("03-02", "materials", number)
    assert (page["piece"], page["sha256"]) == ("envelope", made["kept"][0])
    lying = [p for p in (folder.room / "desk").rglob("*") if p.is_file()]
    assert all(b"JFIF" not in p.read_bytes() for p in lying), "nothing lies there unencrypted"


def test_bad_files_are_refused_one_by_one_and_stay_where_they_are(folder: Folder) -> None:
    number = matter(folder)
    grey = Image.effect_noise((600, 800), 60).convert("RGB")
    files = [
        bomb(folder.room / "bomb.png"),
        pdf(folder.room / "locked.pdf", [grey], password="x"),
        pdf(folder.room / "blank.pdf", [Image.new("RGB", (600, 800), "white")]),
        pdf(folder.room / "good.pdf", [grey, grey.rotate(180)]),
    ]
    made = folder("03-02", "attach", number, *(str(f) for f in files), code=2)
    assert [[e["code"] for e in row["refused"]] for row in made] == [
        ["scanned.page_too_large"],
        ["scanned.password"],
        ["material.blank"],
        [],
    ]
    assert all(e["text"].endswith("。") and e["do"].endswith("。") for row in made for e in row["refused"])
    assert len(folder("03-02", "materials", number)) == len(made[3]["kept"]) == 2
    assert all(f.exists() for f in files)


@needs_poppler
def test_the_list_of_materials_tells_what_came_later_and_what_went_back(folder: Folder) -> None:
    number = matter(folder)
    folder.act(
        "03-03", number, "add-material", name="土地承包合同", form="original", pages=3, handed_by="张示范"
    )
    folder.act("03-04", number, "add-material", name="医院病历", form="copy", pages=2, sensitive="medical")
    assert folder.refused("03-05", number, "return-material", material=1, to="张示范")["code"] == (
        "material.not_signed_for"
    )
    signed = photo(folder.room / "signed.jpg")
    folder.act("03-05", number, "return-material", material=1, to="张示范", receipt=f"@{signed}")
    rows = folder("03-05", "materials", number)
    assert [(r["place"], r["name"], r["returned_on"], r["signed"], len(r["kept"])) for r in rows] == [
        (1, "土地承包合同", "2026-03-05", True, 1),
        (2, "医院病历", None, False, 0),
    ]
    folder.paper("03-05", "D03", number)
    printed = text_of(folder.room / "D03.pdf")
    for words in ("土地承包合同", "医院病历", "2026-03-05已退", "其中原件1件", "张示范）"):
        assert words in printed, words
    assert printed.count("签名：") >= 4


def test_a_sensitive_page_is_not_for_everybody_on_the_command_line_either(folder: Folder) -> None:
    number = matter(folder)
    (made,) = folder("03-02", "attach", number, photo(folder.room / "a.jpg"), "--sensitive", "medical")
    out = ["--out", str(folder.room / "out.jpg")]
    error = folder("03-02", "material-file", number, made["kept"][0], *out, code=4, who="archivist")[0][
        "error"
    ]
    assert error["code"] == "material.sensitive" and not (folder.room / "out.jpg").exists()
    (page,) = folder("03-02", "materials", number, who="archivist")
    assert (page["sha256"], page["sensitive"]) == (None, "medical")


def test_what_was_handed_in_is_bound_at_its_place_and_sensitive_pages_only_for_who_may_see_them(
    folder: Folder,
) -> None:
    number = matter(folder)
    for kind in ("D01", "D02"):
        folder.paper("03-02", kind, number)
    folder.act("03-02", number, "add-material", name="土地承包合同", form="copy", pages=2)
    folder.act("03-02", number, "add-material", name="医院病历", form="copy", sensitive="medical")
    grey = [Image.effect_noise((600, 800), 40 + at).convert("RGB") for at in range(5)]
    for at, words in enumerate((["--material", "1"], ["--material", "2"], ["--kind", "envelope"])):
        pages = grey[:2] if at == 0 else grey[at + 1 : at + 2]
        folder("03-02", "attach", number, str(pdf(folder.room / f"{at}.pdf", pages)), *words)
    out = folder.room / "file.pdf"
    (made,) = folder("03-05", "case-file", number, "--out", str(out))
    items = [(item["section"], item["title"], item["note"]) for item in made["items"]]
    assert items == [
        ("registration", "来访登记表", None),
        ("materials", "信封", None),
        ("materials", "土地承包合同", None),
        ("materials", "医院病历", "敏感"),
        ("materials", "信访事项登记回执", None),
    ]
    first, last = made["items"][2]["pages"].split("-")
    assert int(last) == int(first) + 1, "two pages of one piece"
    (other,) = folder("03-05", "case-file", number, who="archivist")
    assert "医院病历" not in [item["title"] for item in other["items"]]
    assert any("医院病历" in line and "没有权限" in line for line in other["missing"])


def test_materials_of_an_accusation_are_a_volume_of_their_own(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "检举控告")
    folder.paper("03-02", "D01", number)
    folder("03-02", "attach", number, photo(folder.room / "a.jpg"), "--kind", "letter")
    (main,) = folder("03-05", "case-file", number, "--out", str(folder.room / "main.pdf"))
    assert [item["title"] for item in main["items"]] == ["来访登记表"]
    (apart,) = folder("03-05", "case-file", number, "--volume", "accusation")
    assert [item["title"] for item in apart["items"]] == ["来信原文"]
