"""Serving in the window: what has no proof, an attempt typed in, and slips that are scanned, looked at and filed."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.acts.forwarding import Forward
from app.domain.acts.sealing import SealPaper
from app.domain.handwriting import read_strokes
from app.services import papers
from app.services.handwriting import check
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.serving import fetch_proof
from app.services.slips import SlipState
from tests.papers.rendering import pictures_of
from tests.papers.worn_slips import Wear, worn
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, CONTROL, PaperTray
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.scan_files import pdf
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import station_signer
from ui.desk import register_desk
from ui.desk.pages.delivery import DeliveryPage
from ui.desk.widgets.choice import ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.signature_pad import SignaturePad
from ui.theme import Theme, apply_theme, current

AT = "2026-11-20T09:30"
SOONER = "2026-10-30T09:30"


class DeliveryDesk:
    """The page of serving: what a clerk does there by keys."""

    def __init__(self, window: Window) -> None:
        self.window = window
        window.press(Qt.Key.Key_F6)
        page = window.until("delivery")
        assert isinstance(page, DeliveryPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for reads and writes, and for what they set off."""
        for _ in range(4):
            self.window.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key and waits for what it does."""
        self.window.until("delivery")  # offscreen, a window that grew is not active
        self.window.press(key, None, modifier)
        self.settle()

    def fill(self, scanning: bool = False, **values: str) -> None:
        """Types into the form that is shown."""
        form = self.page.scans.form if scanning else self.page.form
        for name, text in values.items():
            editor = form.fields[name].editor
            assert isinstance(editor, QLineEdit)
            editor.setFocus()
            if isinstance(editor, ChoiceField):
                assert editor.take_code(text)
            else:
                editor.clear()
                self.window.keys(text)

    def scan(self, *files: Path) -> None:
        """Has files read."""
        self.key(Qt.Key.Key_H, ALT)
        self.page.scans.path.setText(";".join(str(file) for file in files))
        self.key(Qt.Key.Key_K, ALT)

    @property
    def acts(self) -> list[str]:
        """The buttons at the foot."""
        return [button.text().split()[0] for button in self.page._buttons.values() if not button.isHidden()]


def notices(path: Path, *names: str, at: str = AT) -> tuple[Path, list[tuple[str, str, bytes]]]:
    """A folder with sealed notices; of each matter's number, the paper, and the printed slip."""
    folder = training_folder(path)
    desk = open_as(folder, at=at)
    made = []
    for name in names:
        number = registered(desk, name)
        perform(desk.session, number, Forward(unit="U01"))
        record = papers.issue(desk.session, number, "D11").record
        assert record is not None
        perform(desk.session, number, SealPaper(paper=record.id))
        made.append((number, record.id, papers.issue(desk.session, number, "D33").pdf))
    desk.close()
    return folder, made


def entered(qtbot: QtBot, folder: Path) -> DeliveryDesk:
    window = Window(qtbot, folder)
    window.enter(at=AT)
    window.today()
    return DeliveryDesk(window)


def test_what_has_no_proof_stands_there_by_age_and_leaves_when_it_was_handed_over(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    folder, made = notices(tmp_path / "desk", "张示范", "李示范", at=SOONER)
    at = entered(qtbot, folder)
    assert [row.number for row in at.page.table.rows] == [number for number, _, _ in made]
    assert all(row.late for row in at.page.table.rows)
    picture(at.window.shell, "delivery-list", 1.0)
    at.key(Qt.Key.Key_J, ALT)
    assert at.acts == ["记下", "返回"]
    receiver = at.page.form.fields["receiver"].editor
    assert isinstance(receiver, QLineEdit) and receiver.text() == "张示范"
    picture(at.window.shell, "delivery-form", 1.0)
    assert cut_labels(at.page) == []
    at.key(Qt.Key.Key_Return, CONTROL)
    assert at.page.mode == "list" and [row.number for row in at.page.table.rows] == [made[1][0]]
    assert "去向告知书" in at.window.said
    at.window.close()


def test_the_receipts_of_what_goes_out_are_printed_in_one_job_and_a_second_time_the_same_ones(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    folder = training_folder(tmp_path / "desk")
    desk = open_as(folder, at=SOONER)
    numbers = []
    for name in ("张示范", "李示范"):
        numbers.append(registered(desk, name))
        perform(desk.session, numbers[-1], Forward(unit="U01"))
        papers.issue(desk.session, numbers[-1], "D11")
    desk.close()
    at = entered(qtbot, folder)
    tray, day = PaperTray(), at.window.desk_window.day
    assert day is not None
    day.printer = tray
    at.key(Qt.Key.Key_P, CONTROL)
    ((title, _one),) = tray.printed
    assert title == "LX07 1 papers" and "送达回证" in at.page.slips.told
    at.key(Qt.Key.Key_Space)
    at.page.table.selectRow(1)
    at.key(Qt.Key.Key_Space)
    picture(at.window.shell, "delivery-slips", 1.0)
    assert cut_labels(at.page) == []
    at.key(Qt.Key.Key_P, CONTROL)
    _, (title, both) = tray.printed
    assert title == "LX07 2 papers" and len(PdfReader(BytesIO(both)).pages) == 2
    at.window.close()
    desk = open_as(folder, at=AT)
    copies = []
    for number in numbers:
        (slip,) = [p for p in view_matter(desk.session, number).known.matter.papers if p.kind == "D33"]
        copies.append(slip.printed_copies)
    desk.close()
    assert copies == [2, 1], "the first was printed twice, and is one paper"


def test_posted_papers_are_listed_with_their_numbers_and_written_for_the_post_office(
    qtbot: QtBot, tmp_path: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = notices(tmp_path / "desk", "张示范")
    monkeypatch.setattr(register_desk, "usual_folder", lambda: str(tmp_path))
    monkeypatch.setattr("ui.desk.delivery_desk.usual_folder", lambda: str(tmp_path))
    at = entered(qtbot, folder)
    at.key(Qt.Key.Key_Y, ALT)
    at.key(Qt.Key.Key_Return, CONTROL)
    assert at.page.mode == "serve" and "单号" in at.page.form.fields["tracking"].note.text
    at.fill(tracking="EX123")
    at.key(Qt.Key.Key_Return, CONTROL)
    (row,) = at.page.sent.rows
    assert (row.tracking, row.addressee.name) == ("EX123", "张**")
    picture(at.window.shell, "delivery-posted", 1.0)
    at.key(Qt.Key.Key_E, ALT)
    assert [file.name for file in tmp_path.glob("*.xlsx")] == ["邮寄清单-2026-11-20.xlsx"]
    at.window.close()


def test_a_stranger_is_refused_at_the_field_with_the_article(qtbot: QtBot, tmp_path: Path) -> None:
    folder, made = notices(tmp_path / "desk", "张示范")
    at = entered(qtbot, folder)
    at.key(Qt.Key.Key_J, ALT)
    at.fill(receiver="王会计")
    at.key(Qt.Key.Key_Return, CONTROL)
    assert "第八十八条" in at.page.form.fields["receiver"].note.text
    at.key(Qt.Key.Key_Escape)
    assert [row.number for row in at.page.table.rows] == [made[0][0]]
    at.window.close()


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_scanned_slips_are_looked_at_and_filed_one_by_one(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    folder, made = notices(tmp_path / "desk", "张示范", "李示范")
    pages = [pictures_of(slip, dots=150)[0].convert("RGB") for _, _, slip in made]
    random = Random(3)
    bare = Image.new("RGB", pages[0].size, (240, 238, 230))
    bare.paste(pages[1].crop((200, 500, 1000, 1200)), (200, 500))
    scan = pdf(
        tmp_path / "scan.pdf",
        [
            worn(pages[0], Wear(dots=150, stains=2, folds=1, askew=2.0), random),
            Image.new("RGB", pages[0].size, "white"),
            bare,
        ],
    )
    locked = pdf(tmp_path / "locked.pdf", pages[:1], password="secret")
    at = entered(qtbot, folder)
    at.scan(scan, locked)
    scans = at.page.scans
    assert [page.state.value for page in scans.pages] == ["ready", "blank", "unread", "refused"]
    assert at.acts[0] == "核对无误，归卷" and scans.picture.is_shown
    picture(at.window.shell, "delivery-scans", 1.0)
    at.key(Qt.Key.Key_Return, CONTROL)
    assert "收到日期" in scans.form.fields["on"].note.text, "the day on the slip is not guessed"
    at.fill(scanning=True, on="2026-11-20")
    at.key(Qt.Key.Key_Return, CONTROL)
    assert scans.pages[0].state is SlipState.FILED

    scans.table.selectRow(3)
    at.settle()
    assert "密码" in scans.told.text() and not scans.picture.is_shown
    scans.table.selectRow(2)
    at.settle()
    assert "归到这份文书" in at.acts
    for name, text in (("number", made[1][0]), ("paper", "D11")):
        editor = scans._assigning[name].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    at.key(Qt.Key.Key_G, ALT)
    editor = scans.form.fields["on"].editor
    assert isinstance(editor, DateField) and editor.value is None
    picture(at.window.shell, "delivery-assigned", 1.0)
    at.fill(scanning=True, on="2026-11-20", receiver="李小", capacity="family", relation="女儿")
    at.key(Qt.Key.Key_Return, CONTROL)
    assert [page.state.value for page in scans.pages] == ["filed", "blank", "filed", "refused"]
    at.key(Qt.Key.Key_Escape)
    assert at.page.table.rows == ()
    at.window.close()
    desk = open_as(folder, at=AT)
    for number, paper, _ in made:
        record = view_matter(desk.session, number).known.matter.paper(paper)
        assert record is not None and record.attempts[-1].slip
    desk.close()


def test_left_behind_with_a_photograph(qtbot: QtBot, tmp_path: Path) -> None:
    folder, made = notices(tmp_path / "desk", "张示范")
    photo = tmp_path / "door.jpg"
    Image.new("RGB", (60, 80), "grey").save(photo)
    at = entered(qtbot, folder)
    at.key(Qt.Key.Key_R, ALT)
    at.fill(on="2026-11-20", method="left_at_address", outcome="received", reason="说不收")
    at.key(Qt.Key.Key_Return, CONTROL)
    assert "第八十九条" in at.page.form.fields["witness"].note.text
    for path, said in ((tmp_path / "gone.jpg", "gone.jpg"), (photo, "")):
        editor = at.page.form.photos.editor
        assert isinstance(editor, QLineEdit)
        editor.setText(str(path))
        at.key(Qt.Key.Key_Return, CONTROL)
        assert said in at.page.form.photos.note.text
    assert at.page.mode == "list" and at.page.table.rows == ()
    at.window.close()
    desk = open_as(folder, at=AT)
    record = view_matter(desk.session, made[0][0]).known.matter.paper(made[0][1])
    assert record is not None
    (kept,) = record.attempts[-1].evidence
    assert fetch_proof(desk.session, made[0][0], kept) == photo.read_bytes()
    desk.close()


def write_on(pad: SignaturePad, *strokes: list[tuple[int, int]]) -> None:
    """Writes with the mouse."""
    for first, *rest in strokes:
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*first))
        for point in rest:
            QTest.mouseMove(pad, QPoint(*point))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*rest[-1]))


def test_somebody_signs_on_the_screen_below_the_paper_that_is_shown(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    folder, made = notices(tmp_path / "desk", "张示范")
    at = entered(qtbot, folder)
    at.key(Qt.Key.Key_Q, ALT)
    signing = at.page.signing
    assert signing.view.pages >= 1 and at.acts == ["返回"], "nothing can be kept before something is written"
    write_on(signing.pad, [(60, 60), (120, 140), (200, 70)], [(260, 40), (270, 150)])
    write_on(signing.pad, [(320, 50), (400, 60), (330, 150), (420, 150)])
    assert at.acts == ["保存影像", "清除重签", "返回"]
    picture(at.window.shell, "delivery-signing", 1.0)
    assert "手写签名影像" in signing.card.accessibleName()
    at.key(Qt.Key.Key_Z, ALT)
    assert signing.pad.is_empty and at.acts == ["返回"]
    write_on(signing.pad, [(60, 60), (120, 140), (200, 70)], [(260, 40), (270, 150)])
    at.key(Qt.Key.Key_Return, CONTROL)
    assert at.page.mode == "list" and "手写签名影像" in at.window.said
    assert [row.number for row in at.page.table.rows] == [made[0][0]], "it serves nothing by itself"
    at.window.close()
    desk = open_as(folder, at=AT)
    ((paper, found),) = check(desk.session, made[0][0], station_signer(desk).sign_public)
    desk.close()
    assert found.holds and found.ours and paper == made[0][1]
    assert len(read_strokes(found.handwriting.strokes)) == 2 and found.handwriting.signer == "张示范"


def test_a_file_that_is_not_there_is_said_at_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    folder, _ = notices(tmp_path / "desk", "张示范")
    at = entered(qtbot, folder)
    at.scan()
    assert at.page.scans._fields["path"].note.text
    at.scan(tmp_path / "gone.pdf")
    (page,) = at.page.scans.pages
    assert page.state is SlipState.REFUSED and "gone.pdf" in at.page.scans.told.text()
    QApplication.processEvents()
    at.window.close()


@pytest.mark.parametrize(
    ("name", "body"), [("dark", 14), ("light", 12), ("light", 24), ("high_contrast", 14)]
)
def test_serving_in_other_looks(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication, picture: Picture, name: str, body: int
) -> None:
    folder, _ = notices(tmp_path / "desk", "张示范", "李示范", at=SOONER)
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    at = entered(qtbot, folder)
    picture(at.window.shell, f"delivery-{name}-{body}", 1.0)
    assert cut_labels(at.page) == []
    for key in (Qt.Key.Key_R, Qt.Key.Key_H, Qt.Key.Key_Q):
        at.key(key, ALT)
        assert cut_labels(at.page) == []
        picture(at.window.shell, f"delivery-{name}-{body}-{at.page.mode}", 1.0)
        at.key(Qt.Key.Key_Escape)
    assert at.window.shell.width() == 1366
    at.window.close()
