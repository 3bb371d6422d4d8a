"""Start and memory of the desk against a bare PySide6 window with sixty fields (rulings.md 26, 27).

Each run is a process of its own, offscreen, both sides in turn; times are from spawning to the first painted picture.
Start is measured in three parts: until the first picture; until the door takes a password; and from Enter below a password
that took three seconds to type until the reception form can be typed into (reading the key, stretching the password, opening
the database, the day's first page and the form). The rest is loaded while somebody types; the whole way without a pause,
which no hand can take, is a row of its own. Memory is what the process alone holds (PSS on Linux), before the first paper.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 5
AT_ONCE, TYPED = "0", "3000"
"""Milliseconds for which somebody types a password."""
Ratio = tuple[str, float, float]

BARE = """
import sys
from ui.interpreter import hold_singletons
hold_singletons()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QWidget
application = QApplication(sys.argv)
window = QWidget()
form = QFormLayout(window)
for place in range(60):
    form.addRow(f"field {place}", QLineEdit("text"))
window.resize(1366, 728)
window.show()
window.grab()
print("painted", flush=True)
sys.stdin.readline()
"""

DESK = """
import sys
from pathlib import Path
from ui.desk.window import DeskWindow
from ui.desk.application import make_application
from ui.desk.settings_file import SettingsFile
from PySide6.QtCore import QTimer
folder = Path(sys.argv[1])
settings = SettingsFile(folder)
application = make_application(sys.argv, theme="light", body=14)
window = DeskWindow(folder, settings, application)
window.shell.resize(1366, 728)
window.shell.show()
window.shell.grab()
print("painted", flush=True)
if sys.argv[2] != "picture":
    from ui.desk.pages.sign_in import Ticket
    def at_the_door():
        print("door", flush=True)
        QTimer.singleShot(int(sys.argv[2]), enter)
    def enter():
        print("entered", flush=True)
        page = window.shell.page("sign-in")
        page.asked.emit(Ticket(account="clerk", password="training"))
    def inside():
        window.shell.show_page("reception")
        window.shell.grab()
        QTimer.singleShot(0, done)
    def done():
        print("form", flush=True)
        sys.stdin.readline()
        application.quit()
    window.at_the_door.connect(at_the_door)
    window.opened.connect(inside)
    application.exec()
else:
    sys.stdin.readline()
"""


def run() -> list[Ratio]:
    """The ratios: name, value, goal."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "desk"
        _make_folder(folder)
        compiled = Path(place) / "compiled"
        _timed(BARE, [], ("painted",), compiled)
        _timed(DESK, [str(folder), AT_ONCE], ("form",), compiled)
        bare: list[float] = []
        first: list[float] = []
        door: list[float] = []
        form: list[float] = []
        waited: list[float] = []
        bare_memory: list[int] = []
        form_memory: list[int] = []
        for _ in range(ROUNDS):
            (seconds,), memory = _timed(BARE, [], ("painted",), compiled)
            bare.append(seconds)
            bare_memory.append(memory)
            first.append(_timed(DESK, [str(folder), "picture"], ("painted",), compiled)[0][0])
            (typed, live), memory = _timed(DESK, [str(folder), AT_ONCE], ("door", "form"), compiled)
            door.append(typed)
            form.append(live)
            form_memory.append(memory)
            (entered, live), _ = _timed(DESK, [str(folder), TYPED], ("entered", "form"), compiled)
            waited.append(live - entered)
    floor = median(bare)
    return [
        ("first picture / bare 60-field window", median(first) / floor, 1.6),
        ("a password can be typed / bare 60-field window", median(door) / floor, 1.6),
        ("from Enter to the reception form live / bare 60-field window", median(waited) / floor, 1.6),
        ("the whole way without a pause / bare 60-field window", median(form) / floor, 1.6),
        (
            "memory with the reception form / bare 60-field window",
            median(form_memory) / median(bare_memory),
            1.5,
        ),
    ]


def _make_folder(folder: Path) -> None:
    init = [sys.executable, "-m", "ui", "--data", str(folder), "init", "--training", "--office", "bench"]
    rest = ["--area", "410721", "--station", "LX07", "--recovery-out", str(folder.with_suffix(".code"))]
    subprocess.run([*init, *rest], check=True, capture_output=True)


def _timed(
    script: str, arguments: list[str], words: tuple[str, ...], compiled: Path
) -> tuple[list[float], int]:
    """Seconds until the process says each of the words, one after the other, and the memory it holds then, in KiB.

    What was compiled once lies in `compiled`, as in every installed program, whatever the surroundings say of writing it.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.getcwd(),
        "PYTHONPYCACHEPREFIX": str(compiled),
    }
    began = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("the process has no pipes")
        seconds: list[float] = []
        for line in process.stdout:
            if line.strip() == words[len(seconds)]:
                seconds.append(perf_counter() - began)
                if len(seconds) == len(words):
                    break
        else:
            raise RuntimeError("the window never said that it was painted")
        memory = _held(process.pid)
        process.stdin.write("\n")
        process.stdin.flush()
        process.stdin.close()
        process.wait(20)
    return seconds, memory


def _held(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
