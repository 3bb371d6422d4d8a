"""Whether this computer runs on its battery, as far as the system tells it cheaply."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")


def on_battery(supplies: Path = SUPPLIES) -> bool:
    """True when there is a mains plug and none has current. Where the system tells nothing, False: nothing is put off."""
    plugs = []
    with suppress(OSError):
        for place in supplies.iterdir():
            with suppress(OSError):
                if (place / "type").read_text().strip() in ("Mains", "USB"):
                    plugs.append((place / "online").read_text().strip() == "1")
    return bool(plugs) and not any(plugs)
