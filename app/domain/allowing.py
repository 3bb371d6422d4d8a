"""Whether an act is possible on a matter now, and if not, by which refusal (为什么现在不能做).

No second set of rules: the act itself is tried, with values as somebody could fill them in, and nothing is written. An
act counts as impossible only when every filling that was tried is refused; the reason is that refusal, word for word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import islice, product
from typing import Any, Final, get_args, get_origin, get_type_hints

from app.domain.acts.correcting import CORRECTABLE
from app.domain.acts.recording import EXTERNAL_FACTS
from app.domain.conflict import kept_out
from app.domain.history import ENTRY_KINDS_BY_TYPE
from app.domain.kinds import ActKind, Setting
from app.domain.matter import Matter
from app.domain.office import Office
from app.errors import AppError, Refused

_TRIALS: Final = 96
"""Fillings that are tried at most; the first that passes ends it."""
_SOMETHING: Final = "—"
"""Stands for words that somebody would write."""
_OUTSIDE: Final = frozenset({"paper_number", "postmark_on", "from_on"})
"""Fields that are left out of a trial: they only add to what was decided."""
_ON_FOLDED: Final = frozenset(
    {
        "fold-undone",
        "linked",
        "entry-struck",
        "told-apart",
        "apart-undone",
        "paper-printed",
        "access-granted",
        "access-withdrawn",
    }
)
"""Entries that may still be written on a number that was folded into another one."""
_GROUNDS: Final = frozenset({"refusal_grounds", "refusal_again_grounds"})


def require_station(kind: ActKind, office: Office) -> None:
    """Raises Refused("act.not_this_station") where this kind of station never does it (hall.md 3)."""
    if kind.stations and office.kind not in kind.stations:
        raise Refused("act.not_this_station", act=kind.name, station=office.kind)


def require_live(matter: Matter) -> None:
    """Raises Refused("matter.update_needed", "matter.voided") for a matter nothing is written on."""
    if matter.update_needed:
        raise Refused("matter.update_needed")
    if matter.voided_on is not None:
        raise Refused("matter.voided", day=matter.voided_on.isoformat())


def require_desk(office: Office, matter: Matter, value: object) -> None:
    """What happened at the registering desk is written by that desk alone (reference/exchange.md 3.5).

    Raises Refused("act.only_the_desk").
    """
    if matter.station != office.station and ENTRY_KINDS_BY_TYPE[type(value)].desk_only(value):
        raise Refused("act.only_the_desk")


def require_unfolded(matter: Matter, value: object) -> None:
    """Nothing is done any more on a number that was folded into an earlier one, but printing, links and taking it back.

    Raises Refused("fold.stands").
    """
    if matter.folded and ENTRY_KINDS_BY_TYPE[type(value)].name not in _ON_FOLDED:
        raise Refused("fold.stands", number=matter.merged_into)


def refusal_of(matter: Matter, kind: ActKind, setting: Setting) -> AppError | None:
    """The refusal that stands in the way of an act now, or None when some filling of its form would pass.

    What is wrong with a value that was typed is no reason: only what every filling meets is one.
    """
    try:
        require_station(kind, setting.office)
        require_live(matter)
    except Refused as refused:
        return refused
    first: AppError | None = None
    for given in islice(_fillings(matter, kind, setting), _TRIALS):
        try:
            for happened in kind.decide(matter, kind.type(**given), setting):
                require_desk(setting.office, matter, happened.value)
                require_unfolded(matter, happened.value)
        except Refused as refused:
            first = first or refused
        except AppError:
            return None
        else:
            return None
    return first


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blank:
    """A field of an act's form: what may be put there, and the list from which it comes."""

    name: str
    many: bool
    kinds: tuple[Any, ...]
    values: str


@cache
def _blanks(form: type) -> tuple[_Blank, ...]:
    """The fields somebody could fill; its types are written as text, and reading that text is most of the work."""
    hints = get_type_hints(form)
    return tuple(
        _Blank(
            name=item.name,
            many=get_origin(hint) is tuple,
            kinds=(hint, *get_args(hint)),
            values=str(item.metadata.get("values", "")),
        )
        for item, hint in ((item, hints[item.name]) for item in fields(form))
        if item.name not in _OUTSIDE and not (get_origin(hint) is tuple and item.default is not MISSING)
    )


def _fillings(matter: Matter, kind: ActKind, setting: Setting) -> Iterator[dict[str, Any]]:
    possible = ((blank.name, _values(blank, matter, setting)) for blank in _blanks(kind.type))
    filled = {name: values for name, values in possible if values}
    for chosen in product(*filled.values()):
        yield dict(zip(filled, chosen, strict=True))


def _values(blank: _Blank, matter: Matter, setting: Setting) -> tuple[Any, ...]:
    """Values somebody could give for one field; none where it is left out."""
    name, listed, kinds = blank.name, blank.values, blank.kinds
    if blank.many:
        return (_units(matter, setting),) if listed == "units" else ()
    if name == "claim":
        several = tuple(claim.number for claim in matter.claims) if len(matter.claims) > 1 else ()
        return (None, *several)
    if name == "other":
        linked = dict.fromkeys(item.about for item in matter.strikable if item.kind == "linked")
        return (*sorted(matter.told_apart), *linked, _SOMETHING)
    if name == "entry":
        return tuple(item.entry.hex for item in matter.strikable) or (_SOMETHING,)
    if listed == "units":
        return _units(matter, setting)
    if name == "body":
        above = dict.fromkeys(body for unit in setting.office.units for body in unit.review_bodies)
        return (_SOMETHING, *above)
    if listed in _GROUNDS:
        act = "refuse" if listed == "refusal_grounds" else "refuse-again"
        return tuple(ground.id for ground in setting.law.grounds_of(act, setting.today)) or (_SOMETHING,)
    known = {"external_facts": tuple(EXTERNAL_FACTS)[:1], "correctable_fields": tuple(CORRECTABLE)}
    if listed in known:
        return known[listed]
    enums = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)]
    if enums:
        return tuple(enums[0])
    if date in kinds:
        return (_day(name, matter, setting),)
    if bool in kinds:
        return (True,)
    return (1,) if int in kinds else (_SOMETHING,)


def _units(matter: Matter, setting: Setting) -> tuple[str, ...]:
    """The units that had to do with the matter, then one of the office's table."""
    concerned = dict.fromkeys(m.unit for m in matter.milestones if m.unit)
    barred = kept_out(matter, setting.office)
    listed = [
        u.name
        for u in setting.office.units
        if not u.closed and u.name != setting.office.name and u.code not in barred
    ]
    return tuple(dict.fromkeys((*concerned, *listed[:2]))) or (_SOMETHING,)


def _day(name: str, matter: Matter, setting: Setting) -> date:
    """Today; for the receipt of the matter the day on which it is known to have come, while nothing was decided."""
    came = [m.on for m in matter.milestones if m.name == "unit-received"] if name == "received_on" else []
    decided = any(m.name == "opinion-issued" for m in matter.milestones)
    return came[-1] if came and not decided else setting.today
