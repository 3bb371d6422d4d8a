"""What the frozen program takes along: no shipped file, no revision and no module of ours can be forgotten."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest

from tests.rules.tree import REPOSITORY, SourceTree

sys.path.append(str(REPOSITORY / "packaging"))

import frozen_contents as contents
import frozen_inventory as inventory

SPEC = (REPOSITORY / "build.spec").read_text(encoding="utf-8")


def shipped(root: Path) -> set[str]:
    """The files inside the folder, as they would be found."""
    return {f"{folder}/{Path(source).name}" for source, folder in contents.data_files(root)}


def test_every_shipped_file_is_taken_along() -> None:
    there = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "resources").rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert len(there) > 60 and there <= shipped(REPOSITORY)


def test_every_folder_of_resources_is_taken_along() -> None:
    folders = {
        path.parent.name for path in (REPOSITORY / "resources").glob("*/[!_]*") if path.suffix != ".pyc"
    }
    assert {name.split("/")[1] for name in shipped(REPOSITORY) if name.startswith("resources/")} == folders


def test_every_revision_of_the_tables_is_taken_along() -> None:
    revisions = {path.name for path in (REPOSITORY / "db/migrations/versions").glob("rev_*.py")}
    assert {f"db/migrations/versions/{name}" for name in revisions} <= shipped(REPOSITORY)
    assert "db/migrations/env.py" in shipped(REPOSITORY)


def test_a_new_folder_with_a_new_kind_of_file_is_taken_along(tmp_path: Path) -> None:
    (tmp_path / "resources" / "posters" / "deep").mkdir(parents=True)
    (tmp_path / "resources" / "posters" / "deep" / "gate.svg").write_text("<svg/>")
    (tmp_path / "resources" / "loader.py").write_text("")
    (tmp_path / "resources" / "__pycache__").mkdir()
    (tmp_path / "resources" / "__pycache__" / "loader.cpython-311.pyc").write_bytes(b"")
    assert shipped(tmp_path) == {"resources/posters/deep/gate.svg"}


def test_a_padded_library_is_taken_from_the_computer_where_it_has_one() -> None:
    padded = ("pillow.libs/libXau-1a2b.so.6.0.0", "/wheel/libXau", "BINARY")
    other = ("pillow.libs/libtiff-1a2b.so.6", "/wheel/libtiff", "BINARY")
    there = {"libXau.so.6": "/usr/lib/libXau.so.6"}
    assert contents.lighter([padded, other], there.get) == [
        (padded[0], "/usr/lib/libXau.so.6", "BINARY"),
        other,
    ]
    assert contents.lighter([padded, other], {}.get) == [padded, other]


def test_nothing_that_is_shipped_is_dropped_again() -> None:
    assert [name for name in shipped(REPOSITORY) if not contents.wanted(name)] == []


def test_every_module_of_ours_is_named() -> None:
    named = set(contents.modules(REPOSITORY))
    assert {"app.services.papers", "db.upgrade", "ui.desk.window", "ui.cli.main", "resources.loader"} <= named
    assert len(named) > 200 and not any("migrations" in name or "__" in name for name in named)


ON_A_SERVER = ("ui/gateway/", "ui/cli/county.py", "db/bell.py")
"""What only the county's receiver and halls run; the program says so where it is not installed (0160, 0169)."""


def imported() -> set[str]:
    """Every module that a desk's program names in an import, and the packages around each."""
    found: set[str] = set()
    for source in SourceTree.of_repository().sources:
        if source.path.startswith(ON_A_SERVER):
            continue
        for node in ast.walk(source.syntax):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {".".join(name.split(".")[:depth]) for name in found for depth in range(1, name.count(".") + 2)}


def test_nothing_that_the_product_imports_is_shut_out() -> None:
    names = imported()
    assert {"app.errors", "PySide6.QtPdf", "sqlcipher3.dbapi2"} <= names
    assert set(contents.NOT_WANTED) & names == set()


def test_build_spec_uses_these_lists_and_names_no_place() -> None:
    for used in (
        "data_files(ROOT)",
        "modules(ROOT)",
        "contents.HIDDEN",
        "contents.NOT_WANTED",
        "contents.wanted",
    ):
        assert used in SPEC, used
    assert not any(place in SPEC for place in ('"/', "'/", "C:\\", "/home", "/usr"))


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("PySide6/Qt/plugins/xcbglintegrations/libqxcb-egl-integration.so", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("libstdc++.so.6", False),
        ("libcups.so.2", False),
        ("sqlalchemy/tests/fixtures.txt", False),
        ("keyring-25.7.0.dist-info/entry_points.txt", True),
        ("petition_desk-1.0.dist-info/direct_url.json", False),
    ],
)
def test_what_stays_and_what_goes(name: str, stays: bool) -> None:
    assert contents.wanted(name) is stays


def test_libraries_that_nobody_asks_for_go_with_those_who_asked() -> None:
    entries = [
        ("PySide6/QtGui.abi3.so", "/v/QtGui", "EXTENSION"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/v/qxcb", "BINARY"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "/v/gui", "BINARY"),
        ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK"),
        ("libxcb-cursor.so.0", "/s/cursor", "BINARY"),
        ("libgtk-3.so.0", "/s/gtk", "BINARY"),
        ("libpango-1.0.so.0", "/s/pango", "BINARY"),
        ("libpango.so", "libpango-1.0.so.0", "SYMLINK"),
        ("libpython3.11.so.1.0", "/p/python", "BINARY"),
        ("resources/rules/law.toml", "/r/law", "DATA"),
    ]
    asks = {
        "/v/QtGui": ("libQt6Gui.so.6", "libc.so.6"),
        "/v/qxcb": ("libxcb-cursor.so.0",),
        "/s/gtk": ("libpango-1.0.so.0",),
    }
    stay = contents.needed(entries, lambda source: asks.get(source, ()))
    assert {name for name, _, _ in entries} - {name for name, _, _ in stay} == {
        "libgtk-3.so.0",
        "libpango-1.0.so.0",
        "libpango.so",
    }


def test_a_library_that_the_building_computer_lacks_stops_the_build() -> None:
    entries = [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/v/qxcb", "BINARY"),
        ("libxcb-icccm.so.4", "/s/icccm", "BINARY"),
    ]
    asks = {
        "/v/qxcb": (
            "libxcb-icccm.so.4",
            "libxcb-cursor.so.0",
            "libGL.so.1",
            "libc.so.6",
            "libfontconfig.so.1",
        )
    }
    assert contents.not_found(entries, lambda source: asks.get(source, ())) == ["libxcb-cursor.so.0"]


def test_the_version_inside_is_the_one_of_pyproject(tmp_path: Path) -> None:
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    ((source, folder),) = inventory.own_metadata(project, tmp_path)
    assert folder == f"petition_desk-{project['version']}.dist-info"
    assert f"Version: {project['version']}\n" in Path(source).read_text(encoding="utf-8")


def test_a_changed_a_lost_and_a_foreign_file_are_all_noticed(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    lines = [f"{inventory._sum(tmp_path / name)}  {name}\n" for name in ("a", "b", "c")]
    (tmp_path / inventory.SUMS).write_text("".join(lines))
    assert inventory.differences(tmp_path) == []
    (tmp_path / "a").write_text("changed")
    (tmp_path / "b").unlink()
    (tmp_path / "d").write_text("foreign")
    assert inventory.differences(tmp_path) == ["a", "b", "d"]


def test_a_folder_above_the_limit_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "big").write_bytes(bytes(2_000_000))
    (tmp_path / inventory.SUMS).write_text(f"{inventory._sum(tmp_path / 'big')}  big\n")
    assert inventory.main([str(tmp_path)]) == 0
    monkeypatch.setattr(inventory, "LIMIT", 1_000_000)
    assert inventory.main([str(tmp_path)]) == 1
    assert "2.0 MB" in capsys.readouterr().out
