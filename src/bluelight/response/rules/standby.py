"""Standby: where free units of a kind wait other than at home, by one of two policies."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.errors import InputError, Problem
from bluelight.response.arrays import COMPLIES, COVERS, Floats, Standby
from bluelight.response.rules.compliance import compile_compliance
from bluelight.response.rules.coverage import compile_coverage, covering_kinds


def compile_standby(
    area: Area,
    kinds: tuple[tuple[str, str], ...],
    site_row: Mapping[str, int],
    to: NDArray[np.float32] | Floats,
    first_zone: int,
    scale: Mapping[str, float],
) -> Standby | None:
    """How kinds stand by, None where none does. InputError where units patrol, or a kind has both policies."""
    policy = np.zeros(len(kinds), dtype=np.int32)
    policy[covering_kinds(area, kinds)] = COVERS
    patrols = set(area.services.loc[area.services["waits"] == "patrol", "service"])
    problems = []
    listed = list(dict.fromkeys(zip(area.standby["service"], area.standby["unit_kind"], strict=True)))
    for k, (service, kind) in enumerate(kinds):
        if (service, kind) in listed:
            if policy[k]:
                what = f"{service} {kind} has a compliance table and stands by for coverage as well."
                remedy = "Take its rows out, or the parameter standby_cover_minutes."
                problems.append(Problem("standby.csv", what, remedy, None, "unit_kind"))
            policy[k] = COMPLIES
        if policy[k] and service in patrols:
            what = f"{service} waits on patrol, and cannot stand by at a site as well."
            problems.append(
                Problem("services.csv", what, "Let it wait at its site, or take standby out.", None, "waits")
            )
    if problems:
        raise InputError(problems)
    if not policy.any():
        return None
    return Standby(
        policy,
        compile_compliance(area, kinds, site_row),
        *compile_coverage(area, kinds, site_row, to, first_zone, scale),
    )
