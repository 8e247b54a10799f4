"""Every published worked case that can be reproduced is a row of `bluelight validate appraisal`."""

import csv
import re
from pathlib import Path

import pytest

from bluelight.validation import run_parts
from bluelight.validation.check import Check


@pytest.fixture(scope="module")
def checks() -> dict[str, Check]:
    """Checks by the identifier at the end of their name."""
    found = [check for _, check in run_parts(["appraisal"])]
    return {match[1]: check for check in found if (match := re.search(r"\(([A-Z0-9a-z-]+)\)$", check.name))}


@pytest.fixture(scope="module")
def published(reference: Path) -> dict[str, dict[str, str]]:
    with (reference / "facts" / "appraisal" / "worked_case_checks.csv").open(encoding="utf-8", newline="") as file:
        return {row["test_id"]: row for row in csv.DictReader(file)}


def test_every_row_that_passes_there_passes_here(checks, published) -> None:
    passing = {id for id, row in published.items() if row["result"] == "PASS"}
    assert len(passing) == 45
    assert passing - set(checks) == set()
    assert [id for id in passing if not checks[id].passed] == []


def test_tolerances_are_no_wider_than_theirs(checks, published) -> None:
    for id, row in published.items():
        if row["result"] == "PASS" and checks[id].tolerance not in ("4 decimals", "0.5"):
            assert float(checks[id].tolerance) <= max(float(row["tolerance"]), 1e-3), id


def test_the_wrong_annuity_is_not_reproduced(checks, published) -> None:
    wrong = {id: float(row["published"]) for id, row in published.items() if row["result"] == "FAIL"}
    assert set(wrong) == {"ANN-1", "ANN-2", "ANN-3"}
    for id, printed in wrong.items():
        assert checks[id].passed
        assert abs(float(checks[id].got) - printed) > max(1.0, 1e-3 * printed) * (printed > 100) + 0.02 * (
            printed < 100
        )


def test_what_was_calibrated_says_so(checks) -> None:
    assert all("CALIBRATED" in check.name for id, check in checks.items() if id.startswith("SCOT"))


def test_calibrated_options_keep_their_published_order(checks) -> None:
    got = [float(checks[f"SCOT-{option}"].got) for option in ("8forces", "regional", "single")]
    assert got == sorted(got)
