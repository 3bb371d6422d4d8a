"""Pages as pictures, made by a reader that is not ours (poppler)."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image


def pictures_of(pdf: bytes, *, dots: int) -> list[Image.Image]:
    """Every page of `pdf` at `dots` an inch."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "paper.pdf"
        path.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dots), "-png", path, Path(place) / "page"], check=True)
        return [Image.open(page).copy() for page in sorted(Path(place).glob("page*.png"))]
