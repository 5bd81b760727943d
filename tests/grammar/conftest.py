"""Fixtures of the grammar's tests."""

from __future__ import annotations

import pytest
from briefs import brief


@pytest.fixture
def make_brief():  # type: ignore[no-untyped-def]
    return brief
