"""The transport of this computer: its plan and what became of the last run, both beside the data and in no backup."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import AppError, BadInput, Unavailable
from app.services.backup_plan import Light
from app.services.exchange import ExchangeDesk
from app.services.looking import record_administration
from app.services.transport_plan import TransportPlan, age_light, is_due, read_transport, write_transport
from app.services.transporting import Gateway, TransportRun, run_transport, waiting_since
from db import durable
from db.gateway import FolderGateway
from ui.bootstrap.opening import Desk, exchange_desk
from ui.messages import message_of
from ui.transport.line_gateway import LineGateway, require_line

PLAN = "transport.toml"
STATE = "transport-last.json"
MOST_SEEN = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The last run: when, packages and entries that went out, entries that came, what was wrong in words, what was seen.

    `failures` are the runs in a row that did not do everything.
    """

    at: datetime
    packages: int = 0
    entries: int = 0
    applied: int = 0
    problems: tuple[str, ...] = ()
    seen: frozenset[str] = frozenset()
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportLook:
    """How the transport stands: plan, last run, whether one is due, since when something waits, and the light of that."""

    plan: TransportPlan
    last: LastRun | None
    due: bool
    now: datetime
    waiting_since: datetime | None
    light: Light


def transport_plan(folder: Path) -> TransportPlan:
    """The plan of a data folder. Raises BadInput("transport.…")."""
    try:
        return read_transport((folder / PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return read_transport()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("transport.plan_unreadable") from error


def change_transport(desk: Desk, plan: TransportPlan) -> None:
    """Changes where packages go without a hand, and when; recorded first.

    Raises BadInput("transport.no_folder", "transport.inside_data", "target.address", "target.certificates"),
    Refused("target.no_tls"), NotAllowed("export.nobody_trusted"), Unavailable("backup.target…").
    """
    data = desk.opened.folder.absolute()
    for name in ("folder", "back"):
        typed = getattr(plan, name)
        if typed:
            place = Path(typed).absolute()
            if place == data or data in place.parents:
                raise BadInput("transport.inside_data", field=name)
            if not place.is_dir():
                raise BadInput("transport.no_folder", field=name, place=typed)
    if plan.to:
        require_line(exchange_desk(desk), plan.to, plan.certificates)
    told = "; ".join((plan.folder, plan.back, plan.extension, *filter(None, (plan.to,))))
    record_administration(desk.session, "transport", told)
    text = write_transport(plan).encode()
    durable.write_whole(desk.opened.folder / PLAN, lambda out: out.write(text), lambda fresh: None)


def look_at_transport(desk: Desk, at: ExchangeDesk) -> TransportLook:
    """How the transport stands. Raises BadInput("transport.…"), NotAllowed."""
    plan, last, now = transport_plan(desk.opened.folder), _last(desk.opened.folder), at.session.now()
    since = waiting_since(at)
    due = is_due(
        plan,
        now=now,
        last=None if last is None else last.at,
        failed=last is not None and bool(last.problems),
        failures=1 if last is None else last.failures,
    )
    return TransportLook(
        plan=plan,
        last=last,
        due=due,
        now=now,
        waiting_since=since,
        light=age_light(plan, now=now, waiting_since=since),
    )


def send_and_fetch(desk: Desk, at: ExchangeDesk, *, reached: bool = True) -> TransportRun:
    """One run, and its note; `reached`: whether the receiver answered when it was asked before.

    Raises BadInput("transport.none", "transport.…"), NotAllowed, Unavailable("disk.…").
    """
    plan = transport_plan(desk.opened.folder)
    if not plan.stands:
        raise BadInput("transport.none")
    before = _last(desk.opened.folder)
    ways: list[Gateway] = []
    if plan.folder or plan.back:
        ways.append(FolderGateway(plan.folder, plan.back, plan.extension))
    if plan.to and reached:
        ways.append(LineGateway(at, plan.to, plan.certificates))
    run = run_transport(at, *ways, seen=frozenset() if before is None else before.seen)
    if plan.to and not reached:
        run.problems.append((plan.to, Unavailable("target.line_cut")))
    failures = 0 if before is None else before.failures
    told = {
        "at": at.session.now().isoformat(),
        "packages": run.packages,
        "entries": run.entries,
        "applied": run.taken.applied,
        "problems": [_worded(name, error) for name, error in run.problems],
        "seen": sorted(run.seen)[:MOST_SEEN],
        "failures": failures + 1 if run.problems else 0,
    }
    with durable.own_disk():
        durable.put_whole(desk.opened.folder / STATE, json.dumps(told, ensure_ascii=False).encode())
    return run


def reach_county(desk: Desk, at: ExchangeDesk) -> bool:
    """Whether the county's receiver answers, asked before a run so that nobody at the counter waits for a dead line.

    True where the plan has no such line. Raises BadInput("transport.…").
    """
    plan = transport_plan(desk.opened.folder)
    return not plan.to or LineGateway(at, plan.to, plan.certificates).answers()


def _worded(name: str, error: AppError) -> str:
    message = message_of(error)
    return f"{Path(name).name}  {message.says}{message.do}".strip()


def _last(folder: Path) -> LastRun | None:
    """The note of the last run; None where there is none that can be read: then a run is due."""
    try:
        told = json.loads((folder / STATE).read_bytes())
        return LastRun(
            at=datetime.fromisoformat(told["at"]),
            packages=int(told["packages"]),
            entries=int(told["entries"]),
            applied=int(told["applied"]),
            problems=tuple(str(item) for item in told["problems"]),
            seen=frozenset(str(item) for item in told["seen"]),
            failures=int(told.get("failures", 0)),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
