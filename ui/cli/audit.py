"""The command on the record itself: verify it against signed heads and anchors, sign it now, show what to write down."""

from __future__ import annotations

import argparse

from app.clock import from_milliseconds
from app.errors import Damaged
from app.services.audit import SHORTEST, Anchor, Verified
from app.services.head_signing import sign_heads
from ui.bootstrap.auditing import verify_desk
from ui.cli.folder import desk
from ui.cli.output import emit, say
from ui.messages import words
from ui.reproaches import reproaches


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    audit = commands.add_parser("audit", parents=[common])
    audit.add_argument("what", choices=("verify", "sign", "heads"))
    audit.add_argument("--anchor", action="append", default=[], metavar="DIGITS")
    audit.set_defaults(run=run_audit)


def run_audit(chosen: argparse.Namespace) -> int:
    """Verifies both chains, signs their heads at once, or shows where they stand."""
    opened = desk(chosen)
    try:
        if chosen.what == "sign":
            signed = sign_heads(opened.session)
            return _tell(chosen, {"signed": signed}, "signed" if signed else "nothing_to_sign")
        if chosen.what == "heads":
            head = opened.session.memory.queries.head()
            return _tell(chosen, {"head": head, "short": head[:SHORTEST]}, "standing")
        found = verify_desk(opened, chosen.anchor)
    finally:
        opened.close()
    return _verified(chosen, found)


def _tell(chosen: argparse.Namespace, made: dict[str, object], key: str) -> int:
    if chosen.json:
        emit(made)
    else:
        say(str(words("audit")[key]).format_map(made))
    return 0


def _verified(chosen: argparse.Namespace, found: Verified) -> int:
    if chosen.json:
        emit(audit_object(found))
        return 0 if found.ok else Damaged.exit_code
    text = words("audit")
    if not found.ok:
        for line in reproaches(found):
            say(line)
        return Damaged.exit_code
    say(
        str(words("cli")["chain_ok"]).format(
            entries=found.journal.entries, head=found.journal.head[:SHORTEST]
        )
    )
    at = from_milliseconds(found.signed_at).strftime("%Y-%m-%d %H:%M") if found.signed_at else text["never"]
    say(text["signed_heads"].format(count=found.signed, at=at, unsigned=found.unsigned))
    newest = max((anchor.at for anchor in found.anchors if anchor.at), default="")
    say(text["anchors"].format(count=len(found.anchors), at=newest[:16].replace("T", " ") or text["never"]))
    return 0


def audit_object(found: Verified) -> dict[str, object]:
    """What was verified, as JSON."""
    made: dict[str, object] = {
        "entries": found.journal.entries,
        "head": found.journal.head,
        "ok": found.ok,
        "looks": found.looks.entries,
        "signed": found.signed,
        "signed_at": from_milliseconds(found.signed_at).isoformat() if found.signed_at else None,
        "unsigned": found.unsigned,
        "anchors": [_anchor(anchor) for anchor in found.anchors],
        "doubts": [{"place": item.place, "why": item.why, "account": item.account} for item in found.doubts],
    }
    bad = found.journal if not found.journal.ok else found.looks
    if not bad.ok:
        made |= {"first_bad": bad.first_bad, "why": bad.why}
    return made


def _anchor(anchor: Anchor) -> dict[str, object]:
    return {
        "source": anchor.source,
        "at": anchor.at or None,
        "found": anchor.place > 0,
        "place": anchor.place or None,
    }
