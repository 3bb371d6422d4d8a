"""Every benchmark of this folder: name, ratio, goal, and whether it is met. A miss is told, and fails nothing.

python -m benchmarks [NAME …]      the modules to run; all that have run() when none is named, then the peers
                                   (benchmarks/peers) whose library is installed
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)


def main(names: list[str]) -> int:
    """Runs the modules and prints their rows."""
    here = Path(__file__).parent
    found = sorted(path.stem for path in here.glob("[!_]*.py"))
    found += sorted(f"peers.{path.stem}" for path in (here / "peers").glob("[!_]*.py"))
    for name in names or found:
        module = importlib.import_module(f"benchmarks.{name}")
        missing = [need for need in getattr(module, "NEEDS", ()) if importlib.util.find_spec(need) is None]
        if missing:
            print(f"{name}\n  not run: {', '.join(missing)} is not installed", flush=True)
            continue
        if not hasattr(module, "run"):
            continue
        print(name, flush=True)
        for title, ratio, goal in module.run():
            print(
                f"  {'ok  ' if ratio <= goal else 'miss'}  {ratio:7.2f}  (goal {goal})  {title}", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
