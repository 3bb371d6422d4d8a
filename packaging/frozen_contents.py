"""What goes into the frozen program and what stays out (docs/decisions/0060-frozen-program.md).

Read by build.spec and by the tests. Knows nothing of PyInstaller: entries are (name inside, source, kind) as it
writes them, and the libraries that a file needs are asked of a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]
"""Name inside the folder ('/' between parts), source on the building computer, kind (BINARY, DATA, SYMLINK …)."""

PACKAGES = ("app", "db", "ui", "resources")
MIGRATIONS = "db/migrations"
"""Alembic reads revisions as files, by name: they lie in the folder as they lie in the repository."""

HIDDEN = (
    "keyring.backends.SecretService",
    "keyring.backends.Windows",
    "logging.config",
    "sqlalchemy.dialects.sqlite.pysqlite",
)
"""Modules that are loaded by name, so that no import statement leads to them."""

AS_FILES = ("PySide6", "shiboken6")
"""LGPL: their Python parts lie in the folder as files, where whoever received it can put others in their place."""

NOT_WANTED = (
    # other people's tools, and what serves no desk
    "_pyrepl", "curses", "distutils", "doctest", "ensurepip", "idlelib", "lib2to3", "pdb", "pip", "pkg_resources",
    "pydoc", "pydoc_data", "readline", "setuptools", "sqlite3", "tkinter", "turtledemo", "unittest", "wheel",
    "xmlrpc", "_pytest", "fontTools", "hypothesis", "lxml", "numpy", "mypy", "pandas", "pygments", "pytest", "rich",
    # the county's receiver has a build of its own
    "annotated_doc", "annotated_types", "anyio", "fastapi", "h11", "idna", "pydantic", "pydantic_core", "starlette",
    "typing_inspection", "uvicorn", "certifi", "requests", "schemathesis", "urllib3", "werkzeug", "yaml",
    # codecs of other countries
    "_codecs_jp", "_codecs_kr", "_codecs_hk", "_codecs_tw", "_codecs_iso2022",
    # databases: a desk has SQLCipher; the county's PostgreSQL belongs to the county's own build
    "MySQLdb", "psycopg", "psycopg2", "psycopg_binary", "psycopg_c", "pysqlite2",
    "sqlalchemy.dialects.mssql", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle", "sqlalchemy.orm",
    "sqlalchemy.testing", "alembic.testing",
    # layout and charts that our papers do not use
    "charset_normalizer", "reportlab.graphics", "reportlab.platypus",
    # drawing of letters and colour management in bitmaps: ReportLab and Qt do that; AVIF is no format of a scanner
    "PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingmath", "PIL._imagingmorph", "PIL._imagingtk",
    "PIL.AvifImagePlugin", "PIL.ImageQt", "PIL.ImageTk",
    # parts of Qt that have no page here
    "PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql",
    "PySide6.QtSvg",
)  # fmt: skip

PLUGINS = {
    "platforms": ("qoffscreen", "qxcb", "qwayland", "qwindows"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platformthemes": ("qxdgdesktopportal",),
    "printsupport": ("cupsprintersupport", "windowsprintersupport"),
    "styles": ("qmodernwindowsstyle",),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("bradient",),
}
"""Qt's plugins that are kept, by folder; the names are without `lib` and suffix. All others stay out."""

TRANSLATIONS = ("qtbase_zh_CN.qm",)

LEFT_OUT = (
    "*/tests/*",
    "*/test/*",
    "*.pyi",
    "*/py.typed",
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "*.dist-info/direct_url.json",
    "*.dist-info/licenses/*",
    "*.dist-info/sboms/*",
    "alembic/templates/*",
    "reportlab/fonts/*.[pt]f[bf]",
    "setuptools/*",
    "PySide6/Qt/qml/*",
)
"""Names inside, as patterns, of what hooks bring along. Licences lie in `licences/`, once."""

OF_THE_SYSTEM = (
    # what every Linux wheel may take from the system (PEP 600); drivers need the system's own, which may be newer
    "libgcc_s.so.*", "libstdc++.so.*", "libglib-2.0.so.*", "libgthread-2.0.so.*", "libX11.so.*", "libz.so.*",
    # what talks to the computer's bus, printers, fonts and screen, and signs in on its network (Qt asks; nobody uses it)
    "libX11-xcb.so.*", "libcups.so.*", "libdbus-1.so.*", "libfontconfig.so.*", "libfreetype.so.*",
    "libgssapi_krb5.so.*",
    "libzstd.so.*",  # dpkg itself needs it
)  # fmt: skip
"""Libraries that are the computer's own: `needed` of packaging/frozen.sh brings them to a bare Debian."""

NEVER_TAKEN = (
    # the C library, and the drivers of the screen: PyInstaller leaves these where they are
    "ld-linux*", "libc.so.*", "libdl.so.*", "libm.so.*", "libpthread.so.*", "libresolv.so.*", "librt.so.*",
    "libutil.so.*", "libEGL.so.*", "libGL.so.*", "libxcb.so.*", "libwayland-*.so.*",
)  # fmt: skip
"""Libraries of every computer that can show the window (the last: only where Wayland is)."""


LIGHTER = {"libXau-*.so.*": "libXau.so.6"}
"""Libraries that a wheel brings with two megabytes of padding, and the computer's own of the same name and version."""


def data_files(root: Path) -> list[tuple[str, str]]:
    """Every shipped file that is not a module, as (source, folder inside): all of resources/, and the revisions."""
    found = [path for path in _files(root / "resources") if path.suffix != ".py"]
    found += [path for path in _files(root / MIGRATIONS) if path.suffix == ".py"]
    return [(str(path), path.parent.relative_to(root).as_posix()) for path in found]


def modules(root: Path) -> list[str]:
    """Every module of ours: some are loaded by name, and a page that nobody imports yet is a page all the same."""
    names = []
    for package in PACKAGES:
        for path in _files(root / package):
            place = path.relative_to(root)
            if path.suffix == ".py" and not place.as_posix().startswith((MIGRATIONS, "ui/__main__")):
                parts = place.with_suffix("").parts
                names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def wanted(name: str) -> bool:
    """Whether a file that a hook found belongs into the folder."""
    if any(fnmatch(name, pattern) for pattern in LEFT_OUT):
        return False
    path = PurePosixPath(name)
    if "translations" in path.parts and "PySide6" in path.parts:
        return path.name in TRANSLATIONS
    if "plugins" in path.parts and "PySide6" in path.parts:
        return path.stem.removeprefix("lib") in PLUGINS.get(path.parent.name, ())
    return not any(fnmatch(path.name, pattern) for pattern in OF_THE_SYSTEM)


def needed(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The entries without the shared libraries that nothing in the folder needs any more.

    `needs` names the libraries (file names) that the file at a path asks for directly. Modules and plugins stay;
    a library stays when one of those, or a library that stays, asks for it. A link stays with what it points to.
    """
    entries = list(entries)
    libraries = {
        PurePosixPath(name).name: (name, source) for name, source, kind in entries if _library(name, kind)
    }
    stays: set[str] = set()
    asking = [
        source
        for name, source, kind in entries
        if kind in {"BINARY", "EXTENSION"} and not _library(name, kind)
    ]
    while asking:
        for name in needs(asking.pop()):
            if name in libraries and name not in stays:
                stays.add(name)
                asking.append(libraries[name][1])
    kept = [
        entry
        for entry in entries
        if not _library(entry[0], entry[2]) or PurePosixPath(entry[0]).name in stays
    ]
    names = {name for name, _, kind in kept if kind != "SYMLINK"}
    return [
        (name, source, kind)
        for name, source, kind in kept
        if kind != "SYMLINK" or _aim(name, source) in names
    ]


def lighter(entries: Iterable[Entry], there: Callable[[str], str | None]) -> list[Entry]:
    """The entries, with the computer's own library in the place of a padded one; `there` says where it lies, if anywhere."""
    return [
        (name, _lighter(PurePosixPath(name).name, there) or source, kind) for name, source, kind in entries
    ]


def _lighter(name: str, there: Callable[[str], str | None]) -> str | None:
    return next((there(own) for pattern, own in LIGHTER.items() if fnmatch(name, pattern)), None)


def not_found(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[str]:
    """The libraries that files in the folder ask for, and that neither the folder nor every computer has."""
    entries = list(entries)
    there = {PurePosixPath(name).name for name, _, _ in entries}
    asked = {
        name for _, source, kind in entries if kind in {"BINARY", "EXTENSION"} for name in needs(source)
    } - there
    return sorted(
        name for name in asked if not any(fnmatch(name, known) for known in (*OF_THE_SYSTEM, *NEVER_TAKEN))
    )


def _library(name: str, kind: str) -> bool:
    path = PurePosixPath(name)
    shared = kind == "BINARY" and path.name.startswith("lib") and ".so" in path.name
    return shared and "plugins" not in path.parts and not path.name.startswith("libpython")


def _aim(name: str, target: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / target).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path
