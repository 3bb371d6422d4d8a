"""A long day at the counter: more Qt calls than a process survives when None is not counted."""

from __future__ import annotations

import subprocess
import sys

A_LONG_DAY = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from ui.desk.application import make_application
from PySide6.QtWidgets import QLabel
application = make_application(["petition-desk"])
label = QLabel()
references = sys.getrefcount(None) if sys.version_info < (3, 12) else 1000
for number in range(200_000 if references > 10**6 else references + 1000):
    label.setText("x")
print("still here")
"""


def test_the_desk_survives_a_long_day() -> None:
    done = subprocess.run([sys.executable, "-c", A_LONG_DAY], capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith("still here"), done.stderr[-500:]
