"""`code page`, `code serve`: the office's page for phones, as a file or given out on the hall's network."""

from __future__ import annotations

import argparse

from app.services.preregistration_page import make_page
from ui.bootstrap.page_keys import page_key_shelf
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.output import emit
from ui.page_server import PageServer

DEFAULT_PORT = 8090


def run_page(chosen: argparse.Namespace) -> int:
    """Writes the page; with `--shared` the one for a tablet that many use."""
    opened = desk(chosen)
    try:
        made = make_page(opened.session, page_key_shelf(opened), shared=chosen.shared)
    finally:
        opened.close()
    write_bytes(chosen.out, made.content)
    emit(
        {
            "file": str(chosen.out),
            "key": made.key,
            "words": list(made.words),
            "valid_until": made.valid_until.isoformat(),
        }
    )
    return 0


def run_serve(chosen: argparse.Namespace) -> int:
    """Gives the page out until somebody ends it (Ctrl+C); the folder is closed meanwhile."""
    opened = desk(chosen)
    try:
        made = make_page(opened.session, page_key_shelf(opened))
    finally:
        opened.close()
    server = PageServer(made.content, chosen.host, chosen.port)
    emit({"address": server.address, "words": list(made.words), "valid_until": made.valid_until.isoformat()})
    try:
        server.serve()
    except KeyboardInterrupt:
        server.close()
    return 0
