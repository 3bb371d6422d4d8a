"""Running the receiver: uvicorn in one process, quiet, with TLS where certificates are given."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from app.errors import BadInput, Refused

HERE = ("127.0.0.1", "localhost", "::1")


def serve(
    app: FastAPI, host: str, port: int, *, certificate: Path | None, key: Path | None, behind: bool
) -> None:
    """Serves until it is told to stop (Ctrl+C, SIGTERM); what is being taken in is finished first.

    `behind`: a gateway of the county in front of this ends TLS. Raises Refused("county.no_tls"),
    BadInput("county.certificate").
    """
    if (certificate is None) != (key is None):
        raise BadInput("county.certificate", field="tls_key")
    if certificate is None and host not in HERE and not behind:
        raise Refused("county.no_tls", field="host")
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        ssl_certfile=None if certificate is None else str(certificate),
        ssl_keyfile=None if key is None else str(key),
        timeout_graceful_shutdown=60,
        h11_max_incomplete_event_size=64 * 1024,
    )
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises the signal anew when it has finished
            uvicorn.Server(config).run()
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    """Stopped by the system: like Ctrl+C, so that what is open is closed."""
    raise KeyboardInterrupt
