"""Lists that a service has (zones, stations, units, neighbours) as rows of the pack's tables."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Mapping as Names
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from bluelight.area.builder.mapping import Choice, Column, ListPart
from bluelight.area.cells import CellError, did_you_mean, read_cell
from bluelight.area.grid import on_grid, to_lonlat
from bluelight.area.schema import TABLES, Table
from bluelight.area.tables import too_many
from bluelight.errors import Problem

Row = dict[str, str]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Given:
    """Rows as the file gives them under the pack's column names, each with its row in the file."""

    name: str
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]
    columns: frozenset[str]  # of the pack, that the file or the mapping gives
    left_out: int = 0
    placeless: tuple[int, ...] = ()  # rows of the file left out because they have no coordinates

    def problem(self, position: int, column: str | None, what: str, remedy: str) -> Problem:
        """A problem at one of the rows."""
        return Problem(self.name, what, remedy, self.numbers[position], column)


def table_of(name: str) -> Table:
    """A table of the schema."""
    return next(table for table in TABLES if table.name == name)


def read_frame(path: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """A CSV (plain or gzip) as texts, spaces round them taken off; its index is the row as a spreadsheet counts."""
    name = str(path)
    remedy = "Give a complete CSV in UTF-8, its header in the first row."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # rows longer than the header would be cut
            frame = pd.read_csv(
                path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False, index_col=False
            )
    except OSError as error:
        return pd.DataFrame(), [Problem(name, f"cannot be read ({error.strerror or error}).", "Check the name.")]
    except (EOFError, ValueError, OverflowError, zlib.error, pd.errors.ParserWarning) as error:
        return pd.DataFrame(), [Problem(name, f"cannot be read as a table ({str(error).strip()}).", remedy)]
    frame = frame.fillna("")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    frame.columns = [str(column).strip() for column in frame.columns]
    for column in frame.columns:
        frame[column] = frame[column].str.strip()
    frame = frame[(frame != "").any(axis=1)]
    return frame, [] if len(frame) else [Problem(name, "has no rows.", remedy)]


def chosen(frame: pd.DataFrame, name: str, only: Choice, leave_out: Choice) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows that the mapping asks for."""
    problems, kept = [], frame
    for column, texts in [*only.items(), *leave_out.items()]:
        if column not in frame.columns:
            problems.append(_no_column(name, column, frame))
        elif not frame[column].isin(texts).any():
            what = f"no row has {' or '.join(texts)} in column {column}."
            problems.append(Problem(name, what, "Correct only or leave_out in the mapping.", None, column))
    if problems:
        return kept, problems
    for column, texts in only.items():
        kept = kept[kept[column].isin(texts)]
    for column, texts in leave_out.items():
        kept = kept[~kept[column].isin(texts)]
    if kept.empty:
        problems.append(Problem(name, "has no row left.", "Correct only or leave_out in the mapping."))
    return kept, problems


def column_of(
    frame: pd.DataFrame, name: str, wanted: Column, values: Names[str, str]
) -> tuple[pd.Series | None, list[Problem]]:
    """A column of the file by its name, or "=text" as that text in every row; texts translated by `values`.

    Of several columns the texts, joined by a space; empty where one of them is.
    """
    if not isinstance(wanted, str):
        missing = [_no_column(name, column, frame) for column in wanted if column not in frame.columns]
        if missing:
            return None, missing
        parts = frame[list(wanted)]
        return parts.agg(" ".join, axis=1).where((parts != "").all(axis=1), ""), []
    if wanted.startswith("="):
        return pd.Series(wanted[1:].strip(), index=frame.index, dtype=object), []
    if wanted not in frame.columns:
        return None, [_no_column(name, wanted, frame)]
    series = frame[wanted]
    return series.map(lambda text: values.get(text, text)) if values else series, []


def _no_column(name: str, column: str, frame: pd.DataFrame) -> Problem:
    remedy = f"{did_you_mean(column, frame.columns)}It has {', '.join(frame.columns)}."
    return Problem(name, f'has no column "{column}".', remedy, 1, column)


def _placed(frame: pd.DataFrame, name: str, part: ListPart, table: Table, texts: dict[str, pd.Series]) -> list[Problem]:
    """Puts longitude and latitude among the texts where the mapping names eastings and northings."""
    if not (part.easting or part.northing):
        return []
    if not any(column.name == "lon" for column in table.columns):
        return [Problem("the column mapping", f"{table.name} have no place.", "Take easting and northing out.")]
    columns = (part.easting, part.northing)
    problems = [_no_column(name, column, frame) for column in columns if column not in frame.columns]
    if problems:
        return problems
    lonlat, empty, wrong = from_grid(frame[part.easting], frame[part.northing])
    for number in frame.index[wrong]:
        what = f"{' '.join(str(frame[column][number]) for column in columns)} is no place on the British National Grid."
        problems.append(Problem(name, what, "Give metres east and north, EPSG:27700.", int(number), part.easting))
    for column, values in zip(("lon", "lat"), lonlat.T, strict=True):
        filled = np.where(wrong, 0.0, values)  # told already
        cells = ["" if blank else f"{value:.6f}" for value, blank in zip(filled, empty, strict=True)]
        texts[column] = pd.Series(cells, index=frame.index, dtype=object)
    return problems


def from_grid(easting: pd.Series, northing: pd.Series) -> tuple[Floats, Flags, Flags]:
    """Longitude and latitude (rows, 2) of grid references in text, which of them are empty, and which are none."""
    east, north = (pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64) for text in (easting, northing))
    empty = ((easting == "") | (northing == "")).to_numpy(dtype=bool)
    good = on_grid(east, north)
    lonlat = np.full((len(east), 2), np.nan)
    lonlat[good] = to_lonlat(east[good], north[good])
    return lonlat, empty, ~good & ~empty


def read_list(
    path: Path, table: Table, part: ListPart, needed: tuple[str, ...], *, foreign: bool = False
) -> tuple[Given, list[Problem]]:
    """A file as rows for a table. Problems: no such column, cells that cannot be read, keys twice.

    `foreign`: a list of a whole country, that the area does not keep: rows without a coordinate are left out and
    counted, and keys may be there twice.
    """
    name = str(path)
    frame, problems = read_frame(path)
    if problems:
        return Given(name, (), (), frozenset()), problems
    rows_in_file = len(frame)
    frame, problems = chosen(frame, name, part.only, part.leave_out)
    crowded = too_many(name, table, len(frame))
    if crowded is not None:
        return Given(name, (), (), frozenset()), [crowded]
    known = {column.name: column for column in table.columns}
    for word in (*part.columns, *part.values):
        if word not in known:
            remedy = f"{did_you_mean(word, known)}Use {', '.join(known)}."
            problems.append(Problem("the column mapping", f'"{word}" is no column of {table.name}.', remedy))
    texts: dict[str, pd.Series] = {}
    for column in known:
        if column in ("lon", "lat") and (part.easting or part.northing):
            continue
        wanted = part.columns.get(column, column if column in frame.columns else "")
        if not wanted:
            if column in needed:
                remedy = f"Give {known[column].meaning}, or name its column in the mapping."
                problems.append(Problem(name, f'has no column "{column}".', remedy, 1, column))
            continue
        series, wrong = column_of(frame, name, wanted, part.values.get(column, {}))
        problems += wrong
        if series is not None:
            texts[column] = series
    problems += _placed(frame, name, part, table, texts)
    placeless: tuple[int, ...] = ()
    if foreign and {"lon", "lat"} <= set(texts):
        empty = (texts["lon"] == "") | (texts["lat"] == "")
        placeless = tuple(int(number) for number in frame.index[empty])
        frame = frame[~empty]
        texts = {column: series[~empty] for column, series in texts.items()}
    for column, series in texts.items():
        for number, text in series.items():
            try:
                read_cell(text, known[column])
            except CellError as error:
                problems.append(Problem(name, error.what, error.remedy, int(str(number)), column))
    key = table.key[0]
    if key in texts and not foreign:
        for number in texts[key].index[texts[key].duplicated()]:
            what = f"{key} {texts[key][number]} is there already."
            problems.append(Problem(name, what, "Keep one of the two rows.", int(number), key))
    columns = list(texts)
    rows = tuple(dict(zip(columns, cells, strict=True)) for cells in zip(*texts.values(), strict=True))
    numbers = tuple(int(number) for number in frame.index)
    return Given(name, rows, numbers, frozenset(columns), rows_in_file - len(frame), placeless), problems
