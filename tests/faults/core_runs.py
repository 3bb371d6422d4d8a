"""One run of the tests of the trust core, watched: which branches were taken, which test passed which line, how long.

python -m tests.faults.core_runs FILE [TEST ...]: the tests run in this process; what was seen is written to FILE as
JSON. coverage.py is started before anything of the product is imported.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.rules.tree import REPOSITORY
from tests.trust.core import MODULES, TESTS


@dataclass(frozen=True, slots=True)
class Observed:
    """What a run showed.

    `passed`: whether all tests did. `branches`: of each module, how many there are. `missed`: those that were not taken,
    as (line, line), a negative second line is the way out. `unreached`: lines. `excused`: lines taken out by a pragma.
    `by`: of each module and line, the tests that passed it; an empty name is what runs at import. `seconds`: each test.
    """

    passed: bool
    branches: Mapping[str, int]
    missed: Mapping[str, list[tuple[int, int]]]
    unreached: Mapping[str, list[int]]
    excused: Mapping[str, list[int]]
    by: Mapping[str, Mapping[int, list[str]]]
    seconds: Mapping[str, float]


class _Watch:
    """A plug-in of pytest: tells coverage.py which test runs, and counts its seconds."""

    def __init__(self, watching: coverage.Coverage) -> None:
        self._watching = watching
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """What runs from here on runs for this test."""
        self._watching.switch_context(item.nodeid)
        answer = yield
        self._watching.switch_context("")
        return answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Making ready, the test itself, and clearing away count together."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration


def there(tests: Sequence[str]) -> list[str]:
    """Those of the files that exist."""
    return [test for test in tests if (REPOSITORY / test).exists()]


def observe(tests: Sequence[str] = TESTS) -> Observed:
    """Runs these files of tests in a process of their own."""
    with tempfile.TemporaryDirectory() as room:
        found = Path(room) / "seen.json"
        subprocess.run(
            [sys.executable, "-m", "tests.faults.core_runs", str(found), *tests],
            cwd=REPOSITORY, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        return read(json.loads(found.read_text()))


def read(seen: Mapping[str, Any]) -> Observed:
    """What a run wrote."""
    files = {path.replace("\\", "/"): found for path, found in seen["report"]["files"].items()}
    return Observed(
        seen["passed"],
        {path: found["summary"]["num_branches"] for path, found in files.items()},
        {path: [(one, other) for one, other in found["missing_branches"]] for path, found in files.items()},
        {path: found["missing_lines"] for path, found in files.items()},
        {path: found["excluded_lines"] for path, found in files.items()},
        {path: {int(line): names for line, names in seen["by"].get(path, {}).items()} for path in files},
        seen["seconds"],
    )


def main(found: str, *tests: str) -> None:
    """The run itself."""
    watching = coverage.Coverage(
        data_file=None, branch=True, config_file=False, include=[str(REPOSITORY / name) for name in MODULES]
    )
    watching.start()
    watch = _Watch(watching)
    with contextlib.redirect_stdout(sys.stderr):
        done = pytest.main(["-q", "-p", "no:randomly", *there(tests or TESTS)], plugins=[watch])
    watching.stop()
    report = f"{found}.report"
    watching.json_report(outfile=report)
    data = watching.get_data()
    seen = {
        "passed": done == 0,
        "report": json.loads(Path(report).read_text()),
        "by": {name: data.contexts_by_lineno(str(REPOSITORY / name)) for name in MODULES},
        "seconds": watch.seconds,
    }
    Path(found).write_text(json.dumps(seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
