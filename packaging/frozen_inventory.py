"""What is inside the frozen program: whose it is, under which licence, every file with its SHA-256; and how large.

build.spec calls `write` when the folder is made: THIRD-PARTY-LICENCES.txt and `licences/`, build.json, SHA256SUMS.
`frozen_inventory.py FOLDER` checks a folder against its sums, prints its size, and fails above the limit.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath
from typing import Any

Entry = tuple[str, str, str]
LIMIT = 200_000_000
"""Bytes that the folder may have at most."""
SUMS, FACTS, LICENCES = "SHA256SUMS", "build.json", "THIRD-PARTY-LICENCES.txt"
TEXTS = "licences"
_LICENCE_FILE = re.compile(r"^(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


@dataclass(slots=True)
class Component:
    """Somebody's work inside the folder: its name, version, licence in a word, the texts, how many files of it."""

    name: str
    version: str
    licence: str
    texts: dict[str, bytes] = field(default_factory=dict)
    files: int = 0


def with_slashes(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with '/' between the parts of their names, as everywhere but on Windows."""
    return [(name.replace("\\", "/"), source, kind) for name, source, kind in entries]


@cache
def libraries_asked_for(path: str) -> tuple[str, ...]:
    """The shared libraries that a file asks for itself (NEEDED); not those of those. Needs binutils."""
    told = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True).stdout
    return tuple(re.findall(r"^\s+NEEDED\s+(\S+)", told, re.MULTILINE))


def of_this_computer(name: str) -> str | None:
    """Where the computer's own library of that name lies; None where it has none."""
    told = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    found = re.search(rf"^\s+{re.escape(name)} \(.*=> (\S+)$", told, re.MULTILINE)
    return found[1] if found else None


def own_metadata(project: Mapping[str, Any], work: Path) -> list[tuple[str, str]]:
    """Name and version of the program as package metadata, for `petition-desk --version`: (source, folder inside).

    Written anew: the metadata of an installed working copy names the folder in which it lies.
    """
    folder = f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    place = work / folder
    place.mkdir(parents=True, exist_ok=True)
    text = f"Metadata-Version: 2.4\nName: {project['name']}\nVersion: {project['version']}\n"
    (place / "METADATA").write_text(text, encoding="utf-8")
    return [(str(place / "METADATA"), folder)]


def write(folder: Path, project: Mapping[str, Any], root: Path, entries: Iterable[Entry]) -> None:
    """Writes licences, facts and sums into a built folder. Stops when it is unknown whose a file is."""
    components, unknown = _components(entries, root)
    if unknown and sys.platform == "linux":
        sys.exit("Nobody knows whose these are, so no licence can be given with them: " + ", ".join(unknown))
    (folder / "LICENSE").write_bytes((root / "LICENSE").read_bytes())
    texts = folder / TEXTS
    for component in components:
        for name, data in component.texts.items():
            place = texts / component.name / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    for path in sorted((root / "packaging" / "licences").glob("*.txt")):
        (texts / path.name).write_bytes(path.read_bytes())
    (folder / LICENCES).write_text(_index(project, components), encoding="utf-8")
    facts = {
        "program": project["name"],
        "version": project["version"],
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
        "libc": " ".join(platform.libc_ver()).strip(),
        "components": [
            {"name": item.name, "version": item.version, "licence": item.licence, "files": item.files}
            for item in components
        ],
    }
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = [f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def differences(folder: Path) -> list[str]:
    """What in a folder is not as its SHA256SUMS says: changed, missing, added."""
    told = dict(
        reversed(line.split("  ", 1))
        for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()
        if line
    )
    found = {path.relative_to(folder).as_posix(): _sum(path) for path in _files(folder)}
    return sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))


def size(folder: Path) -> int:
    """Bytes of all files; a link counts nothing."""
    return sum(path.stat().st_size for path in _files(folder, every=True))


def main(arguments: list[str]) -> int:
    """Checks and measures the folder."""
    folder = Path(arguments[0])
    wrong = differences(folder)
    if wrong:
        print(f"not as {SUMS} says: {', '.join(wrong)}", file=sys.stderr)
        return 1
    found = size(folder)
    count = sum(1 for _ in _files(folder, every=True))
    print(f"{folder.name}: {found / 1e6:.1f} MB in {count} files (at most {LIMIT / 1e6:.0f} MB)")
    if found > LIMIT:
        for path in sorted(_files(folder), key=lambda item: -item.stat().st_size)[:20]:
            print(
                f"  {path.stat().st_size / 1e6:6.1f}  {path.relative_to(folder).as_posix()}", file=sys.stderr
            )
        print("too large", file=sys.stderr)
        return 1
    return 0


def _components(entries: Iterable[Entry], root: Path) -> tuple[list[Component], list[str]]:
    owners = _owners()
    found: dict[str, Component] = {}
    unknown = []
    for name, source, kind in entries:
        if kind == "SYMLINK" or (PurePosixPath(name).name == "METADATA" and not owners.get(_real(source))):
            continue
        component = _owner(Path(source), owners, root)
        if component is None:
            unknown.append(name)
        elif component.name != "petition-desk":
            found.setdefault(component.name, component).files += 1
    starter = next(item for item in distributions() if item.name.lower() == "pyinstaller")
    found["pyinstaller"] = _of_distribution(starter)
    return sorted(found.values(), key=lambda item: item.name.lower()), sorted(unknown)


def _owner(source: Path, owners: Mapping[str, Distribution], root: Path) -> Component | None:
    real = _real(source)
    if real in owners:
        return _of_distribution(owners[real])
    path = Path(real)
    if (
        path.is_relative_to(root) and ".venv" not in path.relative_to(root).parts
    ) or path.name == "base_library.zip":
        return Component("petition-desk", "", "")
    if path.is_relative_to(os.path.realpath(sys.base_prefix)):
        system = _of_debian(real) if sys.base_prefix == "/usr" else None
        return system or _of_python()
    return _of_debian(real)


def _real(path: str | Path) -> str:
    return os.path.realpath(path)


def _owners() -> dict[str, Distribution]:
    """Which installed distribution a file belongs to, by its real path."""
    owners = {}
    for distribution in distributions():
        for file in distribution.files or ():
            owners[_real(str(distribution.locate_file(file)))] = distribution
    return owners


@cache
def _of_distribution(distribution: Distribution) -> Component:
    told = distribution.metadata
    classifiers = [
        item.split(" :: ")[-1] for item in told.get_all("Classifier") or () if item.startswith("License")
    ]
    licence = told.get("License-Expression") or (told.get("License") or "").strip().split("\n")[0]
    if not licence or len(licence) > 80:
        licence = ", ".join(classifiers) or licence[:80] or "see its text"
    texts = {}
    for file in distribution.files or ():
        inside = PurePosixPath(str(file))
        if ".dist-info" in inside.parts[0] and (
            _LICENCE_FILE.match(inside.name) or "licenses" in inside.parts
        ):
            name = "/".join(part for part in inside.parts[1:] if part != "licenses")
            texts[name] = Path(str(distribution.locate_file(file))).read_bytes()
    return Component(distribution.name, distribution.version, licence, texts)


@cache
def _of_python() -> Component:
    place = Path(os.__file__).parent / "LICENSE.txt"
    texts = {"LICENSE.txt": place.read_bytes()} if place.exists() else {}
    return Component("Python", platform.python_version(), "PSF-2.0", texts)


_DEBIAN: dict[str, Component] = {}


@cache
def _of_debian(path: str) -> Component | None:
    """The Debian package that a file of the system belongs to, with its copyright file."""
    for name in (path, path.removeprefix("/usr"), "/usr" + path):
        try:
            done = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return None
        if done.returncode == 0:
            package = done.stdout.split(": ", 1)[0].split(",")[0]
            return _DEBIAN.setdefault(package, _debian_package(package))
    return None


def _debian_package(package: str) -> Component:
    asked = ["dpkg-query", "-W", "-f=${Version}", package]
    version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    name = package.split(":")[0]
    text = (Path("/usr/share/doc") / name / "copyright").read_bytes()
    # such a file also lists the licences of tests and packaging: only its text says which is the library's
    return Component(f"debian-{name}", version, "as its copyright file says", {"copyright": text})


def _index(project: Mapping[str, Any], components: list[Component]) -> str:
    lines = [
        f"{project['name']} {project['version']} is licensed under Apache-2.0 (LICENSE).",
        "",
        "It contains the works below, each under its own licence; the texts are in licences/<name>/. Parts that",
        "the program does not use and debugging symbols were left out; nothing else was changed.",
        "Qt and Qt for Python (shiboken6, PySide6_Essentials, PySide6_Pdf) are used under the LGPL, version 3",
        "(licences/LGPL-3.txt, with licences/GPL-3.txt). They are files of their own under _internal/PySide6 and",
        "_internal/shiboken6, used as shared libraries and as Python files: whoever received this folder may put",
        "changed versions in their place, and may take the program apart as far as that needs it. Their sources:",
        "the project's own site, and on request whoever gave you this folder. The licences of the faces stand",
        "beside them, _internal/resources/fonts/*.LICENSE.txt. The page for phones, _internal/resources/qr/page.html,",
        "holds parts of lean-qr, fflate and StableLib under the MIT License, which stands at its end. The starter that",
        "PyInstaller puts in front is under GPL-2.0-or-later with an exception for programs like this one.",
        "",
    ]
    lines += [f"{item.name} {item.version}: {item.licence}" for item in components]
    return "\n".join(lines) + "\n"


def _files(folder: Path, *, every: bool = False) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and (every or path.name != SUMS):
            yield path


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
