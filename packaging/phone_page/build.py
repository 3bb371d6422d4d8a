"""Makes resources/qr/page.html from packaging/phone_page: `python packaging/phone_page/build.py [--write]`.

Takes the libraries that package-lock.json names by their hashes (needs node and npm), builds in a folder of its own and
compares with what is committed, byte for byte; with --write it puts the result and the record in place. The record,
resources/qr/page.sha256, holds the hashes of all sources and of the result, as `sha256sum -c` reads them: a test sees by it
that a source was changed and the page not made anew.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PHRASES = ROOT / "resources" / "qr" / "phrases.txt"
PAGE = ROOT / "resources" / "qr" / "page.html"
RECORD = ROOT / "resources" / "qr" / "page.sha256"
BUILT_WITH = ("package.json", "package-lock.json", ".npmrc", "build.mjs")


def sources() -> list[Path]:
    """Every file that the page is made of."""
    return [*(HERE / name for name in BUILT_WITH), *sorted((HERE / "src").iterdir()), PHRASES]


def built() -> bytes:
    """The page, made anew from its sources with the libraries of the lock."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            sys.exit(
                f"{program} is needed to make the page and is not here (Debian: apt-get install nodejs npm)"
            )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "phone_page")
        shutil.copytree(HERE, place, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        subprocess.run(["npm", "ci", "--silent"], cwd=place, check=True)
        result = Path(folder, "page.html")
        subprocess.run(["node", "build.mjs", PHRASES, result], cwd=place, check=True)
        return result.read_bytes()


def record(page: bytes) -> str:
    """The lines of the record: sources as they lie there, and this page."""
    lines = [f"{_hash(path.read_bytes())}  {path.relative_to(ROOT).as_posix()}" for path in sources()]
    return "\n".join([*lines, f"{_hash(page)}  {PAGE.relative_to(ROOT).as_posix()}"]) + "\n"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Builds, and writes or compares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the page and its record in place")
    write = parser.parse_args().write
    page = built()
    if write:
        PAGE.write_bytes(page)
        RECORD.write_text(record(page), encoding="utf-8")
        print(f"{PAGE.relative_to(ROOT)}: {len(page)} bytes")
    elif page != PAGE.read_bytes() or record(page) != RECORD.read_text(encoding="utf-8"):
        sys.exit("resources/qr/page.html is not what its sources make; look at them, then build.py --write")
    else:
        print(f"resources/qr/page.html is what its sources make, byte for byte ({len(page)} bytes)")


if __name__ == "__main__":
    main()
