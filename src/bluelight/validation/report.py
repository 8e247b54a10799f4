"""Runs parts and prints them as a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from bluelight.errors import BluelightError
from bluelight.validation.check import Check
from bluelight.validation.parts import PARTS

COLUMNS = ("check", "expected", "got", "tolerance", "result", "source")
WIDTHS = (72, 23, 32, 12, 6, 0)


def run_parts(names: Iterable[str] = ()) -> Iterator[tuple[str, Check]]:
    """Every check of the parts named, or of all, as it is done. BluelightError for a part that does not exist."""
    chosen = list(names) or list(PARTS)
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        raise BluelightError(f"There is no part {', '.join(unknown)}. There are: {', '.join(PARTS)}.")
    for name in chosen:
        for group in PARTS[name]:
            for check in group():
                yield name, check


def validate(names: Iterable[str] = (), say: Callable[[str], None] = print, quiet: bool = False) -> bool:
    """Print the table and say whether all is well. With `quiet`, only what failed is printed.

    A check that was not run is no failure, except where CI is set: there it must not look like one that passed.
    """
    strict = bool(os.environ.get("CI"))
    counts = {True: 0, False: 0, None: 0}
    part = ""
    for name, check in run_parts(names):
        counts[check.passed] += 1
        bad = check.passed is False or (strict and check.passed is None)
        if name != part and not quiet:
            say(f"\n{name}\n{_row(COLUMNS)}")
            part = name
        if bad or not quiet:
            say(_row((check.name, check.expected, check.got, check.tolerance, check.result, check.source)))
    if not quiet:
        say(f"\n{counts[True]} passed, {counts[False]} failed, {counts[None]} not run")
    if strict and counts[None]:
        say("CI is set, and a check was not run: that counts as a failure.")
    return counts[False] == 0 and not (strict and counts[None])


def _row(cells: Iterable[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
