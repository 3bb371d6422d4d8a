"""What a verified code is told as: sentences of the hall, and the list of what to compare with the paper in the hand."""

from __future__ import annotations

from typing import Any

from app.services.notice_codes import WELL_SIGNED, Standing, Verdict, Verified
from app.services.poster_round import VerifiedPlace
from resources.loader import words


def notice_sentences(found: Verified) -> list[str]:
    """What the code of a notice proves, how the notice stands, and what to compare."""
    text = _words()
    says, key = found.says, found.key
    about = {
        "office": found.office or ("" if says is None else says.station),
        "station": "" if says is None else says.station,
        "day": "" if says is None else says.day.isoformat(),
        "key": found.signer,
        "until": "" if key is None or key.until is None else key.until.isoformat(),
        "revoked": "" if key is None or key.revoked is None else key.revoked.isoformat(),
        "why": "" if key is None else key.why,
        "number": found.replaced_by,
    }
    made = [str(text[found.verdict.value]).format(**about)]
    if found.verdict in WELL_SIGNED:
        made.append(str(text[found.standing.value or "not_asked"]).format(**about))
    if found.words_match is not None and found.verdict is not Verdict.NEWER:
        made.append(str(text["words_match" if found.words_match else "words_differ"]))
    rows = compared(found)
    if rows and found.verdict in WELL_SIGNED:
        made.append(str(text["compare"]))
        made += [f"{label}  {value}" for label, value in rows]
    return made


def compared(found: Verified) -> list[tuple[str, str]]:
    """Label and value of each thing that must stand on the paper in the same way."""
    text, says = _words(), found.says
    if says is None:
        return []
    title = found.title or str(text["unknown_kind"]).format(kind=says.kind)
    rows = [
        (str(text["office"]), found.office or says.station),
        (str(text["title"]), title),
        (str(text["number"]), says.number),
    ]
    if says.running:
        written = str(text["written"]).format(year=says.year, running=says.running)
        rows.append((str(text["document"]), written))
    rows.append((str(text["day"]), says.day.isoformat()))
    return rows


def place_sentences(found: VerifiedPlace) -> list[str]:
    """What the small code of a poster proves."""
    text, says = _words(), found.says
    if found.verdict is not Verdict.GENUINE or says is None:
        return [str(text["place_bad"])]
    name = "place_expired" if found.expired else "place_genuine"
    about = {
        "station": says.station,
        "place": says.place,
        "serial": f"{says.serial:06d}",
        "until": says.until.isoformat(),
    }
    return [str(text[name]).format(**about)]


def is_sound(found: Verified) -> bool:
    """Whether a notice may be relied on: genuine, and nothing here says that it does not stand."""
    bad = (Standing.VOID, Standing.REPLACED, Standing.NOT_KNOWN)
    return found.genuine and found.standing not in bad


def _words() -> dict[str, Any]:
    found: dict[str, Any] = words("words/notice_codes.toml")["verify"]
    return found
