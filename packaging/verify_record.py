"""A second opinion on the record, written apart from the program: chains, signed heads, anchors.

One file that imports nothing of Petition Desk. It needs Python 3.11, `cryptography` and `sqlcipher3`, and reads either a
data folder or a backup file:

    PETITION_DESK_RECOVERY_FILE=code.txt python verify_record.py FOLDER|FILE.xfbackup [--anchor DIGITS]...

What it believes is described in docs/AUDIT.md; whoever does not trust this file writes another one from there. It opens
a copy, changes nothing, prints one JSON object and ends with 0 (all holds), 3 (something does not) or 2 (cannot look).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

DATABASE, KEYS = "desk.db", "station.keys.json"
GENESIS = "0" * 64
STAYING = ("access-granted", "parts-readdressed")
"""Kinds whose sealed part is of use at its own station only and does not travel."""
Row = tuple[int, bytes, dict[str, tuple[bytes, bytes]], tuple[Any, ...]]


class CannotLook(Exception):
    """The record could not be opened at all."""


def canonical(value: object) -> bytes:
    """The bytes that are hashed and signed: UTF-8, sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def data_key(keys: dict[str, Any], code: str) -> bytes:
    """The data key from the recovery slot of a key file. Raises CannotLook for another code."""
    slot = keys["slots"]["recovery"]
    typed = "".join(c for c in code.upper() if c.isalnum())
    stretched = Argon2id(
        salt=base64.b64decode(slot["salt"]),
        length=32,
        iterations=slot["passes"],
        lanes=slot["lanes"],
        memory_cost=slot["memory"],
    ).derive(typed.encode())
    context = f"{keys['memory']}|1|recovery".encode()
    if keys.get("suite", "intl") != "intl" or slot.get("alg", "aes-256-gcm") != "aes-256-gcm":
        raise CannotLook("the key file is of a suite that this verifier does not have")
    sealed = base64.b64decode(slot["sealed"])
    nonce, sealed = (sealed[:12], sealed[12:]) if "alg" in slot else (base64.b64decode(slot["nonce"]), sealed)
    try:
        key = AESGCM(stretched).decrypt(nonce, sealed, context)
    except InvalidTag as error:
        raise CannotLook("the recovery code is not this station's") from error
    if "public" in slot:  # what the code opens is the slot's own secret; the data key is an age message to it
        try:
            own = pyrage.x25519.Identity.from_str(key.decode())
            plain = pyrage.decrypt(base64.b64decode(slot["key"]), [own])
        except (ValueError, pyrage.IdentityError, pyrage.DecryptError) as error:
            raise CannotLook("the recovery slot is damaged") from error
        bound = f"{keys['memory']}|{keys['generation']}|recovery|".encode()
        if not plain.startswith(bound):
            raise CannotLook("the recovery slot is another folder's")
        key = plain[len(bound) :]
    if hmac.new(key, b"key check", hashlib.sha256).hexdigest()[:16] != keys["check"]:
        raise CannotLook("the key is not this folder's")
    return key


def rows(connection: Any, chain: str) -> Iterator[Row]:
    """Position, header bytes, parts (salt and body by name) and key columns of each entry, in order."""
    found = connection.execute(
        f"SELECT e.pos, e.header, e.id, e.origin, e.epoch, e.oseq, e.stream, e.at, b.part, b.salt, b.body "
        f"FROM {chain} e LEFT JOIN {chain}_body b ON b.pos = e.pos ORDER BY e.pos"
    )
    current: Row | None = None
    for pos, header, *columns, part, salt, body in found:
        if current is None or current[0] != pos:
            if current is not None:
                yield current
            current = (pos, header, {}, tuple(columns))
        if part is not None:
            current[2][part] = (salt, body)
    if current is not None:
        yield current


def home_of(origin: str) -> str:
    """The station whose matters a chain is about: `LX01-LX07` is what LX01 wrote for LX07."""
    return origin.rpartition("-")[2]


def walk(connection: Any, chain: str, faults: list[str]) -> dict[str, Any]:
    """Walks a chain, adds what is wrong to `faults`, answers what later questions need."""
    heads: dict[tuple[str, int], tuple[int, str]] = {}
    hashes: dict[tuple[str, int, int], str] = {}
    kept: list[tuple[int, dict[str, Any], dict[str, Any]]] = []
    missing: list[tuple[int, str, tuple[str, str, str, str]]] = []
    taken: set[tuple[str, str, str, str]] = set()
    count = 0
    for pos, raw, parts, columns in rows(connection, chain):
        count += 1
        header = json.loads(raw)
        writer = (header["origin"], header["epoch"])
        last, previous = heads.get(writer, (0, GENESIS))
        if header["oseq"] != last + 1 or header["prev"] != previous:
            faults.append(f"{chain} {pos}: does not follow from the entry before it")
        identifier, origin, epoch, oseq, stream, at = columns
        beside = (identifier.hex(), origin, epoch, oseq, stream[1:].hex(), at)
        named = (header["id"], *writer, header["oseq"], header["stream"].partition(":")[2], header["at"])
        if beside != named:
            faults.append(f"{chain} {pos}: the columns beside the header say something else")
        for name, (salt, body) in parts.items():
            if hashlib.sha256(salt + body).hexdigest() != header["digests"].get(name):
                faults.append(f"{chain} {pos}: the {name} part is not the one that was written")
        for name, digest in header["digests"].items():
            if name not in parts and not (name == "sealed" and header["kind"] in STAYING):
                missing.append(
                    (pos, name, (header["id"], header["stream"], home_of(header["origin"]), digest))
                )
        if header["kind"] == "resealed" and "open" in parts:
            for lost in json.loads(parts["open"][1])["lost"]:
                taken.add((lost["entry"], header["stream"], header["origin"], lost["digest"]))
        made = hashlib.sha256(raw).hexdigest()
        heads[writer] = (header["oseq"], made)
        hashes[(*writer, header["oseq"])] = made
        if (
            header["kind"] in ("heads-signed", "signing-key-published", "looks-anchored", "resealed")
            and "open" in parts
        ):
            kept.append((pos, header, json.loads(parts["open"][1])))
    for pos, name, what in missing:
        if what not in taken:
            faults.append(f"{chain} {pos}: the {name} part is missing, and no entry of its stream says so")
    return {"entries": count, "hashes": hashes, "kept": kept}


def is_genuine(value: dict[str, Any]) -> bool:
    """Whether the signature under signed heads is that of the key they name."""
    signed = {
        "format": "signed-heads/1",
        "account": value["account"],
        "heads": value.get("heads", []),
        "looks": value.get("looks"),
    }
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(value["public"]))
        key.verify(bytes.fromhex(value["signature"]), canonical(signed))
    except (InvalidSignature, ValueError):
        return False
    return True


def is_told(header: dict[str, Any], value: dict[str, Any]) -> bool:
    """Whether the naming of bodies that went under the seal is signed with the key it names."""
    lost = [{"entry": item["entry"], "digest": item["digest"]} for item in value["lost"]]
    said = {"format": "resealed/1", "account": header["actor"], "stream": header["stream"], "lost": lost}
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(value.get("public", "")))
        key.verify(bytes.fromhex(value.get("signature", "")), canonical(said))
    except (InvalidSignature, ValueError):
        return False
    return True


def judge(journal: dict[str, Any], looks: dict[str, Any], faults: list[str]) -> int:
    """Holds signed heads and named ends against the chains; answers how many heads were signed."""
    published = {
        (value["account"], value["public"])
        for _, header, value in journal["kept"]
        if header["kind"] == "signing-key-published"
    }
    signed = [item for item in looks["kept"] if item[1]["kind"] == "heads-signed"]
    for pos, header, value in signed:
        if not is_genuine(value) or header["actor"] != value["account"]:
            faults.append(f"access {pos}: the signature is not genuine")
        elif (value["account"], value["public"]) not in published:
            faults.append(f"access {pos}: signed with a key that was not published")
        for head in value.get("heads", []):
            if journal["hashes"].get((head["origin"], head["epoch"], head["last"])) != head["hash"]:
                faults.append(f"access {pos}: the journal is not what was signed")
        end = value.get("looks")
        if end and end["epoch"] == header["epoch"]:
            stands = end["hash"] == header["prev"]
        else:  # the first after a restore
            stands = not end or looks["hashes"].get((end["origin"], end["epoch"], end["last"])) == end["hash"]
        if not stands:
            faults.append(f"access {pos}: the access chain is not what was signed")
    for pos, header, value in journal["kept"]:
        if header["kind"] == "resealed":
            known = (header["actor"], value.get("public", "")) in published
            if not known or not is_told(header, value):
                faults.append(f"entry {pos}: takes bodies without the signature of the person it names")
        if header["kind"] == "looks-anchored":
            head = value["head"]
            if looks["hashes"].get((head["origin"], head["epoch"], head["last"])) != head["hash"]:
                faults.append(f"entry {pos}: the access chain is not what the closing of that day named")
    return len(signed)


def unpacked(source: Path, room: Path) -> Path:
    """The key file and a copy of the database in `room`, from a folder or a backup file."""
    if source.is_dir():
        for name in (KEYS, DATABASE, f"{DATABASE}-wal"):
            if (source / name).exists():
                shutil.copyfile(source / name, room / name)
    else:
        with zipfile.ZipFile(source) as archive:
            for name in (KEYS, DATABASE):
                with archive.open(name) as given, open(room / name, "wb") as out:
                    shutil.copyfileobj(given, out)
    return room


def verified(room: Path, code: str, anchors: list[str]) -> dict[str, Any]:
    """What was found in an unpacked record."""
    keys = json.loads((room / KEYS).read_text(encoding="utf-8"))
    connection = sqlcipher.connect(str(room / DATABASE))
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{data_key(keys, code).hex()}'\"")
        faults: list[str] = []
        pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        faults += [f"page: {row[0]}" for row in pages]
        journal = walk(connection, "entry", faults)
        looks = walk(connection, "access", faults)
    except sqlcipher.DatabaseError as error:
        raise CannotLook(f"the database does not open: {error}") from error
    finally:
        connection.close()
    signed = judge(journal, looks, faults)
    known = set(journal["hashes"].values())
    for anchor in anchors:
        digits = "".join(anchor.lower().split())
        if len(digits) < 16 or not any(made.startswith(digits) for made in known):
            faults.append(f"anchor {anchor}: no entry of the journal bears it")
    return {
        "entries": journal["entries"],
        "looks": looks["entries"],
        "signed": signed,
        "ok": not faults,
        "faults": faults[:50],
    }


def main() -> int:
    """One run."""
    asked = argparse.ArgumentParser(description="verify the record of a Petition Desk station")
    asked.add_argument("source", type=Path)
    asked.add_argument("--anchor", action="append", default=[], metavar="DIGITS")
    chosen = asked.parse_args()
    try:
        code = Path(os.environ["PETITION_DESK_RECOVERY_FILE"]).read_text(encoding="utf-8").split("\n", 1)[0]
        with tempfile.TemporaryDirectory(prefix="verify-record-") as name:
            found = verified(unpacked(chosen.source, Path(name)), code, chosen.anchor)
    except (CannotLook, KeyError, OSError, ValueError, zipfile.BadZipFile) as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
        return 2
    print(json.dumps(found))
    return 0 if found["ok"] else 3


if __name__ == "__main__":
    sys.exit(main())
