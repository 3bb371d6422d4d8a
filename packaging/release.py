"""Making an update file from a built folder. Three people hold a release key each; two of them sign (decision 0121).

    python packaging/release.py key PRIVATE     makes a key: the private half into that file, the public one printed
    python packaging/release.py list FOLDER --version V --number N --platform P --made-on D --until D --out LIST
    python packaging/release.py sign LIST PRIVATE --out SIGNATURES      adds a signature; each signer at home
    python packaging/release.py pack FOLDER LIST SIGNATURES OUT.xfu

Private keys never lie in the repository or on the building computer. Run from the root of the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import zipfile
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.exchange.release import Release, ReleasedFile, read_release
from db.update_file import FILES, LIST, SIGNATURES

FACTS = "build.json"
_EARLY = (1980, 1, 1, 0, 0, 0)


def new_key(private: Path) -> str:
    """Makes a key, keeps its private half in a file that only its owner reads, answers the public half in hex."""
    key = Ed25519PrivateKey.generate()
    handle = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as out:
        out.write(key.private_bytes_raw().hex() + "\n")
    return key.public_key().public_bytes_raw().hex()


def list_of(folder: Path, *, version: str, number: int, platform: str, made_on: date, until: date) -> Release:
    """The list of a built folder; its number is written into the folder's facts first."""
    facts = folder / FACTS
    told = json.loads(facts.read_text(encoding="utf-8")) if facts.exists() else {}
    facts.write_text(json.dumps({**told, "release": number}, indent=1, sort_keys=True), encoding="utf-8")
    files = tuple(
        ReleasedFile(
            path=path.relative_to(folder).as_posix(),
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            size=path.stat().st_size,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )
    return Release(
        version=version, number=number, platform=platform, made_on=made_on, until=until, files=files
    )


def signed(data: bytes, private: Path) -> tuple[str, str]:
    """The public key and the signature over a list."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private.read_text(encoding="ascii").strip()))
    return key.public_key().public_bytes_raw().hex(), key.sign(data).hex()


def pack(folder: Path, data: bytes, signatures: dict[str, str], out: Path) -> None:
    """The update file."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(LIST, _EARLY), data)
        archive.writestr(zipfile.ZipInfo(SIGNATURES, _EARLY), json.dumps(signatures, sort_keys=True))
        for item in read_release(data).files:
            path = folder / item.path
            told = zipfile.ZipInfo(FILES + item.path, _EARLY)
            told.external_attr = (path.stat().st_mode & 0o777) << 16
            told.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(told, path.read_bytes())


def main() -> int:
    """One step."""
    asked = argparse.ArgumentParser(description="make an update file")
    steps = asked.add_subparsers(dest="step", required=True)
    key = steps.add_parser("key")
    key.add_argument("private", type=Path)
    listing = steps.add_parser("list")
    listing.add_argument("folder", type=Path)
    for name, kind in (("version", str), ("number", int), ("platform", str)):
        listing.add_argument(f"--{name}", type=kind, required=True)
    for name in ("made-on", "until"):
        listing.add_argument(f"--{name}", type=date.fromisoformat, required=True)
    listing.add_argument("--out", type=Path, required=True)
    sign = steps.add_parser("sign")
    sign.add_argument("list", type=Path)
    sign.add_argument("private", type=Path)
    sign.add_argument("--out", type=Path, required=True)
    packing = steps.add_parser("pack")
    for name in ("folder", "list", "signatures", "out"):
        packing.add_argument(name, type=Path)
    chosen = asked.parse_args()
    if chosen.step == "key":
        print(new_key(chosen.private))
    elif chosen.step == "list":
        made = list_of(
            chosen.folder,
            version=chosen.version,
            number=chosen.number,
            platform=chosen.platform,
            made_on=chosen.made_on,
            until=chosen.until,
        )
        chosen.out.write_bytes(made.to_bytes())
    elif chosen.step == "sign":
        public, signature = signed(chosen.list.read_bytes(), chosen.private)
        there = json.loads(chosen.out.read_text()) if chosen.out.exists() else {}
        chosen.out.write_text(json.dumps({**there, public: signature}, sort_keys=True))
    else:
        pack(chosen.folder, chosen.list.read_bytes(), json.loads(chosen.signatures.read_text()), chosen.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
