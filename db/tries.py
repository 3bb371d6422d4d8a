"""Failed tries at a folder that is not open yet (尝试次数): a small file beside the key file, counted per account.

The journal cannot be written before the folder is open, so failures at the passphrase slot are counted here and told to
the access chain at the next opening. Whoever can delete this file has the disk, and could copy it and try elsewhere;
against that stands Argon2id alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.domain import throttle
from app.errors import NotAllowed
from db import durable

FILE = "station.tries.json"


class Tries:
    """The counts of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._counts = self._read()

    def require(self, account: str, ticks: int) -> None:
        """Raises NotAllowed("sign_in.locked") while the account has to wait; `ticks`: milliseconds of the forward clock."""
        row = self._counts.get(account)
        if row is None:
            return
        ends = throttle.until(row["failures"], row["until"], ticks)
        if ends != row["until"]:
            row["until"] = ends
            self._write()
        if ends > ticks:
            raise NotAllowed("sign_in.locked", minutes=throttle.minutes_left(ends, ticks))

    def begin(self, account: str, ticks: int) -> None:
        """Counts a try before it is made, so that ending the program in between does not undo it."""
        row = self._counts.setdefault(account, {"failures": 0, "until": 0, "untold": 0})
        row["failures"] += 1
        row["untold"] += 1
        row["until"] = ticks + throttle.wait_after(row["failures"])
        self._write()

    def passed(self, account: str) -> None:
        """The try was right: forgets the failures in a row; earlier ones that were not told yet stay to be told."""
        row = self._counts[account]
        row["failures"] = row["until"] = 0
        row["untold"] -= 1
        self._write()

    def forget(self, account: str) -> None:
        """The account has a new password: whoever guessed at the old one does not keep its owner out."""
        if account in self._counts:
            self._counts[account]["failures"] = self._counts[account]["until"] = 0
            self._write()

    @property
    def untold(self) -> tuple[str, ...]:
        """The account of each failure that the access chain does not know yet."""
        return tuple(name for name, row in sorted(self._counts.items()) for _ in range(row["untold"]))

    def told(self) -> None:
        """The access chain knows them all now."""
        for row in self._counts.values():
            row["untold"] = 0
        self._write()

    def _read(self) -> dict[str, dict[str, int]]:
        try:
            found: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return {
                str(name): {key: int(row[key]) for key in ("failures", "until", "untold")}
                for name, row in found.items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write(self) -> None:
        """Kept as far as the disk allows; a file without any count is taken away."""
        self._counts = {name: row for name, row in self._counts.items() if row["failures"] or row["untold"]}
        if not self._counts:
            durable.remove(self._path)
            return
        text = json.dumps(self._counts, sort_keys=True).encode()
        try:
            durable.put_whole(self._path, text)
        except OSError:
            return
