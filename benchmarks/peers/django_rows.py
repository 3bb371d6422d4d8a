"""Django's ORM on SQLite, the way a web form would keep the same visit: one row, no search index, no chain, no number.

It does less (no hash chain, no due days, no word index, no encryption), so its save is a floor to stay near; its search is
the LIKE that an ORM offers.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.spine import PAIRS, grown, story, turns
from tests.desks import folder, registers, sign_in

NEEDS = ("django",)
ROWS = 10_000
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
Ratio = tuple[str, float, float]


def run() -> list[Ratio]:
    """A save and a search, ours to Django's, in one run."""
    chance = random.Random(5)
    with tempfile.TemporaryDirectory(prefix="desk-peer-") as place:
        visit = _django(Path(place) / "peer.db")
        for _ in range(ROWS // 500):
            visit.objects.bulk_create([_row(visit, chance) for _ in range(500)])
        folder(Path(place) / "desk").memory.close()
        desk = sign_in(Path(place) / "desk", at="2040-01-02T09:00:00+08:00")
        grown(desk, ROWS, chance)
        ours, theirs = turns(
            lambda: registers(desk.session, story(chance)), lambda: _save(visit, chance), rounds=150
        )
        found, scanned = turns(
            lambda: desk.session.memory.queries.search(chance.choice(PAIRS), limit=50),
            lambda: list(visit.objects.filter(content__contains=chance.choice(PAIRS)).order_by("-id")[:50]),
            rounds=100,
        )
        desk.close()
    return [
        (
            f"a visit saved beside {ROWS:,}, to Django's row without number, chain or index",
            ours / theirs,
            1.0,
        ),
        ("fifty rows with a word of two characters, to Django's LIKE", found / scanned, 1.0),
    ]


def _django(path: Path) -> Any:
    """A model of a visit, its table made. Django can be set up once in a process."""
    import django
    from django.conf import settings

    options = {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"}
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    settings.configure(DATABASES={"default": database}, INSTALLED_APPS=[], USE_TZ=True)
    django.setup()
    from django.db import connection, models

    class Visit(models.Model):
        number = models.CharField(max_length=20, unique=True)
        received_on = models.DateField(db_index=True)
        channel = models.CharField(max_length=20)
        name = models.CharField(max_length=100, db_index=True)
        address = models.CharField(max_length=200)
        content = models.TextField()

        class Meta:
            app_label = "peer"

    with connection.schema_editor() as editor:
        editor.create_model(Visit)
    return Visit


def _row(visit: Any, chance: random.Random) -> Any:
    return visit(
        number=f"{chance.getrandbits(60):x}",
        received_on="2026-03-02",
        channel="walk_in",
        name="张示范",
        address="示范村一号",
        content=story(chance),
    )


def _save(visit: Any, chance: random.Random) -> None:
    from django.db import transaction

    with transaction.atomic():
        _row(visit, chance).save()
