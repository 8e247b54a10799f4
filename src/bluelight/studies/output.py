"""Results as a file: the same study gives the same bytes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bluelight.studies.results import Results
from bluelight.studies.write import write_text

DIGITS = 6


def to_json(results: Results) -> str:
    """The text of results.json: keys in the order of the schema, numbers as they are, a newline at the end."""
    return "".join(_pieces(results))


def write_results(results: Results, path: Path) -> Path:
    """Write results.json, whole or not at all. BluelightError where it cannot be written."""
    write_text(path, _pieces(results))
    return path


def _pieces(results: Results) -> Iterator[str]:
    """The text option by option: of hundreds, the whole would take as much room again."""
    empty = '"options": []'
    head, _, tail = results.model_copy(update={"options": []}).model_dump_json(indent=1).partition(f"\n {empty}")
    yield f"{head}\n {empty[:-1]}"
    for i, option in enumerate(results.options):
        yield ",\n  " if i else "\n  "
        yield option.model_dump_json(indent=1).replace("\n", "\n  ")
    yield f"{chr(10) + ' ' if results.options else ''}]{tail}\n"


def rounded(value: Any) -> Any:
    """The same content with every number that is not whole to six significant digits.

    Sums over replications may differ in their last bits between processors; six digits do not.
    """
    if isinstance(value, float):
        return round_to(value, DIGITS)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value


def round_to(value: float, digits: int) -> float:
    """A number to so many significant digits; nothing below a thousandth of a millionth is told from zero."""
    if not math.isfinite(value):
        raise ValueError("results hold a number that is not finite")
    if abs(value) < 1e-9:
        return 0.0
    return float(f"{value:.{digits}g}")
