"""`code page`: the office's page for phones as one HTML file, with the key it seals to and the four words for the wall."""

from __future__ import annotations

import argparse

from app.services.preregistration_page import make_page
from ui.bootstrap.page_keys import page_key_shelf
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.output import emit


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
