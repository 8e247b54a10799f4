"""A simulation as text for a terminal and as CSV files for other programs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.errors import BluelightError
from bluelight.response.calibration import calibration_table, off_services
from bluelight.response.comparison import answer_estimates, estimates, t_half_width
from bluelight.response.performance import Performance
from bluelight.response.standards import limits_of


def describe(area: Area, performance: Performance) -> str:
    """How each service responds, how its standards are met, and how far the model is from what is published."""
    table = calibration_table(area, performance)
    parts = [
        f"{area.name}: {performance.replications} x {performance.days} days after {performance.warm_up_days} of "
        f"warm-up, seed {performance.seed}. Intervals are 95% over replications.",
        _services(area, performance),
        _standards(area, performance),
        *_calls_answered(performance),
        *_breaks(performance),
        _calibration(table),
    ]
    for service in dict.fromkeys(area.units["service"]):
        if service not in set(performance.curves["service"]):
            parts.append(f"{service}: no call asked for it, so there is nothing to say of its response.")
    parts += [f"{service}: {caveat}" for service, caveat in off_services(table).items() if caveat]
    return "\n\n".join(parts)


def _services(area: Area, performance: Performance) -> str:
    rows = []
    table = estimates(performance)
    found = {
        (row["service"], row["arrival"], row["clock"]): row
        for row in table[table["grouping"] == "all"].to_dict("records")
    }
    busy = performance.units.groupby("service")["busy_share"].mean()
    for service in SERVICES:
        clock = limits_of(area, service).main_clock
        if (service, "first", clock) not in found:
            continue
        first, full = found[service, "first", clock], found[service, "full", clock]
        rows.append(
            (
                service,
                clock,
                f"{first['n'] * 365 / performance.days:,.0f}",
                _minutes(first, "mean_min", "mean"),
                f"{first['median_min']:.1f}",
                _minutes(first, "p90_min", "p90"),
                _minutes(full, "mean_min", "mean"),
                f"{100 * first['waited_share']:.1f}%",
                f"{100 * busy[service]:.0f}%",
            )
        )
    heads = ("Service", "From", "Calls a year", "Mean, min", "Median", "90th", "Last unit, mean", "Waited", "Busy")
    return columns(heads, rows)


def _standards(area: Area, performance: Performance) -> str:
    by_standard = performance.standards.groupby("standard", sort=False)["value"]
    mean, deviation, count = by_standard.mean(), by_standard.std(ddof=1), by_standard.count()
    half = dict(zip(mean.index, t_half_width(deviation.to_numpy(dtype=float), count.to_numpy()), strict=True))
    rows = []
    for row in area.standards.to_dict("records"):
        value = mean.get(row["standard"], np.nan)
        if np.isnan(value):
            continue
        limit = f"{row['minutes']:g} min"
        if not pd.isna(row["rural_minutes"]):
            limit += f" ({row['rural_minutes']:g} rural)"
        if row["statistic"] == "share_within":
            share = "" if pd.isna(row["share"]) else f"{100 * row['share']:g}% "
            asked, model = f"{share}within {limit}", _interval(100 * value, 100 * half[row["standard"]], "%")
        else:
            asked = f"{'mean' if row['statistic'] == 'mean' else '90th percentile'} {limit}"
            model = _interval(value, half[row["standard"]], " min")
        rows.append((row["service"], row["standard"], asked, model))
    return columns(("Service", "Standard", "Asked for", "Model"), rows)


def _calls_answered(performance: Performance) -> list[str]:
    """How soon control rooms answer; nothing where no call waits for a call-taker."""
    rows = []
    for row in answer_estimates(performance).to_dict("records"):
        share, wait, late, busy = (
            _interval(scale * row[name], scale * (row[f"{name}_high"] - row[name]), unit)
            for name, scale, unit in (
                ("within_10s_share", 100.0, "%"),
                ("mean_wait_s", 1.0, ""),
                ("p95_wait_s", 1.0, ""),
                ("busy_share", 100.0, "%"),
            )
        )
        yearly = f"{row['n'] * 365 / performance.days:,.0f}"
        rows.append((row["room"], row["calls"], yearly, share, wait, late, busy))
    heads = ("Control room", "Calls", "A year", "Within 10 s", "Mean wait, s", "95th", "Call-takers busy")
    return [columns(heads, rows)] if rows else []


def _breaks(performance: Performance) -> list[str]:
    """Meal breaks given and missed; nothing where no crew has one."""
    rows = []
    for (service, kind), counts in performance.breaks.groupby(["service", "unit_kind"], sort=False):
        given, cut, missed = (counts[name].sum() for name in ("given", "interrupted", "missed"))
        due = given + missed
        days = performance.days * performance.replications
        share = f"{100 * given / due:.1f}%" if due else ""
        rows.append((str(service), str(kind), f"{due / days:.1f}", share, f"{cut / days:.2f}"))
    heads = ("Service", "Kind", "Breaks due a day", "Given", "Cut short a day")
    return [columns(heads, rows)] if rows else []


def _calibration(table: pd.DataFrame) -> str:
    rows = [
        (
            row["service"],
            f"{row['name']} ({row['period']})",
            with_unit(row["published"], row["unit"]),
            with_unit(row["model"], row["unit"]),
            row["verdict"],
        )
        for row in table[table["model"].notna()].to_dict("records")
    ]
    return columns(("Service", "Published figure", "Published", "Model", "Verdict"), rows)


def _minutes(row: dict[Any, Any], figure: str, name: str) -> str:
    return _interval(row[figure], row[f"{name}_high"] - row[figure], "")


def _interval(value: float, half: float, unit: str) -> str:
    return f"{value:.1f}{unit}" + ("" if np.isnan(half) else f" ± {half:.1f}")


def with_unit(value: float, unit: str) -> str:
    """A published or modelled figure with its unit."""
    if unit == "share":
        return f"{100 * value:.1f}%"
    return f"{value:.2f} {unit}" if unit.startswith("min") else f"{value:,.0f} {unit}"


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their heads, each column as wide as its widest cell."""
    lines = [heads, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def write_tables(area: Area, performance: Performance, folder: Path) -> list[Path]:
    """Write the tables as CSV, each whole or not at all. BluelightError where the folder cannot be written."""
    tables = {
        "measures": performance.measures,
        "estimates": estimates(performance),
        "units": performance.units,
        "curves": performance.curves,
        "load": performance.load,
        "standards": performance.standards,
        **({"calls_answered": performance.calls_answered} if len(performance.calls_answered) else {}),
        **({"breaks": performance.breaks} if len(performance.breaks) else {}),
        "calibration": calibration_table(area, performance),
    }
    return write_csvs(tables, folder)


def write_csvs(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write each table as `<name>.csv`, whole or not at all. BluelightError where the folder cannot be written."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            path = folder / f"{name}.csv"
            partial = folder / f".{name}.csv.{os.getpid()}.part"
            try:
                table.to_csv(partial, index=False, lineterminator="\n")
                os.replace(partial, path)
            finally:
                partial.unlink(missing_ok=True)
            written.append(path)
    except OSError as error:
        raise BluelightError(f"{folder}: cannot be written: {error.strerror}. Choose another folder.") from None
    return written
