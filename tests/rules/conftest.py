"""The product's files, read once for all rules."""

from __future__ import annotations

import pytest

from tests.rules.tree import SourceTree


@pytest.fixture(scope="session")
def product() -> SourceTree:
    """The product as it stands."""
    return SourceTree.of_repository()
