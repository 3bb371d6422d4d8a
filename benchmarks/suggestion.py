"""How long the class suggestion takes to learn and to speak, and how long it holds others up, to the budgets of C11.

`run()` answers rows of (name, ratio, goal); at or under its goal is good. Real letters are read where they lie (the folder
named by PETITION_DESK_LETTERS, or ../shared/data) and never copied; without them texts are made up.

    python -m benchmarks.suggestion
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import sleep

from app.clock import stopwatch
from app.domain.codes import codes, find_code
from app.domain.suggestion import learning
from app.domain.suggestion_training import train
from ui.desk.suggestion_watch import Paced

Ratio = tuple[str, float, float]
TEXTS = 6_000
LEARNING, SPEAKING, PAUSE = 30.0, 0.005, 0.05
"""Budgets in seconds: six thousand texts, one text, and a pause of the window."""
PLACES = (Path(os.environ.get("PETITION_DESK_LETTERS", "none")), Path("../shared/data"))


def letters() -> Iterator[tuple[str, str]]:
    """Texts with the code of their class: real ones where there are any, else words of the class table in a row."""
    source = next((place / "letters.jsonl" for place in PLACES if (place / "letters.jsonl").exists()), None)
    if source is None:
        yield from made_up()
        return
    for line in source.read_text(encoding="utf-8").split("\n"):
        row = json.loads(line) if line.strip() else {}
        found = find_code("classification", str(row.get("label", "")))
        if found is not None:
            yield str(row["text"]), found.code


def made_up() -> Iterator[tuple[str, str]]:
    """Three thousand rows of words of one class among words of all."""
    every = [row.label for row in codes("classification")]
    own = {code: [r.label for r in codes("classification") if r.code.startswith(code)] for code in CLASSES}
    for at in range(TEXTS // 2):
        code = CLASSES[at % len(CLASSES)]
        words = [every[(at * 31 + step * 17) % len(every)] for step in range(40)]
        words += [own[code][(at + step) % len(own[code])] for step in range(20)]
        yield "，".join(words), code


CLASSES = ("01", "04", "06", "11", "12", "14", "15")


def longest_pause(texts: list[tuple[str, str]]) -> float:
    """Seconds that another thread, which wants to run every two milliseconds, waits at most while learning goes on."""
    worker = Thread(target=train, args=(texts, learning(), Paced(lambda done, total, stage="": None)))
    worker.start()
    longest, last = 0.0, stopwatch()
    while worker.is_alive():
        sleep(0.002)
        now = stopwatch()
        longest, last = max(longest, now - last), now
    return longest


def run() -> list[Ratio]:
    """Learns from so many texts (each given twice with another beginning), then asks for every tenth."""
    given = list(letters())
    texts = [*given, *((f"再次反映。{text}", code) for text, code in given)][:TEXTS]
    began = stopwatch()
    model = train(texts, learning(), lambda done, total: None)
    learned = stopwatch() - began
    assert model is not None
    asked = [text[: learning().reads] for text, _ in texts[::10]]
    began = stopwatch()
    for text in asked:
        model.suggest(text)
    spoken = (stopwatch() - began) / len(asked)
    gc.disable()  # as in the workers of the desk (decision 0023)
    pause = longest_pause(texts[:1_500])
    gc.enable()
    return [
        (f"{len(texts):,} texts learned, to {LEARNING:.0f} s", learned / LEARNING, 1.0),
        (f"a text suggested, to {SPEAKING * 1000:.0f} ms", spoken / SPEAKING, 1.0),
        (
            f"longest pause of the window's thread while learning, to {PAUSE * 1000:.0f} ms",
            pause / PAUSE,
            1.0,
        ),
    ]


if __name__ == "__main__":
    for name, ratio, goal in run():
        print(f"{ratio:7.2f}  (goal {goal})  {name}")
