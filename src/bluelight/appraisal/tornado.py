"""What an option's value turns on: one assumption at a time from its low end to its high end, widest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.flows import Flows
from bluelight.appraisal.items import LineItem
from bluelight.appraisal.money import Appraisal
from bluelight.appraisal.prepared import AS_SET, Assumptions, Prepared, prepare

Floats = NDArray[np.float64]
Kind = Literal["line", "group", "bias", "delay", "rate", "risk"]


@dataclass(frozen=True)
class Swing:
    """One assumption at both ends, all others at their modes: present values by the measure of the settings."""

    option: str
    kind: Kind
    name: str
    label: str
    low: str
    high: str
    at_low: float
    at_high: float
    at_mode: float

    @property
    def width(self) -> float:
        """How far the value moves from end to end."""
        return abs(self.at_high - self.at_low)


def tornado(appraisal: Appraisal, option: str) -> tuple[Swing, ...]:
    """Every assumption that moves an option's value: its lines, groups of lines that move together, and the rules."""
    prepared = prepare(appraisal.lines_of(option), appraisal.settings, appraisal.parameters)
    if not prepared.lines:
        return ()
    found = [*_amounts(option, prepared), *_risks(option, prepared), *_rules(appraisal, option, prepared)]
    return tuple(sorted((s for s in found if s.width > 0), key=lambda s: (-s.width, s.kind, s.name)))


def _modes(prepared: Prepared) -> Floats:
    return np.array([line.mode for line in prepared.lines], dtype=np.float64)


def _values(prepared: Prepared, cases: Sequence[Floats]) -> list[float]:
    found = Flows(prepared, np.stack(cases, axis=1)).value(prepared.settings.measure)
    return [float(value) for value in found]


def _amounts(option: str, prepared: Prepared) -> Iterator[Swing]:
    members: dict[tuple[Kind, str, str], list[int]] = {}
    for row, line in enumerate(prepared.lines):
        members["line", line.id, line.label] = [row]
    groups = dict.fromkeys(line.correlation_group for line in prepared.lines if line.correlation_group)
    for group in groups:
        rows = [row for row, line in enumerate(prepared.lines) if line.correlation_group == group]
        if len(rows) > 1:
            members["group", str(group), f"the {len(rows)} lines of group {group} together"] = rows
    cases = [_modes(prepared)]
    for rows in members.values():
        for end in ("low", "high"):
            case = cases[0].copy()
            case[rows] = [getattr(prepared.lines[row], end) for row in rows]
            cases.append(case)
    middle, *ends = _values(prepared, cases)
    for place, ((kind, name, label), rows) in enumerate(members.items()):
        chosen = [prepared.lines[row] for row in rows]
        low, high = (_said(chosen, end) for end in ("low", "high"))
        yield Swing(option, kind, name, label, low, high, ends[2 * place], ends[2 * place + 1], middle)


def _said(lines: Sequence[LineItem], end: Literal["low", "high"]) -> str:
    if len(lines) > 1:
        return f"all at their {end}"
    return f"{getattr(lines[0], end):,.0f} in {lines[0].price_year} prices"


def _risks(option: str, prepared: Prepared) -> Iterator[Swing]:
    rows = [row for row, line in enumerate(prepared.lines) if line.category == "risk" and line.likelihood < 1]
    if not rows:
        return
    middle, none, every = _modes(prepared), _modes(prepared), _modes(prepared)
    none[rows] = 0.0
    every[rows] = every[rows] / prepared.chance[rows]
    at_mode, at_none, at_every = _values(prepared, [middle, none, every])
    yield Swing(option, "risk", "risks", "Risks", "all happen", "none happens", at_every, at_none, at_mode)


RULES: tuple[tuple[Kind, str, str, Assumptions, str, Assumptions], ...] = (
    (
        "bias",
        "Optimism bias on cost and duration",
        "upper bounds, nothing managed",
        Assumptions(bias="upper"),
        "lower bounds",
        Assumptions(bias="lower"),
    ),
    ("delay", "When savings and receipts come", "a year late", Assumptions(late_years=1.0), "as planned", AS_SET),
    ("rate", "Discount rate", "as set", AS_SET, "the lower rate", Assumptions(schedule="lower_rate")),
)


def _rules(appraisal: Appraisal, option: str, prepared: Prepared) -> Iterator[Swing]:
    def value(assumed: Assumptions) -> float:
        changed = prepare(prepared.lines, appraisal.settings, appraisal.parameters, assumed)
        return _values(changed, [_modes(changed)])[0]

    middle = value(AS_SET)
    for kind, label, low, at_low, high, at_high in RULES:
        yield Swing(option, kind, kind, label, low, high, value(at_low), value(at_high), middle)
