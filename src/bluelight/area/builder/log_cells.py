"""The columns of a log that its mapping names, as texts: a row for every unit, also of a log with several in one."""

from __future__ import annotations

import pandas as pd

from bluelight.area.builder.given import column_of
from bluelight.area.builder.mapping import LogPart, UnitPart
from bluelight.errors import Problem

CLOCK = ("time", "mobilised", "left", "arrived", "left_scene", "at_hospital", "cleared")
"""The times of a response, in the order in which they must come."""
_UNIT = ("service", "unit", "unit_kind", *CLOCK[1:])
_WORDS = ("incident", "type", "zone", "lon", "lat", "easting", "northing", "point", "time", *_UNIT)


def cells_of(frame: pd.DataFrame, name: str, part: LogPart) -> tuple[pd.DataFrame, list[Problem]]:
    """Texts by the mapping's words; the index is the row of the file, there once for each unit in it."""
    texts, problems = _columns(frame, name, part, part)
    problems += _where(part) + _since(part)
    of_incident = {word: series for word, series in texts.items() if word not in _UNIT or word == "service"}
    units = [pd.DataFrame(texts)]
    for unit in part.also:
        more, wrong = _columns(frame, name, part, unit)
        problems += wrong
        if not wrong:
            units.append(_there(part, unit, pd.DataFrame({**of_incident, **more})))
    return pd.concat(units).sort_index(kind="stable").fillna(""), problems


def _columns(
    frame: pd.DataFrame, name: str, part: LogPart, of: LogPart | UnitPart
) -> tuple[dict[str, pd.Series], list[Problem]]:
    """The columns that `of` names, as texts."""
    problems: list[Problem] = []
    texts: dict[str, pd.Series] = {}
    for word in _WORDS:
        column = getattr(of, word, "")
        if column:
            series, wrong = column_of(frame, name, column, part.values.get(word, {}))
            problems += wrong
            if series is not None:
                texts[word] = series.where(~series.isin(part.missing), "")
    return texts, problems


def _where(part: LogPart) -> list[Problem]:
    """Problems with what the mapping says of places, and with values for columns that a log does not have."""
    problems = []
    if not (part.zone or part.point or (part.lon and part.lat) or (part.easting and part.northing)):
        remedy = "Name the column zone, or lon and lat, or easting and northing, or point under [log]."
        problems.append(Problem("the column mapping", "nothing says where an incident was.", remedy))
    for word in part.values:
        if word not in _WORDS:
            what = f"log.values.{word} is for no column of a log."
            problems.append(Problem("the column mapping", what, f"Use {', '.join(_WORDS)}."))
    return problems


def _since(part: LogPart) -> list[Problem]:
    """Problems with times that are seconds since another."""
    problems = []
    for word, start in part.seconds_since.items():
        given = any(getattr(of, word, "") for of in (part, *part.also))
        if word not in CLOCK[1:] or start not in CLOCK[: CLOCK.index(word)] or not given:
            what = f"log.seconds_since.{word} cannot count from {start}."
            remedy = f"Name a time that the log gives, and one that comes before it, of {', '.join(CLOCK)}."
            problems.append(Problem("the column mapping", what, remedy))
    return problems


def _there(part: LogPart, unit: UnitPart, cells: pd.DataFrame) -> pd.DataFrame:
    """The rows that have one more unit: any of the columns that it does not share with the first is not empty."""
    named = {word: getattr(unit, word) for word in _UNIT if getattr(unit, word) != getattr(part, word)}
    own = [word for word, column in named.items() if column and not str(column).startswith("=")]
    return cells[(cells[own] != "").any(axis=1)]
