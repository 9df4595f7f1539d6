"""Properties draw thousands of documents through lines that other tests run as well: they are not traced for coverage.

Tracing takes longer than the properties themselves.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.no_cover)
