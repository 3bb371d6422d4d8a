"""The line to the county's receiver: packages go part by part and go on after a cut; what waits there is fetched.

Python's own HTTP client is enough for six requests and costs the installed folder nothing. Only the address that the office
typed is called; TLS is required but to this computer itself and in exercises.
"""

from __future__ import annotations

import hashlib
import http
import http.client
import json
import secrets
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from time import sleep
from typing import Any, BinaryIO, NoReturn
from urllib.parse import urlsplit

from app.clock import milliseconds
from app.errors import BadInput, Refused, Unavailable
from app.exchange import container
from app.exchange.requests import HEADER, TIME_HEADER, SignedRequest
from app.services.exchange import ExchangeDesk, addressees
from app.services.taking_in import Outcome, take_in

TIMEOUT = 30.0
"""Seconds until a silent line counts as cut."""
TRIES = 5
"""Attempts in a row without progress, with longer and longer pauses, before the line is given up for now."""
PAUSE = 0.5
"""Seconds of the first pause."""
PIECE = 256 * 1024
LARGEST_ANSWER = 4 * 1024 * 1024
HERE = ("localhost", "127.0.0.1", "::1")
_CUT = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPackage:
    """A package that waits at the county for us."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    body: bytes
    time: int


class CountyLine:
    """One receiver at an address. A target for packages (port `PackageTarget`), and where answers are fetched."""

    def __init__(
        self,
        desk: ExchangeDesk,
        address: str,
        *,
        certificates: str = "",
        pause: Callable[[float], None] = sleep,
    ) -> None:
        """`certificates`: a file of authorities instead of the system's.

        Raises BadInput("target.address"), Refused("target.no_tls"), NotAllowed("export.nobody_trusted").
        """
        found = urlsplit(address.strip())
        if found.scheme not in ("https", "http") or not found.hostname or found.query or found.fragment:
            raise BadInput("target.address", field="out")
        plain = found.scheme == "http"
        if plain and found.hostname not in HERE and not desk.session.office.training:
            raise Refused("target.no_tls", field="out")
        try:
            self._port = found.port
        except ValueError as error:
            raise BadInput("target.address", field="out") from error
        self._desk, self._pause = desk, pause
        self._to = addressees(desk.session.office)[0].station
        self._host, self._path = found.hostname, found.path.rstrip("/")
        self._tls = None if plain else _tls(certificates)
        self.sent_parts = 0
        """Parts that were sent, repeated ones too: to be shown while it runs."""
        self.answers: list[dict[str, Any]] = []
        """What the county said of each package, in order."""

    def is_there(self, patience: float) -> bool:
        """Whether anybody answers there within so many seconds; asked once, unsigned, and it tells nothing of us."""
        if self._tls is None:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=patience)
        else:
            connection = http.client.HTTPSConnection(
                self._host, self._port, timeout=patience, context=self._tls
            )
        try:
            connection.request("GET", f"{self._path}/v1/health")
            return connection.getresponse().status == http.HTTPStatus.OK
        except _CUT:
            return False
        finally:
            connection.close()

    # ------------------------------------------------------------ packages to the county

    def put(self, name: str, source: BinaryIO, sha256: str) -> str:
        """Hands a package over; only parts that lack are sent. The answer is where it went.

        Raises Unavailable("target.line_cut") when it goes on next time, Refused("target.refused"), NotAllowed("request.…").
        """
        outside = container.read(source)
        size = source.seek(0, 2)
        told = {
            "sha256": sha256,
            "size": size,
            "header": b64encode(outside.header).decode(),
            "signature": b64encode(outside.signature).decode(),
        }
        standing = self._json("POST", "/v1/packages", json.dumps(told).encode())
        if standing["state"] == "rejected":
            raise Refused("target.put_aside", package=name)
        if standing["state"] == "wanted":
            for number in standing["missing"]:
                self._send_part(source, sha256, int(number), int(standing["part_size"]))
            self.answers.append(self._json("POST", f"/v1/packages/{sha256}/complete"))
        return f"{self._host}{self._path}/{name}"

    def _send_part(self, source: BinaryIO, sha256: str, number: int, size: int) -> None:
        source.seek(number * size)
        data = source.read(size)
        self._json("PUT", f"/v1/packages/{sha256}/parts/{number}", data)
        self.sent_parts += 1

    # ------------------------------------------------------------ packages from the county

    def waiting(self) -> list[WaitingPackage]:
        """What waits there for us. Raises as `put`."""
        found = self._json("GET", "/v1/outbox")
        try:
            return [
                WaitingPackage(name=str(item["package"]), sha256=str(item["sha256"]), size=int(item["size"]))
                for item in found["packages"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable("target.odd_answer") from error

    def fetch(self, item: WaitingPackage, target: BinaryIO) -> None:
        """Writes the bytes of a waiting package to a file; after a cut it goes on where it was.

        Raises Unavailable("target.line_cut", "target.odd_answer").
        """
        start = target.seek(0, 2)
        for attempt in self._attempts():
            before = start
            try:
                start = self._fetch_from(item, start, target)
            except _CUT:
                start = target.seek(0, 2)
                attempt(start > before)
                continue
            break
        target.seek(0)
        if container.measure(target).sha256 != item.sha256:
            target.truncate(0)
            raise Unavailable("target.odd_answer")
        target.seek(0)

    def take_in_waiting(self) -> Outcome:
        """Fetches what waits and is not here yet, and takes it in. Raises as `waiting`, `fetch` and `taking_in.take_in`."""
        whole = Outcome()
        for item in self.waiting():
            if self._desk.shelf.has(item.sha256):
                continue
            with self._desk.shelf.scratch() as file:
                self.fetch(item, file)
                whole.add(take_in(self._desk, file))
        return whole

    def _fetch_from(self, item: WaitingPackage, start: int, target: BinaryIO) -> int:
        path = f"/v1/outbox/{item.sha256}?start={start}"
        connection, answer = self._ask("GET", path, b"")
        try:
            if answer.status != 200:
                self._raise(_read(answer))
            while piece := answer.read(PIECE):
                target.write(piece)
            if target.tell() < item.size:
                raise http.client.IncompleteRead(b"")
        finally:
            connection.close()
        return target.tell()

    # ------------------------------------------------------------ asking

    def _json(self, method: str, path: str, body: bytes = b"") -> dict[str, Any]:
        answer = self._asked(method, path, body)
        if answer.status != 200:
            self._raise(answer)
        try:
            found: dict[str, Any] = json.loads(answer.body)
            return found
        except ValueError as error:
            raise Unavailable("target.odd_answer") from error

    def _asked(self, method: str, path: str, body: bytes) -> _Answer:
        for attempt in self._attempts():
            try:
                connection, answer = self._ask(method, path, body)
                try:
                    return _read(answer)
                finally:
                    connection.close()
            except ssl.SSLCertVerificationError as error:
                raise Unavailable("target.certificate") from error
            except _CUT:
                attempt(False)
        raise AssertionError("the loop above returns or raises")

    def _attempts(self) -> Iterable[Callable[[bool], None]]:
        """Attempts; after a failed one call it with whether there was progress. Raises Unavailable("target.line_cut")."""
        failed = 0

        def note(progress: bool) -> None:
            nonlocal failed
            failed = 1 if progress else failed + 1
            if failed >= TRIES:
                raise Unavailable("target.line_cut")
            self._pause(PAUSE * 2 ** (failed - 1))

        while True:
            yield note

    def _ask(
        self, method: str, path: str, body: bytes
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """One request on a line of its own; every attempt is signed anew."""
        if self._tls is None:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT)
        else:
            connection = http.client.HTTPSConnection(
                self._host, self._port, timeout=TIMEOUT, context=self._tls
            )
        target = self._path + path
        session = self._desk.session
        signed = SignedRequest(
            station=session.office.station,
            to=self._to,
            time=milliseconds(session.now()),
            once=secrets.token_hex(16),
            body=hashlib.sha256(body).hexdigest(),
        )
        headers = {
            HEADER: signed.header(method, target, self._desk.keys.sign),
            "Content-Type": "application/json" if method == "POST" else "application/octet-stream",
            "Connection": "close",
        }
        with ExitStack() as undo:
            undo.callback(connection.close)
            connection.request(method, target, body=body or None, headers=headers)
            answer = connection.getresponse()
            undo.pop_all()
        return connection, answer

    def _raise(self, answer: _Answer) -> NoReturn:
        """Says what the county said. Its own clock is told where ours differs."""
        try:
            error = json.loads(answer.body)["error"]
            code, text = str(error["code"]), str(error["text"])
        except (ValueError, KeyError, TypeError) as broken:
            raise Unavailable("target.odd_answer") from broken
        if code == "request.clock":
            apart = abs(answer.time - milliseconds(self._desk.session.now()))
            raise Refused("target.clock", minutes=-(-apart // 60_000))
        if answer.status >= 500:
            raise Unavailable("target.county_busy", why=text)
        raise Refused("target.refused", why=text)


def _read(answer: http.client.HTTPResponse) -> _Answer:
    body = answer.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise Unavailable("target.odd_answer")
    time = answer.getheader(TIME_HEADER, "0")
    return _Answer(status=answer.status, body=body, time=int(time) if time.isdigit() else 0)


def _tls(certificates: str) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=certificates or None)
    except (OSError, ssl.SSLError) as error:
        raise BadInput("target.certificates", field="certificates") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
