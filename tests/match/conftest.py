"""What the tests of the kernels share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from countersight.match import laying
from tests.match.test_gate import READ


@pytest.fixture(params=["as it is", "source"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What reads names: as the package has it, and uncompiled."""
    laying.WORDS.clear()
    if request.param == "source":
        monkeypatch.setattr(laying, "kernel_read", READ)
    monkeypatch.setattr(laying, "_READERS", laying._Readers())
    yield laying.reader()
    laying.WORDS.clear()
