"""Measures every turn of the window's event loop, and looks into the window's thread when one lasts too long.

A turn is what a key pressed at the worst moment would have waited. Of each long one is told what was being done, how much
of it was work of the thread itself, and how much the machine took away for other programs (Linux only; else 0): the rest is
waiting for a lock, a disk, or the interpreter in another thread's hands.
"""

from __future__ import annotations

import faulthandler
import os
import re
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer

FRAME = 16.7
"""Milliseconds: a picture's time on the screen."""
STALL = 50.0
"""Milliseconds that no turn may last (rulings.md 26)."""
LOOKS = 0.008
"""Seconds between two looks of the watcher."""
LOOKS_FROM = 0.030
"""Seconds after which the watcher begins to look into the thread: what stands there at 50 ms began before."""
SAMPLES = 25
"""Looks kept of one turn."""
HARNESS = "benchmarks/clerk.py"
"""Who presses the keys: frames from there on outwards are not told."""
DEEPEST = 14
"""Frames told of one look, the innermost ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One long turn, in milliseconds."""

    doing: str
    lasted: float
    work: float = 0.0
    machine: float = 0.0
    looks: tuple[str, ...] = ()
    """Where the window's thread stood, look by look, innermost frame first."""
    others: tuple[str, ...] = ()
    """Where the other threads stood at the first look."""

    @property
    def own(self) -> float:
        """What is left of it when the machine's part is taken off."""
        return max(self.lasted - self.machine, 0.0)

    def told(self) -> str:
        """The turn in a few lines."""
        head = f"{self.lasted:.0f} ms ({self.work:.0f} work, {self.machine:.0f} machine) while {self.doing}"
        usual = max(set(self.looks), key=self.looks.count) if self.looks else "  (nobody looked)"
        seen = f"  {self.looks.count(usual)} of {len(self.looks)} looks:" if self.looks else ""
        return "\n".join(part for part in (head, seen, usual, *self.others) if part)


@dataclass(slots=True)
class Figures:
    """What was seen of one thing that was done."""

    turns: int = 0
    over_frame: int = 0
    over_stall: int = 0
    longest: float = 0.0
    longest_own: float = 0.0


@dataclass(slots=True)
class Seen:
    """Everything seen since the beginning."""

    by_act: dict[str, Figures] = field(default_factory=dict)
    stalls: list[Turn] = field(default_factory=list)
    """Turns over 50 ms."""

    @property
    def turns(self) -> int:
        """How many turns there were."""
        return sum(act.turns for act in self.by_act.values())

    @property
    def over_frame(self) -> int:
        """Turns over 16.7 ms."""
        return sum(act.over_frame for act in self.by_act.values())

    @property
    def longest(self) -> float:
        """Milliseconds of the longest turn."""
        return max((act.longest for act in self.by_act.values()), default=0.0)

    @property
    def longest_own(self) -> float:
        """The longest when the machine's part is taken off each."""
        return max((act.longest_own for act in self.by_act.values()), default=0.0)


class Watchdog(QObject):
    """Ticks in the event loop of the thread that makes it; a thread of its own looks at it from beside."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seen = Seen()
        self.doing = "nothing"
        """What is being done now, in a few words; set by whoever does it."""
        self._thread = threading.get_ident()
        self._account, self._stacks = _Account(), _Stacks()
        self._looks: list[str] = []
        self._others: tuple[str, ...] = ()
        self._last = time.perf_counter()
        self._work, self._away = self._account.read()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._ticker = QTimer(self, interval=1)
        self._ticker.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticker.timeout.connect(self._tick)

    def start(self) -> Self:
        """Begins to measure."""
        self.forget_this_turn()
        self._ticker.start()
        self._watcher.start()
        return self

    def stop(self) -> Seen:
        """Ends; what was seen."""
        self._ticker.stop()
        self._over.set()
        self._watcher.join()
        self._account.close()
        self._stacks.close()
        return self.seen

    def forget_this_turn(self) -> None:
        """The turn that runs is no part of the day: whoever measures did something of their own."""
        self._last = time.perf_counter()
        self._work, self._away = self._account.read()
        self._looks, self._others = [], ()

    def _tick(self) -> None:
        now = time.perf_counter()
        work, away = self._account.read()
        lasted = (now - self._last) * 1000
        figures = self.seen.by_act.setdefault(self.doing, Figures())
        figures.turns += 1
        if lasted > FRAME:
            turn = Turn(
                doing=self.doing, lasted=lasted, work=work - self._work, machine=away - self._away,
                looks=tuple(self._looks), others=self._others,
            )  # fmt: skip
            figures.over_frame += 1
            figures.longest_own = max(figures.longest_own, turn.own)
            if lasted > STALL:
                figures.over_stall += 1
                self.seen.stalls.append(turn)
        figures.longest = max(figures.longest, lasted)
        self._last, self._work, self._away = now, work, away
        if self._looks:
            self._looks, self._others = [], ()

    def _watch(self) -> None:
        while not self._over.wait(LOOKS):
            if time.perf_counter() - self._last < LOOKS_FROM or len(self._looks) >= SAMPLES:
                continue
            stacks = self._stacks.read()
            mine = stacks.pop(self._thread, ())
            if not self._looks:
                stacks.pop(threading.get_ident(), None)
                self._others = tuple(f"  beside: {_where(lines)}" for lines in stacks.values() if lines)
            inner = tuple(takewhile(lambda line: HARNESS not in line, mine))[:DEEPEST]
            self._looks.append("\n".join(f"    {line}" for line in inner or mine[:1]))


class _Stacks:
    """Where every thread stands.

    Python's own dump, which takes no reference: a frame held here would keep a painter of the window alive, and let it
    die in the wrong thread.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  as long as the watcher lives

    def read(self) -> dict[int, tuple[str, ...]]:
        """The lines of each thread by its identity, innermost first."""
        self._file.seek(0)
        self._file.truncate()
        faulthandler.dump_traceback(self._file.fileno(), all_threads=True)
        self._file.seek(0)
        found: dict[int, tuple[str, ...]] = {}
        for block in self._file.read().decode(errors="replace").split("\n\n"):
            head, *lines = block.strip().splitlines()
            if identity := _IDENTITY.search(head):
                found[int(identity[0], 16)] = tuple(_shorter(line) for line in lines)
        return found

    def close(self) -> None:
        """Gives the file back."""
        self._file.close()


class _Account:
    """What the kernel books for the thread that makes it: milliseconds at work, and waiting for a processor."""

    def __init__(self) -> None:
        try:
            path = f"/proc/self/task/{threading.get_native_id()}/schedstat"
            self._file = os.open(path, os.O_RDONLY)
        except OSError:
            self._file = -1

    def read(self) -> tuple[float, float]:
        """Both; 0 where the kernel tells nothing."""
        if self._file < 0:
            return time.thread_time() * 1000, 0.0
        work, away, *_ = os.pread(self._file, 100, 0).split()
        return int(work) / 1e6, int(away) / 1e6

    def close(self) -> None:
        """Gives the file back."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _where(lines: tuple[str, ...]) -> str:
    """The innermost frame, and the innermost of ours."""
    own = next((line for line in lines if "site-packages" not in line and "python3" not in line), "")
    return lines[0] if own == lines[0] else f"{lines[0]} … {own}"


_IDENTITY = re.compile(r"0x[0-9a-f]+")
_LINE = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+|\?\?\?) in (?P<name>.+)')


def _shorter(line: str) -> str:
    found = _LINE.search(line)
    if found is None:
        return line.strip()
    return f"{'/'.join(found['file'].split(os.sep)[-3:])}:{found['line']} {found['name']}"
