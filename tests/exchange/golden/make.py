"""Makes the golden packages of one form of the format: `python -m tests.exchange.golden.make DIRECTORY`.

Fixed clock, invented people, keys that are made for tests and stand in keys.json. What age and the journal draw by chance
(session keys, salts, ids) is drawn anew, so the files are made once with the program of their time and kept: 0.1.0 with the
commit before announcements were written, minor-1 with the one that brought them, minor-3 with the one that brought the
list of code keys. They must be taken in for ever.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

from app.domain.acts.recording import RecordNumber
from app.domain.office import StationKind
from app.exchange import package
from app.exchange.keys import StationKeys
from app.services import papers, sending
from app.services.perform import perform
from tests.exchange import world
from tests.exchange.world import Party, party

HERE = Path(__file__).parent
COUNTY, STATION = "CT01", "LX07"


def use_fixed_keys() -> None:
    """The keys of both offices for the tests' world."""
    for name, secret in json.loads((HERE / "keys.json").read_text(encoding="utf-8")).items():
        world.KEYS[name] = StationKeys(bytes.fromhex(secret["sign"]), secret["box"])


def offices() -> tuple[Party, Party]:
    """A county and a station with the fixed keys, that trust each other."""
    use_fixed_keys()
    county = party(COUNTY, "county", kind=StationKind.DEPARTMENT)
    hall = party(STATION)
    county.trusts(hall)
    hall.trusts(county)
    return county, hall


def first_form() -> tuple[list[bytes], list[bytes], dict[str, Any]]:
    """Two packages up and one down, as the first release wrote them: registrations, a paper, a number, a receipt."""
    county, hall = offices()
    numbers = [hall.registers("甲")]
    papers.issue(hall.at, numbers[0], "D02")
    up = hall.exports()
    county.takes(up[0])
    perform(county.at, numbers[0], RecordNumber(system="省", number="A1"))
    down = county.exports()
    numbers.append(hall.registers("乙"))
    up += hall.exports()
    return up, down, {"numbers": numbers, "external": {numbers[0]: ["A1"]}, "results": {}, "told": {}}


def grown_form() -> tuple[list[bytes], list[bytes], dict[str, Any]]:
    """As above with what minor 1 added: a rejected matter, announced pictures that follow, receipts that say so."""
    from tests.exchange.test_receipts import spoils
    from tests.exchange.test_travelling_files import attaches, meet

    county, hall = offices()
    meet(county, hall)
    numbers = [hall.registers("甲"), hall.registers("乙"), hall.registers("丙")]
    spoils(hall, numbers[1])
    attaches(hall, numbers[2], b"a picture", b"another picture")
    usual, sending.BESIDE = sending.BESIDE, 1
    up = hall.exports()
    sending.BESIDE = usual
    county.takes(up[0])
    down = county.exports()
    for data in up[1:]:
        county.takes(data)
    perform(county.at, numbers[0], RecordNumber(system="省", number="A1"))
    down += county.exports()
    said = {"numbers": numbers, "external": {numbers[0]: ["A1"]}}
    told = {numbers[1]: ["rejected"], numbers[2]: ["held", "accepted"]}
    return list(hall.drawer.files.values()), list(county.drawer.files.values()), {
        **said, "results": {numbers[1]: "rejected"}, "told": told,
    }  # fmt: skip


def listed_form() -> tuple[list[bytes], list[bytes], dict[str, Any]]:
    """A number and a receipt as ever, and the county's list of code keys in the header (minor 3)."""
    from app.services.code_keys import make_list
    from tests.services.test_notice_codes import as_leader, signing

    county, hall = offices()
    signing(county)
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    make_list(as_leader(county.at))
    perform(county.at, number, RecordNumber(system="省", number="A1"))
    down = county.exports()
    later = hall.registers("乙")
    up = [*hall.drawer.files.values(), *hall.exports()]
    said = {"numbers": [number, later], "external": {number: ["A1"]}, "results": {}, "told": {}}
    return up, down, {**said, "key_list": 1}


def main(folder: Path) -> None:
    """Writes the packages, the cards and what must come of them."""
    folder.mkdir(parents=True)
    known = package.PackageHeader.__dataclass_fields__
    form = listed_form if "key_list" in known else grown_form if "minor" in known else first_form
    up, down, expected = form()
    for name, made in (("up", up), ("down", down)):
        for place, data in enumerate(made, start=1):
            (folder / f"{name}-{place}.xfp").write_bytes(data)
    expected["entries"] = [package.look(io.BytesIO(data)).header.entries for data in up]
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
