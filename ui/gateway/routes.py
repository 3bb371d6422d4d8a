"""The routes of the county's receiver. Each asks `Receiver` one thing; what goes wrong is said as on the command line."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.security import APIKeyHeader
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from app.errors import AppError, BadInput, Conflict, Damaged, NotAllowed, NotFound, Refused, Unavailable
from app.exchange.requests import HEADER, TIME_HEADER, SignedRequest
from app.services.taking_in import Outcome
from ui.bootstrap.receiving import Receiver, Standing, name_of
from ui.cli.output import error_object
from ui.gateway.answers import (
    SHA256,
    Announced,
    Aside,
    Health,
    Lacking,
    Outbox,
    Problem,
    Taken,
    Waiting,
    Wanted,
)

VERSION = "1"
Digest = Annotated[str, Path(pattern=SHA256)]
MOST_PARTS = 99_999
LARGEST_QUESTION = 8 * 1024 * 1024
"""Bytes of a body that is no part: an announced header."""
PIECE = 256 * 1024
"""Bytes of a package that are read at once for a download."""
STATUS: tuple[tuple[type[AppError], int], ...] = (
    (NotFound, 404),
    (BadInput, 400),
    (Refused, 409),
    (Conflict, 409),
    (Damaged, 422),
    (NotAllowed, 403),
    (Unavailable, 503),
)
"""Which status a kind of error has, the first that fits."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 403, 404, 409, 413, 422, 503)
}
_signed = APIKeyHeader(name=HEADER, auto_error=False, description="the signed request of docs/COUNTY.md")
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and the body that was signed."""

    station: str
    body: bytes


async def _asked(request: Request, header: Annotated[str | None, Depends(_signed)]) -> Asker:
    """Who asks, after everything that was signed was compared. Raises NotAllowed("request.…")."""
    signed = SignedRequest.parse(header or "")
    body = await _body(request)
    if hashlib.sha256(body).hexdigest() != signed.body:
        raise NotAllowed("request.not_genuine", station=signed.station)
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    station = await run_in_threadpool(_receiver(request).require_station, signed, request.method, target)
    return Asker(station, body)


async def _body(request: Request) -> bytes:
    """The body, at most a part. Raises BadInput("upload.too_large")."""
    pieces: list[bytes] = []
    size, most = 0, max(LARGEST_QUESTION, _receiver(request).uploads.part_size)
    stream: AsyncIterator[bytes] = request.stream()
    async for piece in stream:
        size += len(piece)
        if size > most:
            raise BadInput("upload.too_large")
        pieces.append(piece)
    body = b"".join(pieces)
    request._body = body  # read once; the route's own model is read from here
    return body


Asking = Annotated[Asker, Depends(_asked)]
"""A station that signed its request."""


def _receiver(request: Request) -> Receiver:
    found: Receiver = request.app.state.receiver
    return found


Receiving = Annotated[Receiver, Depends(_receiver)]
"""The receiver behind the routes."""
router = APIRouter()


@router.get("/v1/health")
def health(receiver: Receiving) -> Health:
    """Whether the receiver is there. Nobody need sign this."""
    office = receiver.exchange.session.office
    return Health(station=office.station, office=office.name, training=office.training, time=receiver.now)


@router.post("/v1/packages", responses=PROBLEMS)
def announce(given: Announced, who: Asking, receiver: Receiving) -> Wanted:
    """Says that a package will come; the answer names the parts that lack."""
    header, signature = _base64(given.header, "header"), _base64(given.signature, "signature")
    return _wanted(receiver, receiver.announce(who.station, given.sha256, given.size, header, signature))


@router.get("/v1/packages/{sha256}", responses=PROBLEMS)
def look(sha256: Digest, who: Asking, receiver: Receiving) -> Wanted:
    """Which parts of an upload lack."""
    return _wanted(receiver, Standing(state="wanted", upload=receiver.uploads.look(who.station, sha256)))


@router.put(
    "/v1/packages/{sha256}/parts/{number}",
    responses=PROBLEMS,
    openapi_extra={"requestBody": {"required": True, "content": _BYTES}},
)
def part(
    sha256: Digest, number: Annotated[int, Path(ge=0, le=MOST_PARTS)], who: Asking, receiver: Receiving
) -> Wanted:
    """One part: 8 MiB, the last one what is left."""
    upload = receiver.uploads.put(who.station, sha256, number, who.body)
    return _wanted(receiver, Standing(state="wanted", upload=upload))


@router.post("/v1/packages/{sha256}/complete", responses=PROBLEMS)
def complete(sha256: Digest, who: Asking, receiver: Receiving) -> Taken:
    """All parts are there: the package is verified and taken in."""
    return _taken(receiver.complete(who.station, sha256))


@router.get("/v1/outbox", responses=PROBLEMS)
def outbox(who: Asking, receiver: Receiving) -> Outbox:
    """What waits for the station that asks, in order."""
    return Outbox(
        packages=[
            Waiting(
                package=name_of(item), sha256=item.sha256, size=item.size, epoch=item.epoch,
                sequence=item.seq, sealed_at=item.sealed_at,
            )
            for item in receiver.outbox(who.station)
        ]
    )  # fmt: skip


@router.get(
    "/v1/outbox/{sha256}",
    response_class=StreamingResponse,
    responses={**PROBLEMS, 200: {"content": _BYTES}},
)
def fetch(
    sha256: Digest, who: Asking, receiver: Receiving, start: Annotated[int, Query(ge=0, le=0xFFFF_FFFF)] = 0
) -> StreamingResponse:
    """The bytes of one of them, from `start` on."""
    item, file = receiver.package(who.station, sha256)
    return StreamingResponse(
        _pieces(file, start),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name_of(item)}"'},
    )


async def _tell_time(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Every answer says the receiver's own time, so that a station whose clock is wrong learns it."""
    answer = await call_next(request)
    answer.headers[TIME_HEADER] = str(_receiver(request).now)
    return answer


def application(receiver: Receiver) -> FastAPI:
    """The receiver as an ASGI application, with its OpenAPI document at /openapi.json."""
    app = FastAPI(title="Petition Desk: county receiver", version=VERSION, docs_url=None, redoc_url=None)
    app.state.receiver = receiver
    app.middleware("http")(_tell_time)
    app.include_router(router)
    _add_problems(app)
    return app


def _base64(text: str, field: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("field.type", field=field, name=field, type="base64") from error


def _pieces(file: BinaryIO, start: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while piece := file.read(PIECE):
            yield piece


def _wanted(receiver: Receiver, standing: Standing) -> Wanted:
    upload = standing.upload
    return Wanted(
        sha256=upload.sha256,
        state=standing.state,
        size=upload.size,
        part_size=receiver.uploads.part_size,
        missing=list(upload.missing),
    )


def _taken(outcome: Outcome) -> Taken:
    return Taken(
        applied=outcome.applied,
        repeated=outcome.repeated,
        held=outcome.held,
        rejected=[
            Aside(package=item.name, code=item.error.code, text=str(error_object(item.error)["text"]))
            for item in outcome.rejected
        ],
        missing=[Lacking(epoch=item.epoch, sequence=item.seq) for item in outcome.missing],
    )


def _add_problems(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    def ours(request: Request, error: AppError) -> JSONResponse:
        status = next((code for kind, code in STATUS if isinstance(error, kind)), 500)
        return JSONResponse({"error": error_object(error)}, status_code=status)

    @app.exception_handler(RequestValidationError)
    def unread(request: Request, error: RequestValidationError) -> JSONResponse:
        name = ".".join(str(part) for part in error.errors()[0]["loc"][1:]) or "body"
        problem = BadInput("field.type", field=name, name=name, type=str(error.errors()[0]["type"]))
        return JSONResponse({"error": error_object(problem)}, status_code=400)

    @app.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> JSONResponse:
        problem = (
            NotFound("request.no_such_route") if error.status_code == 404 else BadInput("request.no_such_way")
        )
        answer = JSONResponse({"error": error_object(problem)}, status_code=error.status_code)
        answer.headers.update(error.headers or {})
        return answer
