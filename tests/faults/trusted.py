"""The figures of trust.md section 6 that are about keys, people, the record, backups, secrecy and updates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.faults.figures import Alone, Figure, Measure, harness, tests_of
from tests.rules.tree import REPOSITORY

SECONDS = 10.0
"""Seconds in which a million entries shall be verified (row 22)."""

PROVED = (
    ("8", "backups when due, before risk, thinned", "all",
     "services/test_backup_plan"),
    ("9", "backups opened and walked at once; a changed byte", "all",
     "db/test_backup faults/test_backup_kills"),
    ("14", "keys, codes, passwords in no file, environment, argument", "0",
     "faults/test_key_leaks"),
    ("15", "key slots: all 81 mixes as docs/KEYS.md says", "81 of 81",
     "db/test_slots"),
    ("16", "a keyring that never answers, real and fake stores", "all",
     "db/test_keyring_slot"),
    ("17", "wrong key, no key, damage, not ours: told apart", "100 %",
     "db/test_diagnosis db/test_vault"),
    ("18", "change of the data key killed: old or new", "all",
     "faults/test_rotation_kills db/test_rotation"),
    ("20", "each service leaves exactly its one entry", "100 %",
     "trust/test_audit_complete"),
    ("21", "attacks on the record, by the program and apart from it", "9 of 9",
     "faults/test_audit_attacks db/test_verifier_apart"),
    ("28", "words of an accusation in anything the unentitled obtain; the accused's unit", "0; all kept out",
     "trust/test_informer trust/test_kept_from_the_accused trust/test_sealed_fields"),
    ("29", "role, class, relation: every cell; a column without class", "100 %",
     "domain/test_policy domain/test_field_classes trust/test_rbac_matrix rules/test_unmasked"),
    ("30", "three administrators apart; none reads a case", "all",
     "trust/test_accounts"),
    ("32", "guessing: restart and clock change nothing", "all",
     "trust/test_login_throttle"),
    ("35", "codes on paper: no personal data, drawn and read again", "0",
     "papers/test_qr papers/test_slip_scan"),
    ("36", "updates: rollback, freeze, mix, foreign and stolen keys", "all refused",
     "db/test_updates"),
    ("37", "the frozen folder: whose, licence, sum of every file; looked at after each start", "all",
     "frozen/test_contents frozen/test_version ui/test_own_files"),
    ("38", "addresses asked for in a day without a network", "0",
     "faults/test_no_network"),
    ("39, 40", "SM2, SM3, SM4: vectors, OpenSSL as referee, nonces", "all",
     "suites rules/test_randomness db/test_suite_flows"),
    ("31", "lock: no word of a case in any widget; keys gone", "0",
     "journeys/test_lock_in_the_window"),
    ("44", "what a lost stick, laptop, package held", "all",
     "db/test_breach"),
    ("41", "signature pictures bound to the bytes shown", "all",
     "services/test_handwriting"),
)  # fmt: skip
"""Rows that tests prove: number, what, goal, the files below `tests/`."""


def figures(long: bool) -> Iterator[Measure]:
    """Every figure of this file."""
    yield canaries
    yield Alone(lambda: audit(long))
    yield hostile
    yield Alone(lambda: keeping(long))
    for row, about, goal, files in PROVED:
        yield lambda row=row, about=about, goal=goal, files=files: replace(  # type: ignore[misc]
            tests_of(*map(_file, files.split()), long=long), row=row, about=about, goal=goal
        )


def _file(name: str) -> str:
    path = f"tests/{name}"
    return path if (REPOSITORY / path).is_dir() else f"{path}.py"


def canaries() -> Figure:
    """Row 13: a day's work, and its words looked for in every file."""
    found = harness("canaries")
    told = f"0 of {found['canaries']} found" if found["ok"] else str(found["wrong"][0])
    return Figure(
        row="13",
        about="words in the clear in any file, four spellings",
        goal="0 of 200",
        measured=told,
        ok=found["ok"],
    )


def audit(long: bool) -> Figure:
    """Row 22: how long a verification takes; the short form is scaled up to a million."""
    found = harness("audit_speed", "--entries", "1000000" if long else "30000")
    if not found["ok"]:
        return Figure(
            row="22", about="a million entries verified", goal="10 s", measured=str(found), ok=False
        )
    scaled = found["seconds"] * 1_000_000 / found["entries"]
    told = f"{scaled:.1f} s" + ("" if long else f" (from {found['entries']:,})")
    return Figure(
        row="22", about="a million entries verified", goal="10 s", measured=told, ok=scaled <= SECONDS
    )


def hostile() -> Figure:
    """Row 34: names that look like formulas."""
    found = harness("hostile")
    told = f"{found.get('formulas', '?')} of {found.get('names', '?')} names"
    return Figure(
        row="34",
        about="formula cells in both kinds of table",
        goal="0 of 10,000",
        measured=told,
        ok=found["ok"],
    )


def keeping(long: bool) -> Figure:
    """Rows 10 and 18: how long a restore and a new data key take; the short form takes a smaller folder."""
    found = harness("keeping_speed", "--megabytes", "100" if long else "12")
    told = (
        "{restore_s} s, {rotation_s} s, {megabytes} MB".format(**found)
        if "restore_s" in found
        else str(found)
    )
    return Figure(
        row="10, 18",
        about="100 MB brought back; a new data key for them",
        goal="60 s, 10 s",
        measured=told,
        ok=bool(found["ok"]),
    )
