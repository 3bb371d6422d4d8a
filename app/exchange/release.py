"""An update's signed list (更新清单): which program, which files, and who signed it. Pure: bytes in, a verdict out.

The list is what is signed, by so many of the release keys that this program pins; a single stolen key signs nothing. It
names every file with hash and size, so that parts of two releases cannot be mixed; it has a number that only grows and a
last day, so that neither an older program nor one held back for years is taken (TUF: rollback, mix-and-match, freeze).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from app.domain import codec
from app.errors import AppError, BadInput, Damaged, Refused
from app.exchange.keys import is_signed

FORMAT = "petition-desk-release/1"
LARGEST = 4 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"\d+(\.\d+){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseKeys:
    """The release keys that are pinned: public keys in hex, and how many of them must have signed."""

    keys: tuple[str, ...]
    threshold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFile:
    """One file of a release: its path inside the program's folder, SHA-256 in hex, size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The list. `number` grows with every release; `platform` is as `--version` says it; `until` the last day to take it."""

    version: str
    number: int
    platform: str
    made_on: date
    until: date
    files: tuple[ReleasedFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(item.size for item in self.files)

    def to_bytes(self) -> bytes:
        """The canonical bytes that are signed."""
        return codec.canonical(
            {
                "format": FORMAT,
                "version": self.version,
                "number": self.number,
                "platform": self.platform,
                "made_on": self.made_on.isoformat(),
                "until": self.until.isoformat(),
                "files": {item.path: [item.sha256, item.size] for item in self.files},
            }
        )


def read_release(data: bytes) -> Release:
    """Reads a list. Raises Damaged("update.list"), BadInput("update.newer_format")."""
    try:
        if len(data) > LARGEST:
            raise Damaged("update.list")
        raw = codec.parse_object(data)
        told = str(raw.get("format", ""))
        if told != FORMAT and told.startswith(FORMAT.partition("/")[0] + "/"):
            raise BadInput("update.newer_format")
        files = raw["files"]
        if told != FORMAT or not isinstance(files, Mapping) or not files:
            raise Damaged("update.list")
        made = Release(
            version=_matching(_VERSION, raw["version"]),
            number=_natural(raw["number"]),
            platform=str(raw["platform"]),
            made_on=date.fromisoformat(str(raw["made_on"])),
            until=date.fromisoformat(str(raw["until"])),
            files=tuple(_file(str(path), item) for path, item in sorted(files.items())),
        )
    except BadInput as error:
        if error.code == "update.newer_format":
            raise
        raise Damaged("update.list") from error
    except (AppError, KeyError, TypeError, ValueError) as error:
        raise Damaged("update.list") from error
    if made.to_bytes() != data:
        raise Damaged("update.list")
    return made


def signers(data: bytes, signatures: Mapping[str, str], keys: Collection[str]) -> frozenset[str]:
    """Which of the pinned keys signed these bytes; what others signed does not count, nor one key twice."""
    found = set()
    for public in keys:
        text = signatures.get(public, "")
        try:
            signature = bytes.fromhex(text)
        except ValueError:
            continue
        if is_signed(data, signature, public):
            found.add(public)
    return frozenset(found)


def accepted(
    data: bytes,
    signatures: Mapping[str, str],
    pinned: ReleaseKeys,
    *,
    installed: int,
    platform: str,
    today: date,
) -> Release:
    """The list, when this program may be replaced by what it names.

    `installed` is the number of the newest release that was ever installed here. Raises Refused("update.no_keys",
    "update.too_few_signatures", "update.not_newer", "update.other_platform", "update.too_old"), and as `read_release`.
    """
    if not pinned.keys or pinned.threshold < 1:
        raise Refused("update.no_keys")
    count = len(signers(data, signatures, pinned.keys))
    if count < pinned.threshold:
        raise Refused("update.too_few_signatures", count=count, needed=pinned.threshold)
    release = read_release(data)
    if release.platform != platform:
        raise Refused("update.other_platform", platform=release.platform)
    if release.number <= installed:
        raise Refused("update.not_newer", version=release.version)
    if today > release.until:
        raise Refused("update.too_old", until=release.until.isoformat())
    return release


def _file(path: str, item: object) -> ReleasedFile:
    if not isinstance(item, list) or len(item) != 2 or not _is_inside(path):
        raise Damaged("update.list")
    return ReleasedFile(path=path, sha256=_matching(_SHA256, item[0]), size=_natural(item[1]))


def _is_inside(path: str) -> bool:
    """Whether a path stays inside the folder on every system."""
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and "\\" not in path
        and ":" not in path
        and not path.startswith("/")
        and not ({"..", ".", ""} & set(path.split("/")))
    )


def _matching(shape: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise Damaged("update.list")
    return value


def _natural(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Damaged("update.list")
    return value
