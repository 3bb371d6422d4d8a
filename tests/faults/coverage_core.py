"""Every branch of the trust core is taken by a test that belongs to it (row 42 of trust.md section 6).

python -m tests.faults.coverage_core: one JSON object: how many modules and branches, which branches and lines no test
reached ("file:line->line"), and what a `pragma: no cover` with its reason takes out of the count.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from tests.faults.core_runs import Observed, observe
from tests.rules.tree import REPOSITORY
from tests.trust.core import MODULES

_EXCUSE = re.compile(r"#\s*pragma:\s*no (?:cover|branch)(?::\s*(?P<why>\S.*))?")


def excuses() -> list[str]:
    """Every pragma in the core as "file:line: why"; "file:line: no reason" for one that does not say."""
    found = []
    for path in MODULES:
        for number, line in enumerate((REPOSITORY / path).read_text(encoding="utf-8").splitlines(), start=1):
            if told := _EXCUSE.search(line):
                found.append(f"{path}:{number}: {told['why'] or 'no reason'}")
    return found


def told(seen: Observed) -> dict[str, Any]:
    """What a run says about the branches, as the harness prints it."""
    missed = [f"{path}:{one}->{other}" for path in MODULES for one, other in seen.missed.get(path, ())]
    unreached = [f"{path}:{line}" for path in MODULES for line in seen.unreached.get(path, ())]
    unseen = [path for path in MODULES if path not in seen.branches]
    given = excuses()
    return {
        "modules": len(MODULES),
        "branches": sum(seen.branches.values()),
        "missed": missed,
        "unreached": unreached,
        "excused": given,
        "unseen": unseen,
        "ok": seen.passed
        and not (missed or unreached or unseen or any(line.endswith("no reason") for line in given)),
    }


def main() -> int:
    """The answer; 1 when a branch was missed."""
    found = told(observe())
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
