"""England's fire response times: the sheet "Data - annual" of the Home Office's table FIRE1001.

One row for each financial year, service and kind of fire; columns FINANCIAL_YEAR, LOCATION_CATEGORY
(GEOGRAPHICAL_CATEGORY in older editions), FIRE_TYPE, INCIDENTS and the averages CALL_HANDLING_TIME, CREW_TURNOUT_TIME,
DRIVE_TIME and TOTAL_RESPONSE_TIME. Saved as CSV, or the workbook itself.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from statistics import median
from typing import Any

from bluelight.errors import InputError, Problem
from bluelight.evaluation.importers.writing import PanelRow
from bluelight.evaluation.rows import Record, number_in, read_records
from bluelight.files import read_rows

PLACE = ("LOCATION_CATEGORY", "GEOGRAPHICAL_CATEGORY")
NEEDED = ("FINANCIAL_YEAR", "PLACE", "FIRE_TYPE", "INCIDENTS", "TOTAL_RESPONSE_TIME")
TIMES = {
    "TOTAL_RESPONSE_TIME": "response",
    "CALL_HANDLING_TIME": "call_handling",
    "CREW_TURNOUT_TIME": "turnout",
    "DRIVE_TIME": "drive",
}
NOT_SERVICES = {
    "england",
    "metropolitan",
    "non-metropolitan",
    "predominantly rural",
    "predominantly urban",
    "significantly rural",
}
SHEET = re.compile(r"data.*annual|^data", re.IGNORECASE)
IN_SECONDS = 60.0  # no average response takes an hour: a table whose middle is above this is in seconds
SOURCE = "Home Office, fire statistics table FIRE1001, Open Government Licence v3.0"


def read_fire1001(path: Path) -> list[PanelRow]:
    """Average minutes of each part of the response and incidents, by service, financial year and kind of fire.

    Raises `InputError` with every problem. England and groups of services are left out.
    """
    problems: list[Problem] = []
    header, rows = _sheet(path, problems) if path.suffix.lower() == ".xlsx" else _csv(path, problems)
    header = ["PLACE" if title in PLACE else title for title in header]
    records = read_records(path.name, header, rows, problems, NEEDED, others=True)
    records = [record for record in records if record.get("PLACE").lower() not in NOT_SERVICES | {""}]
    found = [row for record in records for row in _of(path.name, record, problems)]
    if not problems and not found:
        problems.append(Problem(path.name, "has no fire and rescue service.", "Use the sheet of annual data."))
    if problems:
        raise InputError(problems)
    return _in_minutes(found)


def _csv(path: Path, problems: list[Problem]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    header, rows, wrong = read_rows(path.parent, path.name)
    problems += wrong
    return [title.strip().upper() for title in header], rows


def _sheet(path: Path, problems: list[Problem]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        problems.append(Problem(path.name, f"cannot be read as a workbook ({error}).", "Save the sheet as CSV."))
        return [], []
    names = [name for name in book.sheetnames if SHEET.search(name)]
    if not names:
        remedy = 'It should be called "Data - annual"; or save that sheet as CSV.'
        problems.append(Problem(path.name, f"has no sheet of data, only {', '.join(book.sheetnames)}.", remedy))
        return [], []
    lines = [[_text(cell) for cell in line] for line in book[names[0]].iter_rows(values_only=True)]
    start = next((n for n, line in enumerate(lines) if "FINANCIAL_YEAR" in line), 0)
    width = len([title for title in lines[start] if title]) if lines else 0
    body = [(start + n + 2, line[:width]) for n, line in enumerate(lines[start + 1 :]) if any(line)]
    return (lines[start][:width] if lines else []), body


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _of(file: str, record: Record, problems: list[Problem]) -> list[PanelRow]:
    year = re.fullmatch(r"(\d{4})[/-](?:\d\d)?(\d\d)", record.get("FINANCIAL_YEAR"))
    if year is None or int(year.group(2)) != (int(year.group(1)) + 1) % 100:
        what = f"{record.get('FINANCIAL_YEAR')!r} is no financial year."
        problems.append(Problem(file, what, "Write 2019/20.", record.row, "FINANCIAL_YEAR"))
        return []
    period = f"{year.group(1)}/{year.group(2)}"
    kind = re.sub(r"[^a-z0-9]+", "_", record.get("FIRE_TYPE").lower()).strip("_")
    incidents = number_in(file, record, "INCIDENTS", problems)
    rows = (
        []
        if incidents is None
        else [PanelRow(record.get("PLACE"), period, f"{kind}_incidents", incidents, None, SOURCE)]
    )
    for column, name in TIMES.items():
        value = number_in(file, record, column, problems)
        if value is not None:
            rows.append(PanelRow(record.get("PLACE"), period, f"{kind}_{name}_min", value, None, SOURCE))
    return rows


def _in_minutes(rows: list[PanelRow]) -> list[PanelRow]:
    """Editions give averages in seconds or in minutes; which shows in the middle of the response times."""
    times = [row.value for row in rows if row.outcome.endswith("_response_min")]
    by = 60.0 if times and median(times) > IN_SECONDS else 1.0
    return [row.times(1 / by) if row.outcome.endswith("_min") else row for row in rows]
