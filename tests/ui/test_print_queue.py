"""Printing into a real CUPS queue: the PDF itself comes out; a queue that is stopped or gone is said, and keeps nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
from PIL import ImageChops, ImageStat
from pypdf import PdfReader

from app.errors import Unavailable
from app.papers.trial_sheet import trial_sheet
from app.settings import PrinterSettings
from tests.journeys.room import OFFICE, Folder
from tests.papers.rendering import pictures_of
from tests.print_server import QUEUE, PrintServer, PrintServerMissing, throw_away_print_server
from ui import spool
from ui.printing import SystemPrinter, default_printer, known_printers

T = TypeVar("T")


@pytest.fixture(scope="module")
def running() -> Iterator[PrintServer]:
    """One CUPS for these tests. Skips loudly where there is none; on CI that is a failure."""
    try:
        with throw_away_print_server() as server:
            yield server
    except PrintServerMissing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"NO CUPS, printing is not tested: {missing}")


@pytest.fixture
def server(running: PrintServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintServer]:
    """The server as this computer's own, its queue ready."""
    monkeypatch.setenv("CUPS_SERVER", str(running.socket))
    yield running
    running.run("cupsenable", QUEUE)
    running.run("cupsaccept", QUEUE)
    running.run("cancel", "-a", QUEUE)


@pytest.fixture
def title() -> str:
    """A name of a job that no other run uses."""
    return f"LX07-{uuid4().hex[:12]}"


def in_a_worker(act: Callable[[], T]) -> T:
    """As the desk does it. The library of CUPS remembers its server for each thread: another test's must not linger."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        return worker.submit(act).result()


def test_the_only_queue_is_the_printer(server: PrintServer) -> None:
    assert known_printers() == (QUEUE,)
    assert default_printer() == QUEUE


def test_a_paper_comes_out_as_it_was_frozen(qapp: object, server: PrintServer, title: str) -> None:
    sheet = trial_sheet()
    printed = SystemPrinter(PrinterSettings()).print_pdf(sheet, title)
    assert (printed.printer, printed.pages) == (QUEUE, 1)
    out = server.came_out(title)
    ours, theirs = (pictures_of(pdf, dots=100)[0].convert("L") for pdf in (sheet, out))
    assert abs(ours.width - theirs.width) <= 2 and abs(ours.height - theirs.height) <= 2
    difference = ImageStat.Stat(ImageChops.difference(ours, theirs.resize(ours.size))).mean[0]
    assert difference < 1.0, "what came out does not look like the paper"
    assert b"/Font" in out or b"Fangsong" in out, "letters came out as a picture"


def test_with_an_offset_the_page_is_drawn_and_moved(qapp: object, server: PrintServer, title: str) -> None:
    sheet = trial_sheet()
    printer = SystemPrinter(PrinterSettings(name=QUEUE, right=40, down=20))
    in_a_worker(lambda: printer.print_pdf(sheet, title))
    out = (
        pictures_of(server.came_out(title), dots=100)[0].convert("L").point(lambda light: 255 * (light < 128))
    )
    still = pictures_of(sheet, dots=100)[0].convert("L").point(lambda light: 255 * (light < 128))
    box, before = out.getbbox(), still.getbbox()
    assert box is not None and before is not None
    assert (box[0] - before[0]) / 100 * 25.4 == pytest.approx(4.0, abs=0.5)
    assert (box[1] - before[1]) / 100 * 25.4 == pytest.approx(2.0, abs=0.5)


@pytest.mark.parametrize("settings", [PrinterSettings(name=QUEUE), PrinterSettings(name=QUEUE, right=10)])
@pytest.mark.parametrize("stop", ["cupsdisable", "cupsreject"])
def test_a_stopped_queue_is_said_and_keeps_no_paper(
    qapp: object, server: PrintServer, title: str, settings: PrinterSettings, stop: str
) -> None:
    server.run(stop, QUEUE)
    with pytest.raises(Unavailable, match=r"print\.stopped"):
        SystemPrinter(settings).print_pdf(trial_sheet(), title)
    assert QUEUE not in server.run("lpstat", "-o", QUEUE)


def test_a_queue_that_stops_over_the_job_gives_it_back(
    server: PrintServer, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = spool.require_ready
    asked: list[str] = []

    def stops_after_the_first_look(name: str) -> None:
        ready(name)
        if not asked:
            server.run("cupsdisable", QUEUE)
        asked.append(name)

    monkeypatch.setattr(spool, "require_ready", stops_after_the_first_look)
    with pytest.raises(Unavailable, match=r"print\.stopped"):
        spool.send(trial_sheet(), title, QUEUE)
    assert QUEUE not in server.run("lpstat", "-o", QUEUE), "a paper with a person's name lies in the queue"


def test_a_queue_that_was_removed_is_named(server: PrintServer, title: str) -> None:
    with pytest.raises(Unavailable, match=r"print\.vanished") as told:
        SystemPrinter(PrinterSettings(name="LASER-7")).print_pdf(trial_sheet(), title)
    assert told.value.details == {"printer": "LASER-7"}


@pytest.mark.parametrize("alert", ["media-empty-warning", "media-jam-error", "toner-empty"])
def test_a_printer_without_paper_is_seen_to_first(
    server: PrintServer, title: str, monkeypatch: pytest.MonkeyPatch, alert: str
) -> None:
    ask = spool._ask
    monkeypatch.setattr(spool, "_ask", lambda *words, **more: ask(*words, **more).replace("none", alert))
    with pytest.raises(Unavailable, match=r"print\.trouble"):
        spool.send(trial_sheet(), title, QUEUE)


def test_a_print_server_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(spool, "PATIENCE", 0.2)
    with pytest.raises(Unavailable, match=r"print\.silent"):
        spool._ask("sleep", "30")


def test_a_job_that_the_driver_gives_up_is_said(
    running: PrintServer, server: PrintServer, title: str
) -> None:
    temporary = running.socket.parent / "tmp"
    temporary.chmod(0o700)  # the filters run as another user and can write nothing
    try:
        with pytest.raises(Unavailable, match=r"print\.failed"):
            spool.send(trial_sheet(), title, QUEUE)
    finally:
        temporary.chmod(0o1777)
    assert QUEUE not in server.run("lpstat", "-o", QUEUE)


@pytest.fixture
def hall(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A hall with twenty notices that were issued and not printed."""
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")  # founding sets it; it is taken back afterwards
    folder = Folder(tmp_path, capsys)
    folder.founds("office", OFFICE, "LX07")
    for place in range(20):
        number = folder.registers("03-02", "申诉求决", key=f"row{place}", name=f"张示范{place}")
        folder.act("03-02", number, "forward", unit="U1")
        folder.paper("03-02", "D11", number)
    return folder


def test_a_batch_of_twenty_with_a_failure_in_the_middle(
    qapp: object, server: PrintServer, hall: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue stops over the job: nothing counts as printed. Then all comes out, and one spoiled page again alone."""
    words = ("print", "--state", "awaiting_seal", "--printer", QUEUE)
    numbers = [row["number"] for row in hall("03-02", "seal-basket")]
    with monkeypatch.context() as broken:
        ready = spool.require_ready
        looks: list[str] = []

        def stops_in_the_middle(name: str) -> None:
            ready(name)
            if not looks:
                server.run("cupsdisable", QUEUE)
            looks.append(name)

        broken.setattr(spool, "require_ready", stops_in_the_middle)
        (answer,) = hall("03-02", *words, code=5)
    assert answer["error"]["code"] == "print.stopped"
    assert QUEUE not in server.run("lpstat", "-o", QUEUE), "no paper with a person's name lies in the queue"
    assert "paper-printed" not in kinds(hall, numbers[0])
    server.run("cupsenable", QUEUE)

    (done,) = hall("03-02", *words)
    whole = server.came_out("LX07_20")
    assert len(PdfReader(BytesIO(whole)).pages) == done["pages"] and len(done["papers"]) == 20
    for paper, number in zip(done["papers"], numbers, strict=True):
        assert paper["number"] == number and kinds(hall, number).count("paper-printed") == 1
    spoiled = done["papers"][6]
    (again,) = hall("03-02", *words, "--pages", spoiled["pages"])
    assert [paper["number"] for paper in again["papers"]] == [spoiled["number"]]
    alone = server.came_out("LX07_1")
    place = int(spoiled["pages"].split("-")[0]) - 1
    pages, (first, *_) = pictures_of(whole, dots=80), pictures_of(alone, dots=80)
    same = [at for at, page in enumerate(pages) if not ImageChops.difference(page, first).getbbox()]
    assert same == [place], "the page that was spoiled, and no other"
    assert kinds(hall, spoiled["number"]).count("paper-printed") == 2
    assert kinds(hall, numbers[0]).count("paper-printed") == 1


def kinds(hall: Folder, number: str) -> list[str]:
    """The kinds of entry of a matter."""
    return [str(entry["kind"]) for entry in hall.shown("03-02", number)["entries"]]
