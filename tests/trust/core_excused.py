"""Faults planted into the trust core that change nothing anybody could notice, each with the reason.

A name is that of `Mutant.name`: it holds while lines move; one that names no fault any more fails its test.
"""

from __future__ import annotations

from collections.abc import Mapping

EXCUSED: Mapping[str, str] = {}
