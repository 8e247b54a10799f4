"""A case to evaluate: protocol, panel and treatment read together and checked against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bluelight.errors import InputError, Problem
from bluelight.evaluation.panel import Floats, Panel, read_panel
from bluelight.evaluation.periods import in_words
from bluelight.evaluation.protocol import Protocol, read_protocol
from bluelight.evaluation.treatment import Treated, read_treatment


@dataclass(frozen=True)
class Hashes:
    """SHA-256 of the three files, so that a reader can tell whether a result is of these."""

    protocol: str
    panel: str
    treatment: str


@dataclass(frozen=True, eq=False)
class Case:
    """What an evaluation is made of.

    `comparators` are the units never treated, without those that the protocol excludes and without neighbours to whom
    the effect may spill. `last` is how many periods are used: those after the earliest end of a treatment are left out.
    """

    protocol: Protocol
    panel: Panel
    treated: tuple[Treated, ...]
    comparators: tuple[str, ...]
    neighbours: tuple[str, ...]
    last: int
    hashes: Hashes
    folder: Path = field(default=Path(), repr=False)

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each treated unit's first period under treatment stands in the panel."""
        return tuple(self.panel.index(treated.start) for treated in self.treated)

    @property
    def before(self) -> int:
        """How many periods there are before the earliest start, anticipation left out."""
        return min(self.starts) - self.protocol.anticipation

    @property
    def after(self) -> int:
        """How many periods the latest to start was treated for."""
        return self.last - max(self.starts)

    @property
    def treated_units(self) -> tuple[str, ...]:
        """The treated units, as the file orders them."""
        return tuple(treated.unit for treated in self.treated)

    def values(self, units: tuple[str, ...], outcome: str | None = None) -> Floats:
        """Values (units, periods used) of the outcome on the protocol's scale. Raises `InputError` for a gap."""
        name = self.protocol.outcome if outcome is None else outcome
        found = self.panel.complete(name, units, self.last)
        if self.protocol.scale == "natural":
            return found
        if (found <= 0).any():
            what = f'has values of "{name}" that are not above 0, and the protocol asks for a log scale.'
            raise InputError([Problem(self.panel.file, what, 'Say scale = "natural" in the protocol.', column="value")])
        return np.log(found)


def load_case(path: Path, planned: bool = False) -> Case:
    """The case that a protocol file names. Raises `InputError` with every problem of its files.

    A `planned` treatment may start after the panel ends.
    """
    protocol, protocol_hash = read_protocol(path)
    problems: list[Problem] = []
    panel: Panel | None = None
    treated: tuple[Treated, ...] = ()
    panel_hash = treatment_hash = ""
    try:
        panel, panel_hash = read_panel(path.parent / protocol.panel)
    except InputError as error:
        problems += error.problems
    try:
        treated, treatment_hash = read_treatment(path.parent / protocol.treatment, protocol.intervention)
    except InputError as error:
        problems += error.problems
    if panel is None or problems:
        raise InputError(problems)
    hashes = Hashes(protocol_hash, panel_hash, treatment_hash)
    return make_case(protocol, panel, treated, hashes, path, planned)


def make_case(
    protocol: Protocol,
    panel: Panel,
    treated: tuple[Treated, ...],
    hashes: Hashes,
    path: Path,
    planned: bool = False,
) -> Case:
    """A case of parts that are sound in themselves. Raises `InputError` where they do not fit each other."""
    problems = [*_names(protocol, panel, path.name), *_treatment(protocol, panel, treated, planned)]
    if problems:
        raise InputError(problems)
    away = {unit.unit for unit in treated} | set(protocol.donor_exclusions) | set(protocol.spillover_neighbours)
    values = panel.values[protocol.outcome]
    away |= {unit for unit, row in zip(panel.units, values, strict=True) if np.isnan(row).all()}
    comparators = tuple(unit for unit in panel.units if unit not in away)
    ends = [panel.index(unit.end) + 1 for unit in treated if unit.end is not None]
    last = min([panel.length, *ends])
    late = [unit for unit in treated if panel.index(unit.start) >= last]
    if late and not planned:
        what = f"{late[0].unit} starts only when another unit's treatment has ended."
        remedy = "Evaluate the two one at a time, with intervention in the protocol."
        raise InputError([Problem(protocol.treatment, what, remedy, late[0].row, "start")])
    neighbours = tuple(u for u in protocol.spillover_neighbours if u not in protocol.donor_exclusions)
    return Case(protocol, panel, treated, comparators, neighbours, last, hashes, path.parent)


def _names(protocol: Protocol, panel: Panel, file: str) -> list[Problem]:
    problems = []
    for key, outcome in [("outcome", protocol.outcome), *(("covariates", name) for name in protocol.covariates)]:
        if outcome not in panel.values:
            remedy = f"The panel has {', '.join(panel.values)}."
            problems.append(Problem(file, f'the panel has no outcome "{outcome}".', remedy, column=key))
    for key, units in (
        ("donor_exclusions", tuple(protocol.donor_exclusions)),
        ("spillover_neighbours", protocol.spillover_neighbours),
    ):
        for unit in units:
            if unit not in panel.units:
                problems.append(Problem(file, f"{unit} is not in the panel.", "Correct its name.", column=key))
    return problems


def _treatment(protocol: Protocol, panel: Panel, treated: tuple[Treated, ...], planned: bool) -> list[Problem]:
    file = protocol.treatment
    problems = []
    last = panel.labels[-1]
    for unit in treated:
        if unit.unit not in panel.units:
            problems.append(Problem(file, f"{unit.unit} is not in the panel.", "Correct its name.", unit.row, "unit"))
        elif unit.unit in protocol.donor_exclusions:
            what = f"{unit.unit} is treated, but the protocol excludes it."
            problems.append(Problem(file, what, "Leave it out of one of the two.", unit.row, "unit"))
        elif unit.start.frequency != panel.frequency:
            what = f"{unit.start} is a {unit.start.frequency}, and the panel has {panel.frequency}s."
            problems.append(Problem(file, what, "Give the period in which it started.", unit.row, "start"))
        elif panel.index(unit.start) <= 0:
            what = f"{unit.unit} was treated before the panel starts ({panel.labels[0]})."
            remedy = "Add earlier periods, or leave the unit out: nothing says what it was like before."
            problems.append(Problem(file, what, remedy, unit.row, "start"))
        elif panel.index(unit.start) >= panel.length and not planned:
            what = f"{unit.unit} starts in {unit.start}, after the panel ends ({last})."
            problems.append(Problem(file, what, "Add later periods, or plan with --plan.", unit.row, "start"))
        elif panel.index(unit.start) - protocol.anticipation <= 0:
            what = f"leaves no period before {unit.unit} could anticipate its start."
            remedy = f"Add earlier periods; anticipation is {in_words(protocol.anticipation, panel.frequency)}."
            problems.append(Problem(file, what, remedy, unit.row, "start"))
    return problems
