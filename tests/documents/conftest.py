"""What the tests of the writers share: one report, which takes a while to draw."""

from __future__ import annotations

import pytest
from tests.documents.make_results import make_area, make_results

from bluelight.documents import build_report
from bluelight.documents.model import Document


@pytest.fixture(scope="session")
def report() -> Document:
    """The report of the made-up study."""
    return build_report(make_results(), make_area())
