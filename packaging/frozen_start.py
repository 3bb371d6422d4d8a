"""Runs in the frozen program before anything else: gives the programs that the desk starts their own libraries back.

PyInstaller's starter sets LD_LIBRARY_PATH to the desk's folder and keeps the old value beside it. The desk itself has
been loaded by then; `lp` or a browser started with the desk's libraries could fail on another system than this one.
"""

import os


def _give_back() -> None:
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before


_give_back()
