"""Places and posters: no poster without an official code, none that does not read back, and a sticker that is found."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.domain.history import files_of
from app.domain.official_code import checked_address, host_of
from app.domain.places import Found, places_of
from app.errors import AppError, BadInput, Damaged, NotFound, Refused, Unavailable
from app.papers import poster as sheets
from app.papers import qr
from app.papers.pdf_words import words_of_pdf
from app.qr.families import Family, family_of
from app.qr.place_code import official_fingerprint, parse_place
from app.services import places
from app.services.notice_codes import Verdict
from app.services.places import bind_official, place_rows, register_place, withdraw_poster
from app.services.poster_photos import PosterPhoto, last_photo, poster_photo
from app.services.poster_printing import guidance_poster, print_again, print_poster, round_pdf
from app.services.poster_round import (
    check_by_eye,
    check_by_scan,
    look_at_scan,
    looks_of,
    place_figures,
    round_report,
    verify_place,
)
from app.services.session import Session
from tests.desks import moved_to
from tests.exchange.world import party
from tests.papers.rendering import pictures_of
from tests.qr.signing import OFFICIAL
from tests.services.test_notice_codes import signing
from tests.ui.scan_files import pdf
from ui.drawn_pages import drawn_pages
from ui.scans.reader import ChildScanReader

PHISH = "HTTPS://XF.EXAMP1E.COM/FY/410721"


@pytest.fixture
def desk() -> Session:
    """A clerk whose station has one place with its official code."""
    at = signing(party("LX07"))
    register_place(
        at, "xh0001", name="柳溪镇便民服务大厅", kind="hall", address="柳溪镇中街8号", contact="党政办"
    )
    bind_official(at, ["XH0001"], OFFICIAL, again=OFFICIAL, name="省网上信访")
    return at


def scanned(pdf: bytes, dots: int = 200) -> list[str]:
    """The codes that are on a printed sheet, by a drawing program that is not ours."""
    return [
        text for page in pictures_of(pdf, dots=dots) for text in qr.texts_in(page.convert("L"), thorough=True)
    ]


def test_no_poster_without_an_official_code(desk: Session) -> None:
    register_place(desk, "XH0002", name="示范村", kind="village")
    with pytest.raises(Refused, match=r"place\.no_official"):
        print_poster(desk, "XH0002", ["a4"], drawn_pages)
    with pytest.raises(NotFound, match=r"place\.unknown"):
        print_poster(desk, "XH0009", ["a4"], drawn_pages)
    register_place(desk, "XH0001", name="柳溪镇便民服务大厅", kind="hall", closed=True)
    with pytest.raises(Refused, match=r"place\.closed"):
        print_poster(desk, "XH0001", ["a4"], drawn_pages)
    assert [row.state for row in place_rows(desk)] == ["no_official", "closed"]


@pytest.mark.parametrize("size", list(sheets.sizes()))
def test_a_poster_says_where_it_hangs(desk: Session, size: str) -> None:
    said = words_of_pdf(print_poster(desk, "XH0001", [size], drawn_pages).files[size])
    assert "柳溪镇便民服务大厅" in said and (size == "card" or "柳溪镇中街8号" in said)


@pytest.mark.parametrize("size", ["a4", "a5", "plate"])
def test_a_poster_shows_the_words_of_the_page_where_there_is_one(desk: Session, size: str) -> None:
    words = ("柠檬", "嫩芽", "核桃", "菊花")
    made = print_poster(desk, "XH0001", [size], drawn_pages, page_words=words)
    again = print_again(desk, made.serial, drawn_pages)
    for files in (made.files, again.files):
        said = words_of_pdf(files[size])
        assert all(word in said for word in words) and "四个词" in said
    assert "四个词" not in words_of_pdf(print_poster(desk, "XH0001", [size], drawn_pages).files[size])


@pytest.mark.parametrize("size", list(sheets.sizes()))
def test_both_codes_of_every_size_are_read_by_others(desk: Session, size: str) -> None:
    made = print_poster(desk, "XH0001", [size], drawn_pages)
    found = set(scanned(made.files[size]))
    assert len(found) == 2 and OFFICIAL in found
    (small,) = found - {OFFICIAL}
    says, _ = parse_place(small)
    assert (says.station, says.place, says.serial) == ("LX07", "XH0001", 1)
    assert says.official == official_fingerprint(OFFICIAL)
    text = words_of_pdf(made.files[size])
    for said in ("xf.example.gov.cn", "示范县信访局", "0373-0000000", "000001"):
        assert said in text.replace(" ", "")
    page = pictures_of(made.files[size], dots=254)[0]
    geometry = sheets.sizes()[size]
    assert page.size == pytest.approx((geometry["width"] * 10, geometry["height"] * 10), abs=2), (
        "its true size"
    )


def test_cells_are_whole_dots_and_never_smaller_than_a_printer_does() -> None:
    for cells in (33, 57, 61, 113):
        for dots in (200, 300, 600):
            try:
                cell = sheets.cell_for(30.0, cells, dots)
            except Refused as error:
                assert error.code == "poster.code_too_large"
                continue
            assert cell * dots / 25.4 == pytest.approx(round(cell * dots / 25.4))
            assert cell >= sheets.least_cell(dots) - 1e-6 and cell * cells <= 30.0 + 1e-6
    assert sheets.least_cell(1200) == 0.5


def test_a_poster_that_does_not_read_back_is_not_recorded(desk: Session) -> None:
    def spoiled(pdf: bytes, dots: int) -> list[Image.Image]:
        pages = drawn_pages(pdf, dots)
        for page in pages:
            ImageDraw.Draw(page).rectangle((0, page.height // 2, page.width, page.height), fill=255)
        return pages

    for draw in (spoiled, lambda pdf, dots: []):
        with pytest.raises(Damaged, match=r"paper\.code_not_read_back"):
            print_poster(desk, "XH0001", ["a4"], draw)
    assert places.all_places(desk).posters == {}
    assert print_poster(desk, "XH0001", ["a4"], drawn_pages).serial == 1, "no serial was burnt"


def test_a_poster_is_printed_again_with_the_same_codes(desk: Session) -> None:
    made = print_poster(desk, "XH0001", ["a5", "card"], drawn_pages)
    again = print_again(desk, made.serial, drawn_pages)
    assert again.files == made.files
    withdraw_poster(desk, made.serial, "破损")
    with pytest.raises(Refused, match=r"poster\.withdrawn"):
        print_again(desk, made.serial, drawn_pages)
    with pytest.raises(Refused, match=r"poster\.withdrawn"):
        withdraw_poster(desk, made.serial, "破损")
    with pytest.raises(BadInput, match=r"poster\.reason_missing"):
        withdraw_poster(desk, made.serial, " ")
    with pytest.raises(NotFound, match=r"poster\.unknown"):
        withdraw_poster(desk, 77, "破损")
    assert print_poster(desk, "XH0001", ["a5"], drawn_pages).serial == made.serial + 1
    with pytest.raises(NotFound, match=r"poster\.size_unknown"):
        print_poster(desk, "XH0001", ["a0"], drawn_pages)


def test_case_34_a_sticker_over_the_official_code_is_found(desk: Session) -> None:
    """The patrol scans both codes; the small one says what must stand beside it (exchange.md 5, case 34)."""
    made = print_poster(desk, "XH0001", ["a4"], drawn_pages)
    (page,) = pictures_of(made.files["a4"], dots=200)
    good = qr.texts_in(page.convert("L"), thorough=True)
    assert check_by_scan(desk, good).found is Found.FINE
    over = page.convert("L")
    sticker = Image.new("L", (45, 45), 255)
    for row, cells in enumerate(qr.make(PHISH).rows):
        for column, dark in enumerate(cells):
            if dark:
                sticker.putpixel((column + 6, row + 6), 0)
    over.paste(sticker.resize((960, 960), Image.Resampling.NEAREST), (350, 480))
    found = check_by_scan(desk, qr.texts_in(over, thorough=True))
    assert found.found is Found.PASTED_OVER
    assert (found.place, found.expected, found.other) == ("XH0001", "xf.example.gov.cn", "xf.examp1e.com")
    (row,) = place_rows(desk)
    assert (row.state, row.last_found) == ("bad", Found.PASTED_OVER)


def test_what_else_a_scan_may_find(desk: Session) -> None:
    made = print_poster(desk, "XH0001", ["card"], drawn_pages)
    small = next(text for text in scanned(made.files["card"]) if family_of(text) is Family.PLACE)
    assert look_at_scan(desk, [OFFICIAL, small]).found is Found.FINE
    assert look_at_scan(desk, [OFFICIAL, small, PHISH]).found is Found.BESIDE
    assert look_at_scan(desk, [small]).found is Found.UNREADABLE, "the official code was not read"
    assert look_at_scan(desk, [OFFICIAL]).found is Found.UNREADABLE
    other = signing(party("LX08"))
    register_place(other, "XH0001", name="另一处", kind="hall")
    bind_official(other, ["XH0001"], OFFICIAL, again=OFFICIAL)
    theirs = print_poster(other, "XH0001", ["card"], drawn_pages)
    strange = next(text for text in scanned(theirs.files["card"]) if family_of(text) is Family.PLACE)
    assert look_at_scan(desk, [OFFICIAL, strange]).found is Found.NOT_OURS
    assert verify_place(desk, strange).verdict is Verdict.UNKNOWN_KEY
    later = moved_to(desk, "2027-03-05T09:00:00")
    assert (
        verify_place(later, small).expired and look_at_scan(later, [OFFICIAL, small]).found is Found.EXPIRED
    )
    withdraw_poster(desk, made.serial, "换新")
    assert look_at_scan(desk, [OFFICIAL, small]).found is Found.WITHDRAWN
    with pytest.raises(BadInput, match=r"round\.which_place"):
        check_by_scan(desk, [OFFICIAL])
    assert check_by_scan(desk, [PHISH], place="XH0001").found is Found.UNREADABLE


def test_the_round_says_what_is_due_and_counts_our_own_acts(desk: Session) -> None:
    register_place(desk, "XH0002", name="示范村", kind="village")
    bind_official(desk, ["XH0002"], OFFICIAL, again=OFFICIAL)
    for place in ("XH0001", "XH0002"):
        print_poster(desk, place, ["card"], drawn_pages)
    later = moved_to(desk, "2026-04-10T09:00:00")
    assert [row.state for row in place_rows(later)] == ["due", "due"]
    check_by_eye(later, "XH0002", "missing", "被撕掉")
    check_by_eye(later, "XH0001", "fine")
    assert [(row.place.code, row.state) for row in place_rows(later)] == [
        ("XH0002", "bad"),
        ("XH0001", "fine"),
    ]
    with pytest.raises(BadInput, match=r"round\.result"):
        check_by_eye(later, "XH0001", "splendid")
    found = round_report(later, date(2026, 4, 1), date(2026, 4, 30))
    assert (found.places, found.hanging, found.looked, found.looks, found.due) == (2, 2, 2, 2, 0)
    assert found.findings == {"fine": 1, "missing": 1}
    sheet = words_of_pdf(round_pdf(later, date(2026, 4, 1), date(2026, 4, 30)))
    for said in ("场所码巡查情况表", "正常 1 次，不见了 1 次", "XH0002", "有问题", "不记录、不统计扫码的人"):
        assert said.replace(" ", "") in sheet.replace(" ", "").replace("\n", "")
    for number in range(10, 90):
        register_place(later, f"XH00{number}", name="村" * 30, kind="village")
    assert len(pictures_of(round_pdf(later, date(2026, 4, 1), date(2026, 4, 30)), dots=20)) > 2
    assert "没有巡查记录" in words_of_pdf(round_pdf(later, date(2025, 1, 1), date(2025, 1, 31)))
    near = moved_to(desk, "2027-02-20T09:00:00")
    check_by_eye(near, "XH0001", "fine")
    assert {row.place.code: row.state for row in place_rows(near)}["XH0001"] == "soon"
    print_poster(near, "XH0002", ["card"], drawn_pages)
    assert {row.place.code: row.state for row in place_rows(near)}["XH0002"] == "fine", (
        "a new poster, no old finding"
    )


def photographed(path: Path) -> PosterPhoto:
    """A photo as a telephone takes it, with where and by whom in its tags."""
    tags = Image.Exif()
    tags[0x010E] = "王某某拍于柳溪镇"
    Image.new("RGB", (640, 480), "white").save(path, "JPEG", exif=tags, comment=b"SECRET-COMMENT")
    return PosterPhoto(file=path, reader=ChildScanReader())


def test_a_photo_is_kept_made_anew_and_shown_again(desk: Session, tmp_path: Path) -> None:
    photo = photographed(tmp_path / "photo.jpg")
    assert b"SECRET-COMMENT" in photo.file.read_bytes()
    print_poster(desk, "XH0001", ["card"], drawn_pages)
    assert last_photo(desk, "XH0001") is None
    name = check_by_eye(desk, "XH0001", "fine", photo=photo)
    kept = poster_photo(desk, name)
    assert kept.startswith(b"\xff\xd8") and b"SECRET" not in kept and "王某某".encode() not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif() and picture.size == (640, 480)
    assert poster_photo(desk, name[:8]) == kept and photo.file.is_file(), "the file stays where it was"
    look = last_photo(desk, "XH0001")
    assert look is not None and (look.photo, look.found) == (name, Found.FINE)
    for unknown in ("", name[:7], "0" * 64):
        with pytest.raises(NotFound, match=r"round\.no_photo"):
            poster_photo(desk, unknown)
    found = check_by_scan(desk, [PHISH], place="XH0001", photo=photo)
    assert found.photo == name, "the same picture is kept once"


def test_what_is_no_photo_is_refused_and_nothing_is_recorded(desk: Session, tmp_path: Path) -> None:
    reader = ChildScanReader()
    page = Image.new("RGB", (60, 60), "white")
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"MZ no photo")
    several = pdf(tmp_path / "several.pdf", [page, page.rotate(90), page])
    for file, code in (
        (bad, "shut.program"),
        (several, "round.photo_one"),
        (tmp_path / "gone", "scanned.not_readable"),
    ):
        with pytest.raises(AppError) as refused:
            check_by_eye(desk, "XH0001", "fine", photo=PosterPhoto(file=file, reader=reader))
        assert refused.value.code == code
    assert round_report(desk, date(2020, 1, 1), date(2030, 1, 1)).looks == 0


def test_a_photo_stays_at_the_station(desk: Session, tmp_path: Path) -> None:
    check_by_eye(desk, "XH0001", "fine", photo=photographed(tmp_path / "photo.jpg"))
    entries = list(desk.memory.queries.stream(places_of("LX07")))
    assert entries[-1].header.kind == "poster-checked" and files_of(entries[-1]) == ()


def test_figures_of_a_place_count_looks_and_nobody(desk: Session, tmp_path: Path) -> None:
    later = moved_to(desk, "2026-04-10T09:00:00")
    for found in ("fine", "missing", "pasted_over", "beside", "expired", "fine"):
        check_by_eye(later, "xh0001", found)
    check_by_eye(later, "XH0001", "fine", photo=photographed(tmp_path / "photo.jpg"))
    seen = moved_to(desk, "2026-05-02T09:00:00")
    found_there = place_figures(seen, "xh0001", date(2026, 4, 1), date(2026, 4, 30))
    assert (found_there.looks, found_there.fine, found_there.missing) == (7, 3, 1)
    assert (found_there.covered, found_there.other, found_there.days_since) == (2, 1, 22)
    assert [look.on for look in found_there.photos] == [date(2026, 4, 10)]
    may = place_figures(seen, "XH0001", date(2026, 5, 1), date(2026, 5, 31))
    assert (may.looks, may.last_on, may.photos) == (0, date(2026, 4, 10), ())
    register_place(seen, "XH0002", name="示范村", kind="village")
    assert place_figures(seen, "XH0002", date(2026, 4, 1), date(2026, 4, 30)).days_since is None
    report = round_report(seen, date(2026, 4, 1), date(2026, 4, 30))
    assert report.photos == 1 and [(item.place, item.looks) for item in report.by_place] == [
        ("XH0001", 7),
        ("XH0002", 0),
    ]
    (kept,) = found_there.photos
    sheet = (
        words_of_pdf(round_pdf(seen, date(2026, 4, 1), date(2026, 4, 30))).replace("\n", "").replace(" ", "")
    )
    assert "留存照片1张" in sheet and f"XH000104-10{kept.photo[:12]}" in sheet
    assert [look.found for look in looks_of(seen, date(2026, 4, 1), date(2026, 4, 30), "XH0002")] == []
    assert len(looks_of(seen, date(2026, 4, 1), date(2026, 4, 30))) == 7
    with pytest.raises(NotFound, match=r"place\.unknown"):
        looks_of(seen, date(2026, 4, 1), date(2026, 4, 30), "XH0009")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("weixin://dl/business", "place.no_address"),
        ("https://", "place.no_address"),
        ("信访", "place.no_address"),
        ("https://xf.example.gov.cn/ 你好", "place.no_address"),
        ("https://" + "u:p" + "@xf.example.gov.cn/", "place.no_address"),
        ("https://xf.example.gov.cn/" + "a" * 300, "place.no_address"),
        ("https://[::1", "place.no_address"),
        ("https://xf.example.gov.cn/?utm_source=poster", "place.tracking"),
        ("https://xf.example.gov.cn/?area=1&OpenID=x", "place.tracking"),
        ("XFQ1:LX07-26-00001-3:00:1", "place.official_ours"),
    ],
)
def test_an_address_that_is_none_or_that_tracks_people_is_refused(
    desk: Session, text: str, code: str
) -> None:
    with pytest.raises(AppError) as refused:
        bind_official(desk, ["XH0001"], text, again=text)
    assert refused.value.code == code


def test_an_official_code_is_made_sure_of(desk: Session) -> None:
    with pytest.raises(BadInput, match=r"place\.official_differs"):
        bind_official(desk, ["XH0001"], OFFICIAL, again=OFFICIAL + "1")
    with pytest.raises(BadInput, match=r"place\.official_picture"):
        bind_official(desk, ["XH0001"], in_picture=[])
    with pytest.raises(BadInput, match=r"place\.official_picture"):
        bind_official(desk, ["XH0001"], in_picture=[OFFICIAL, PHISH])
    with pytest.raises(BadInput, match=r"place\.official_differs"):
        bind_official(desk, ["XH0001"], PHISH, in_picture=[OFFICIAL])
    with pytest.raises(NotFound):
        bind_official(desk, ["XH0009"], in_picture=[OFFICIAL])
    with pytest.raises(BadInput, match=r"field\.missing"):
        bind_official(desk, [], in_picture=[OFFICIAL])
    new = "https://xf.example.gov.cn/new"
    print_poster(desk, "XH0001", ["card"], drawn_pages)
    assert bind_official(desk, ["xh0001"], in_picture=[new, new]) == new
    (row,) = place_rows(desk)
    assert row.changed and row.host == "xf.example.gov.cn"


def test_a_place_is_no_person(desk: Session) -> None:
    for code in ("张三", "XH00011", "", "A B"):
        with pytest.raises(BadInput, match=r"place\.code_shape"):
            register_place(desk, code, name="x", kind="hall")
    with pytest.raises(BadInput, match=r"field\.missing"):
        register_place(desk, "XH0003", name=" ", kind="hall")
    with pytest.raises(BadInput, match=r"field\.value"):
        register_place(desk, "XH0003", name="x", kind="palace")


def test_guidance_is_a_plain_sheet_with_the_address_in_words(desk: Session) -> None:
    made = guidance_poster(desk, "涉法涉诉事项", "https://jc.example.gov.cn/12309", "a4", drawn_pages)
    assert set(scanned(made)) == {"https://jc.example.gov.cn/12309"}
    assert "jc.example.gov.cn" in words_of_pdf(made) and "封签号" not in words_of_pdf(made)
    with pytest.raises(BadInput, match=r"field\.missing"):
        guidance_poster(desk, " ", "https://jc.example.gov.cn/", "a4", drawn_pages)
    with pytest.raises(Refused, match=r"place\.tracking"):
        guidance_poster(desk, "仲裁", "https://a.example.gov.cn/?spm=1", "a4", drawn_pages)


def test_without_the_station_keys_nothing_is_signed(desk: Session) -> None:
    with pytest.raises(Unavailable, match=r"code\.no_signer"):
        print_poster(replace(desk, code_signer=None), "XH0001", ["a4"], drawn_pages)


def test_on_a_real_database_too(tmp_path: Path) -> None:
    at = signing(party("LX07", folder=tmp_path))
    register_place(at, "XH0001", name="大厅", kind="hall")
    bind_official(at, ["XH0001"], OFFICIAL, again=OFFICIAL)
    made = print_poster(at, "XH0001", ["card"], drawn_pages)
    assert check_by_scan(at, scanned(made.files["card"])).found is Found.FINE
    assert [row.state for row in place_rows(at)] == ["fine"]


def test_addresses() -> None:
    assert checked_address(f" {OFFICIAL} ", ()) == OFFICIAL
    assert host_of(OFFICIAL) == "xf.example.gov.cn" and host_of("https://[::1") == host_of("x") == ""


def test_a_file_that_is_no_pdf_has_no_pages() -> None:
    with pytest.raises(Damaged):
        drawn_pages(b"no pdf", 100)
    buffer = io.BytesIO()
    Image.new("L", (9, 9)).save(buffer, "PNG")
    assert qr.read_image(buffer.getvalue()) == []
