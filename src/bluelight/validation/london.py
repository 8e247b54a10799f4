"""The travel curve of London's dwelling fires of 2009, fitted again from the log."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bluelight.response.fitlog import fit_curve, load_mapping
from bluelight.response.fitlog.fit import journeys
from bluelight.response.fitlog.mapping import Mapping
from bluelight.response.fitlog.reading import USED, Floats, intervals, read_log
from bluelight.validation.check import Check, Checks, near, not_run
from bluelight.validation.reference import MISSING, reference_folder
from bluelight.validation.shipped import FOLDER

LOG = "London Fire Brigade, dwelling fires 2009: an earlier fit, in the facts of Hertfordshire"
EXPECTED = {  # what that fit printed, and half of its last figure or a little more
    "first engines used": (6689, 0),
    "c0 + turnout, min": (3.0341, 2e-4),
    "b, min per km^p": (1.6607, 2e-4),
    "p": (0.8087, 2e-4),
    "root mean square error, min": (1.79, 0.005),
    "mean absolute error, min": (1.17, 0.005),
    "R2": (0.30, 0.005),
    "sigma": (0.291, 5e-4),
    "second engines, min too fast": (0.95, 0.01),
    "second engines, spread round that, min": (2.43, 0.01),
}


def mapping() -> Mapping:
    """What the columns of the log are called, as it ships."""
    return load_mapping(FOLDER / "london_first.toml")


def travel_curve() -> Checks:
    """The curve of first engines and how far it is from second ones, where the log is on this machine."""
    reference = reference_folder()
    if reference is None:
        return [not_run(_title(word), f"{figure:g}", LOG, MISSING) for word, (figure, _) in EXPECTED.items()]
    got = _fitted(reference / "data" / "lfb_2009")
    return [_check(word, got[word]) for word in EXPECTED]


def _fitted(folder: Path) -> dict[str, float]:
    told = mapping().model_copy(update={"folder": folder})
    curve = fit_curve(*_journeys(folder, told))
    second = told.columns.model_copy(
        update={
            "attendance_s": "SecondPumpArriving_AttendanceTime",
            "origin": "SecondPumpArriving_DeployedFromStation",
        }
    )
    off = curve.error(*_journeys(folder, told.model_copy(update={"columns": second})))
    figures = (
        curve.n, curve.constant, curve.b, curve.p, curve.seen.rmse, curve.seen.mae, curve.r2, curve.sigma,
        off.bias, np.sqrt(off.rmse**2 - off.bias**2),
    )  # fmt: skip
    return dict(zip(EXPECTED, map(float, figures), strict=True))


def _journeys(folder: Path, told: Mapping) -> tuple[Floats, Floats]:
    log = read_log(folder / "fstimes.csv", told)
    found = journeys(log, intervals(log)["attendance"])
    assert found is not None  # the mapping that ships names places
    km, minutes, outcome = found
    return km[outcome == USED], minutes[outcome == USED]


def _title(word: str) -> str:
    return f"travel curve, London 2009: {word}"


def _check(word: str, got: float) -> Check:
    figure, tolerance = EXPECTED[word]
    return near(_title(word), figure, got, tolerance, LOG)
