"""England's ambulance quality indicators: the AmbSYS time series that NHS England publishes each month as CSV.

One row for each month and organisation; columns Year, Month, Region, Org Code, Org Name and the items A1, A2 and on of
the specification. Here: incidents (A8 to A12), total response time in seconds (A24, A27, A30, A33, A36) and its 90th
centile in seconds (A26, A29, A32, A35, A38) of categories C1, C1T, C2, C3 and C4. The mean is total over incidents.
"""

from __future__ import annotations

from pathlib import Path

from bluelight.errors import InputError, Problem
from bluelight.evaluation.importers.writing import PanelRow
from bluelight.evaluation.rows import Record, number_in, read_records
from bluelight.files import read_rows

WHO = ("Year", "Month", "Org Code", "Org Name")
CATEGORIES = {"c1": (8, 24), "c1t": (9, 27), "c2": (10, 30), "c3": (11, 33), "c4": (12, 36)}
SOURCE = "NHS England, Ambulance Systems Indicators (AmbSYS), Open Government Licence v3.0"


def read_ambsys(path: Path) -> list[PanelRow]:
    """Mean and 90th centile response in minutes, and incidents, of every trust by month.

    Raises `InputError` with every problem. England and its regions are left out: they hold the same incidents again.
    """
    header, rows, problems = read_rows(path.parent, path.name)
    header = [title.strip().replace("_", " ") for title in header]
    there = [name for name, (count, total) in CATEGORIES.items() if {f"A{count}", f"A{total}"} <= set(header)]
    records = read_records(path.name, header, rows, problems, WHO, others=True)
    if not problems and not there:
        what = "has none of the columns A8 to A12 with A24 to A36."
        problems.append(Problem(path.name, what, "Use the AmbSYS CSV from August 2017 on.", 1))
    trusts = [record for record in records if _is_trust(record.get("Org Code"))]
    if not problems and not trusts:
        problems.append(Problem(path.name, "has no ambulance trust.", "Org Code should hold codes such as RX9."))
    names = {record.get("Org Code"): record.get("Org Name") for record in trusts}  # the latest name of each
    found = [row for record in trusts for row in _of(path.name, record, names, there, problems)]
    if problems:
        raise InputError(problems)
    return found


def _is_trust(code: str) -> bool:
    """Trusts begin with R and have three characters; regions begin with Y, and England is Eng."""
    return len(code) == 3 and code.startswith("R")


def _of(file: str, record: Record, names: dict[str, str], there: list[str], problems: list[Problem]) -> list[PanelRow]:
    try:
        year, month = int(record.get("Year")), int(record.get("Month"))
        if not (1900 <= year <= 2200 and 1 <= month <= 12):
            raise ValueError
    except ValueError:
        what = f"{record.get('Year')!r} and {record.get('Month')!r} are no month."
        problems.append(Problem(file, what, "Give the year as 2019 and the month as 1 to 12.", record.row))
        return []
    unit, period = names[record.get("Org Code")], f"{year}-{month:02d}"
    rows = []
    for name in there:
        count, total = CATEGORIES[name]
        incidents = number_in(file, record, f"A{count}", problems)
        seconds = number_in(file, record, f"A{total}", problems)
        ninetieth = number_in(file, record, f"A{total + 2}", problems)
        if incidents is not None:
            rows.append(PanelRow(unit, period, f"{name}_incidents", incidents, None, SOURCE))
        if incidents and seconds is not None:
            rows.append(PanelRow(unit, period, f"{name}_mean_min", seconds / 60, incidents, SOURCE))
        if ninetieth is not None:
            rows.append(PanelRow(unit, period, f"{name}_90th_min", ninetieth / 60, None, SOURCE))
    return rows
