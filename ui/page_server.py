"""The hall's own small page: gives out one file on the hall's own wireless, and nothing else (off unless it is started).

It takes nothing in: whoever asks for anything but the page is refused, nobody's address is kept, and the page itself reaches
nobody. Only addresses of a private network are listened on and answered (RFC 1918, RFC 4193): this is no web site.
"""

from __future__ import annotations

import ipaddress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

from app.errors import Refused, Unavailable

PATHS = ("/", "/index.html")
PATIENCE = 10.0
"""Seconds until a visitor who says nothing is let go of."""
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
)


def is_near(address: str) -> bool:
    """Whether an address belongs to a private network or to this computer."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    found = found if mapped is None else mapped
    return (found.is_private or found.is_loopback or found.is_link_local) and not found.is_unspecified


class PageServer:
    """One page at one address; `serve` goes on until `stop`, from another thread, or the end of the program."""

    def __init__(self, page: bytes, host: str, port: int) -> None:
        """Raises Refused("page.not_near") for an address beyond the hall, Unavailable("page.address_taken")."""
        if not is_near(host):
            raise Refused("page.not_near", address=host)
        try:
            self._server = _Server((host, port), _visit(page))
        except OSError as error:
            raise Unavailable("page.address_taken", address=f"{host}:{port}") from error

    @property
    def address(self) -> str:
        """What a visitor types."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/"

    def serve(self) -> None:
        """Answers until it is stopped."""
        self._server.serve_forever(poll_interval=0.2)

    def stop(self) -> None:
        """No more answers; asked from another thread than that of `serve`."""
        self._server.shutdown()
        self.close()

    def close(self) -> None:
        """Gives the address free, after `serve` ended."""
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def verify_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> bool:
        return is_near(str(client_address[0]))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who went away in the middle is no news."""


def _visit(page: bytes) -> type[BaseHTTPRequestHandler]:
    class Visit(BaseHTTPRequestHandler):
        timeout = PATIENCE
        server_version, sys_version = "page", ""

        def do_GET(self) -> None:
            self._answer(with_page=True)

        def do_HEAD(self) -> None:
            self._answer(with_page=False)

        def _answer(self, *, with_page: bool) -> None:
            if self.path.partition("?")[0] not in PATHS:
                self.send_error(404)
                return
            self.send_response(200)
            for name, value in HEADERS:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            if with_page:
                self.wfile.write(page)

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody's address is kept."""

    return Visit
