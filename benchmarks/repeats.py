"""How fast earlier matters are found among a hundred thousand, and how many of rewritten letters find their own again.

`run()` answers rows of (name, measured, goal); at or under its goal is good, and for recall the share that is missed. Real
letters are read where they lie (the folder named by PETITION_DESK_LETTERS, or ../shared/data) and never copied out of the
store, which is gone afterwards; without them texts are made up. All is asked through the service the window asks.

    python -m benchmarks.repeats [--size 100000] [--postgres]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from app.clock import FixedClock, milliseconds, stopwatch
from app.domain import history
from app.domain.acts.registering import register
from app.domain.entry import StreamId, StreamKind
from app.domain.number import MatterNumber
from app.domain.office import StationKind
from app.ids import new_id
from app.services.repeats import Told, earlier_matters
from benchmarks.spine import Ratio, room, story
from db.folder import create, training_accounts
from tests import desks
from tests.cluster import throw_away_cluster
from tests.desks import START, command, sign_in
from ui.bootstrap.opening import Desk

SIZE = 100_000
ASKED = 200
SHORTEST = 60
"""Letters of a text that is asked about."""
BY_NUMBER, BY_NAME, BY_TEXT = 1.0, 10.0, 100.0
"""Goals in milliseconds."""
LIGHT, HEAVY = 0.95, 0.90
"""Goals of recall among the first five."""
PLACES = (Path(os.environ.get("PETITION_DESK_LETTERS", "none")), Path("../shared/data"))
_CLAUSE = re.compile(r"[，。！？；、,.!?;\s]+")
_SENTENCE = re.compile(r"(?<=[。！？；\n])")
SYNONYMS = (
    ("反映", "投诉"), ("要求", "请求"), ("希望", "盼望"), ("村民", "群众"), ("没有", "未"), ("多次", "屡次"),
    ("工资", "薪水"), ("小区", "楼盘"), ("物业", "物管"), ("解决", "处理"), ("领导", "负责人"), ("现在", "目前"),
    ("但是", "可是"), ("因为", "由于"), ("马上", "立即"), ("全部", "所有"),
)  # fmt: skip
MISHEARD = "的了在是有和人大中上"
NAMES = (
    "赵钱孙李周吴郑王冯陈",
    "示范样例模板试验甲乙丙丁戊己庚辛壬癸子丑寅卯",
    "一二三四五六七八九东西南北春夏秋冬",
)


def letters(chance: random.Random) -> list[str]:
    """Real letters where there are any, else made-up ones."""
    found: list[str] = []
    for place in PLACES:
        for name in ("letters.jsonl", "letters_with_reply.jsonl"):
            if (place / name).exists():
                lines = (place / name).read_text(encoding="utf-8").split("\n")
                found += [str(json.loads(line).get("text", "")) for line in lines if line.strip()]
    made = list(dict.fromkeys(text for text in found if len(text) >= SHORTEST))
    return made or [story(chance) for _ in range(3_000)]


def mixed(texts: list[str], size: int, chance: random.Random) -> Iterator[str]:
    """The letters, then others put together from their sentences, so that many hold a sentence of one that is asked for."""
    yield from texts[:size]
    sentences = [part for text in texts for part in _SENTENCE.split(text) if len(part) > 8]
    for _ in range(size - len(texts)):
        yield "".join(chance.choices(sentences, k=chance.randint(3, 9)))


def rewritten(text: str, chance: random.Random, *, heavy: bool) -> str:
    """The same told again: clauses dropped and shuffled, other words, 3 to 13 % of the letters lost or wrong."""
    clauses = [part for part in _CLAUSE.split(text) if part]
    kept = [part for part in clauses if chance.random() > (0.45 if heavy else 0.12)] or clauses[:1]
    chance.shuffle(kept)
    told = "，".join(kept)
    for one, other in SYNONYMS:
        if chance.random() < 0.7:
            told = told.replace(one, other)
    rate = chance.uniform(0.03, 0.13)
    made = []
    for letter in told:
        drawn = chance.random()
        if drawn >= rate:
            made.append(letter)
        elif drawn >= rate / 2:
            made.append(chance.choice(MISHEARD))
    return "".join(made)


def filled(desk: Desk, texts: Iterator[str], chance: random.Random) -> dict[str, tuple[str, str, str]]:
    """Registers them in bulk; number → name, identity number, village of each."""
    session = desk.session
    made: dict[str, tuple[str, str, str]] = {}
    held = list(texts)
    for start in range(0, len(held), 500):
        at = START + timedelta(days=start // 200)  # a series of numbers has 99,999 a year
        session.clock = FixedClock(at)
        today = at.date()
        with session.work() as work:
            for place, text in enumerate(held[start : start + 500], start=start):
                name = "".join(chance.choice(part) for part in NAMES)
                person = (name, f"41072119{place:09d}X", f"410721{chance.randint(100, 140)}")
                sequence = work.take_number(f"matter/{session.office.station}/{today.year}")
                number = MatterNumber.make(session.office.station, today.year % 100, sequence).text
                given = command(text, received_on=today, name=name, id_number=person[1], place=person[2])
                entry = register(
                    given, number=number, token_hash="0", today=today, training=True, unit_received=False
                )
                stream = StreamId(StreamKind.MATTER, new_id(milliseconds(at)))
                draft = session.draft(stream, entry, today, None)
                matter = history.step(None, work.append([draft])[0])
                assert matter is not None
                work.project(None, session.known(matter))
                made[number] = person
            work.commit()
        if start % 5_000 == 0:
            desk.rest()
    desk.rest()
    return made


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds."""
    began = stopwatch()
    ask()
    return (stopwatch() - began) * 1000


def p95(times: list[float]) -> float:
    """What nineteen of twenty stay under."""
    return sorted(times)[int(len(times) * 0.95)]


def wrong_letter(name: str, chance: random.Random) -> str:
    """The name with another letter somewhere behind the first."""
    at = chance.randrange(1, len(name))
    return name[:at] + chance.choice("章仁义礼智信") + name[at + 1 :]


def run(size: int = SIZE, *, postgres: bool = False) -> list[Ratio]:
    """Fills a store, a folder's or a hall's on a server of its own, and asks."""
    chance = random.Random(10)
    texts = letters(chance)[:size]
    told: list[Ratio] = []
    with room() as path, throw_away_cluster() if postgres else nullcontext("") as database:
        accounts = training_accounts(desks.ROLE_NAMES)
        made_for = desks.office(StationKind.OFFICE)
        create(
            path / "desk",
            made_for,
            accounts,
            code=desks.CODE,
            now=START,
            units=desks.UNITS,
            database=database,
        ).memory.close()
        desk = sign_in(path / "desk")
        made = filled(desk, mixed(texts, size, chance), chance)
        numbers, session = list(made), desk.session
        some = chance.sample(range(len(texts)), min(ASKED, len(texts)))
        persons = [made[numbers[at]] for at in some]
        by_number = [timed(lambda p=p: earlier_matters(session, Told(id_number=p[1]))) for p in persons]  # type: ignore[misc]
        told.append((f"by identity number among {size:,}, ms at p95", p95(by_number), BY_NUMBER))
        named = [(wrong_letter(p[0], chance), p[2]) for p in persons]
        by_name = [timed(lambda n=n: earlier_matters(session, Told(name=n[0], place=n[1]))) for n in named]  # type: ignore[misc]
        told.append((f"by a wrong name and the village among {size:,}, ms at p95", p95(by_name), BY_NAME))
        for heavy, goal in ((False, LIGHT), (True, HEAVY)):
            times, missed, first = [], 0, 0
            for at in some:
                asked = Told(text=rewritten(texts[at], chance, heavy=heavy))
                began = stopwatch()
                rows = earlier_matters(session, asked, limit=5)
                times.append((stopwatch() - began) * 1000)
                missed += numbers[at] not in [row.number for row in rows]
                first += [row.number for row in rows[:1]] == [numbers[at]]
            how = "heavily" if heavy else "lightly"
            told.append((f"by text, {how} rewritten, ms at p95", p95(times), BY_TEXT))
            said = f"{how} rewritten, not among the first five (first: {first / len(some):.1%})"
            told.append((said, missed / len(some), 1 - goal))
        desk.close()
    return told


def main() -> int:
    """Prints every row."""
    asked = argparse.ArgumentParser(description="how earlier matters are found")
    asked.add_argument("--size", type=int, default=SIZE)
    asked.add_argument("--postgres", action="store_true", help="a hall's store on a server of its own")
    chosen = asked.parse_args()
    for name, value, goal in run(chosen.size, postgres=chosen.postgres):
        print(f"{'ok  ' if value <= goal else 'miss'}  {value:8.3f}  (goal {goal:.2f})  {name}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
