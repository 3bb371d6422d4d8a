"""The backup file: database, key file and list of what lies beside in one stored ZIP, with a hash over every byte.

`<station>-<epoch>-<day>-<time>.xfbackup`. Everything in it but the manifest is encrypted; the manifest holds no word of
any matter. The frozen papers lie beside it in `papers/`, encrypted and named as in the data folder, so that each is
copied once. The ZIP's comment ends in the SHA-256 of everything before it: any changed byte is found.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from app.errors import Damaged, NotFound, Unavailable
from db import vault
from db.durable import CHUNK, FRESH, Output, sha256_of, telling, write_whole
from db.memory import FILE as DATABASE

FORMAT = "petition-desk-backup/1"
FAMILY = FORMAT.partition("/")[0]
SUFFIX = ".xfbackup"
MANIFEST, BESIDE = "manifest.json", "beside.txt"
PARTS = (vault.FILE, DATABASE, BESIDE)
MARK = b"sha256:"
SEAL = 64
"""Hexadecimal digits at the very end of the file."""
LARGEST_MANIFEST = 64 * 1024
_NAME = re.compile(r"(?P<station>[0-9A-Z]{4})-(?P<epoch>\d+)-\d{8}-\d{6}(-\d+)?\.xfbackup")
_BESIDE = re.compile(r"papers/[0-9a-f]{2}/[0-9a-f]{64}|packages/[0-9a-f]{64}\.xfp")
"""Names of files whose bytes never change: keyed hashes of papers, SHA-256 of packages."""
_EARLY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself: whose it is, how far journal and access chain reach, when it was taken (ISO 8601).

    `head` is the hash of the journal's last entry in hex; `beside` how many files lie beside; `parts` SHA-256 by name.
    """

    station: str
    epoch: int
    entries: int
    head: str
    looks: int
    at: str
    beside: int
    parts: Mapping[str, str]
    format: str = FORMAT


def file_name(station: str, epoch: int, at: datetime) -> str:
    """The name of a backup taken at an instant."""
    return f"{station}-{epoch}-{at:%Y%m%d-%H%M%S}{SUFFIX}"


def belongs_to(name: str, station: str) -> bool:
    """Whether a file of that name is a whole backup of that station."""
    found = _NAME.fullmatch(name)
    return found is not None and found["station"] == station


def write(path: Path, parts: Mapping[str, Path], manifest: Manifest) -> None:
    """Writes the file whole or not at all. Raises what `telling` raises, Damaged("backup.not_as_written")."""

    def fill(out: Output) -> None:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            archive.writestr(zipfile.ZipInfo(MANIFEST, _EARLY), json.dumps(asdict(manifest), sort_keys=True))
            for name in PARTS:
                with archive.open(zipfile.ZipInfo(name, _EARLY), "w", force_zip64=True) as into:
                    _pour(parts[name], into.write)
            archive.comment = MARK + b"0" * SEAL
        seal = sha256_of(path.with_name(path.name + FRESH), out.seek(0, os.SEEK_END) - SEAL)
        out.seek(-SEAL, os.SEEK_END)
        out.write(seal.encode())

    def check(fresh: Path) -> None:
        try:
            if read_whole(fresh) != manifest:
                raise Damaged("backup.not_as_written")
        except Damaged as error:
            raise Damaged("backup.not_as_written") from error

    write_whole(path, fill, check)


def _pour(source: Path, write_part: Callable[[bytes], object]) -> None:
    with open(source, "rb") as given:
        while part := given.read(CHUNK):
            write_part(part)


def read_manifest(path: Path) -> Manifest:
    """The manifest alone, without looking at the parts.

    Raises NotFound("backup.no_file"), Damaged("backup.damaged"), Unavailable("backup.newer_program", "backup.target…").
    """
    try:
        with telling(path), zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise Damaged("backup.damaged")
            found = json.loads(archive.read(MANIFEST))
            told = str(found["format"])
            if told != FORMAT and told.startswith(f"{FAMILY}/"):
                raise Unavailable("backup.newer_program")
            manifest = Manifest(**found)
    except Unavailable as error:
        if error.code == "backup.target_gone":
            raise NotFound("backup.no_file", field="file", file=path.name) from error
        raise
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError, NotImplementedError) as error:
        raise Damaged("backup.damaged") from error
    if manifest.format != FORMAT or set(manifest.parts) != set(PARTS):
        raise Damaged("backup.damaged")
    return manifest


def read_whole(path: Path) -> Manifest:
    """The manifest after every byte of the file was looked at. Raises what `read_manifest` raises."""
    with telling(path):
        length = max(0, path.stat().st_size - SEAL)
        with open(path, "rb") as file:
            file.seek(length)
            seal = file.read()
        if sha256_of(path, length).encode() != seal:
            raise Damaged("backup.damaged")
    manifest = read_manifest(path)
    _each_part(path, manifest, lambda name: None)
    return manifest


def unpack(path: Path, folder: Path) -> Manifest:
    """Writes the parts of a whole backup into a folder that is there and empty. Raises what `read_whole` raises."""
    manifest = read_whole(path)
    _each_part(path, manifest, lambda name: folder / name)
    return manifest


def _each_part(path: Path, manifest: Manifest, place: Callable[[str], Path | None]) -> None:
    """Reads each part and compares its hash; writes it where `place` says, if anywhere."""
    try:
        with telling(path), zipfile.ZipFile(path) as archive:
            for name in PARTS:
                made, goal = hashlib.sha256(), place(name)
                with archive.open(name) as given:
                    if goal is None:
                        while part := given.read(CHUNK):
                            made.update(part)
                    else:
                        with Output(goal) as out:
                            while part := given.read(CHUNK):
                                made.update(part)
                                out.write(part)
                            out.sync()
                if made.hexdigest() != manifest.parts[name]:
                    raise Damaged("backup.damaged")
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise Damaged("backup.damaged") from error


def beside(folder: Path) -> list[str]:
    """What lies beside the database and belongs into a backup: papers and packages, as paths with `/`, sorted."""
    found = [path for name in ("papers", "packages") for path in (folder / name).rglob("*") if path.is_file()]
    names = (path.relative_to(folder).as_posix() for path in found)
    return sorted(name for name in names if _BESIDE.fullmatch(name))


def listed(file: Path) -> list[str]:
    """The paths in a list of what lies beside. Raises Damaged("backup.damaged")."""
    names = file.read_text(encoding="ascii", errors="replace").split()
    if not all(_BESIDE.fullmatch(name) for name in names):
        raise Damaged("backup.damaged")
    return names
