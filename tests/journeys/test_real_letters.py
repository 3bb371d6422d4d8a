"""Three thousand real letters, read where they lie and never copied: registered, found again, rebuilt, verified.

Nothing of a letter is ever printed: a failure names its place in the file.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import AppError
from app.services import intake
from app.services.registration import register_matter
from db.search import contains, normalised
from tests.desks import folder, sign_in
from tests.rules.tree import REPOSITORY
from ui.bootstrap.opening import Desk

PLACES = (REPOSITORY.parent / "shared" / "data", Path(os.environ.get("PETITION_DESK_LETTERS", "none")))


def letters(count: int) -> list[tuple[int, str]]:
    """Place and text of so many letters, the same ones each time. Skips loudly where there are none."""
    source = next((place / "letters.jsonl" for place in PLACES if (place / "letters.jsonl").exists()), None)
    if source is None:
        pytest.skip("NO LETTERS HERE, real input is not tested (../shared/data/letters.jsonl)")
    lines = source.read_text(encoding="utf-8").split("\n")
    texts = [(place, json.loads(line)["text"]) for place, line in enumerate(lines, start=1) if line.strip()]
    return random.Random(7).sample(texts, min(count, len(texts)))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A clerk at a real SQLCipher folder."""
    folder(tmp_path / "desk").memory.close()
    opened = sign_in(tmp_path / "desk")
    yield opened
    opened.close()


def registered(desk: Desk, chosen: list[tuple[int, str]]) -> dict[int, str]:
    """What became of each letter: its number, or '=' and its number when it was there already, or an error's code."""
    lines = "\n".join(
        json.dumps({"key": f"L{place}", "content": text, "channel": "letter"}) for place, text in chosen
    )
    told: dict[int, str] = {}
    session = desk.session
    for (row, key), (place, _) in zip(
        intake.keyed(intake.read_file("letters.jsonl", lines.encode()).rows), chosen, strict=True
    ):
        try:
            taken = intake.to_intake(
                row.values, key=key, today=session.today(), area="410721", area_code=None
            )
            made = register_matter(session, taken.command, key=key)
            told[place] = ("=" if made.repeated else "") + made.number
        except AppError as error:
            told[place] = error.code
    return told


def words_of(chosen: list[tuple[int, str]], count: int) -> Iterator[str]:
    """Pieces of the letters themselves, two to six letters long: what people would search for."""
    chance = random.Random(11)
    runs = [run for _, text in chosen for run in normalised(text).split() if len(run) > 1]
    for _ in range(count):
        run = chance.choice(runs)
        length = min(len(run), chance.randint(2, 6))
        start = chance.randint(0, len(run) - length)
        yield run[start : start + length]


def lived_through(desk: Desk, chosen: list[tuple[int, str]], words: int) -> None:
    first = registered(desk, chosen)
    refused = sorted(place for place, told in first.items() if not told.startswith("LX07-"))
    assert refused == [], "these lines were refused"
    again = registered(desk, chosen)
    assert [place for place, told in again.items() if told != "=" + first[place]] == []
    desk.rest()
    texts = {first[place]: [normalised(text)] for place, text in chosen}
    search = desk.session.unmasked.search
    wrong = 0
    for word in words_of(chosen, words):
        expected = {number for number, text in texts.items() if contains(word, text)}
        found = {hit.number for hit in search(word, field="text", limit=len(chosen))}
        wrong += found != expected or not expected
    assert wrong == 0, f"{wrong} of {words} words were not found as a scan finds them"
    assert desk.rebuild(check=True)["equal"] is True
    journal, access = desk.verify()
    assert journal.ok and access.ok


def test_a_sample_of_real_letters(desk: Desk) -> None:
    lived_through(desk, letters(150), 200)


@pytest.mark.slow
def test_all_real_letters(desk: Desk) -> None:
    lived_through(desk, letters(3000), 1000)
