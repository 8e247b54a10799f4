"""Recorded calls answered again by the kernel: who would have gone to each, how fast, and how long it waited.

One unit per call. The unit with the smallest siren time from where it is goes, the lowest number on ties; with none
free the call waits, first come first served, for the next unit to finish. A unit stays on scene, drives where the call
says so to the hospital nearest to the zone of the call and hands over there, then serves the queue or drives home. On
its way home it stands at the zone centre nearest to where it would be on a straight line.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from bluelight.errors import BluelightError
from bluelight.response.arrays import Duty, arrange, as_map, as_requests
from bluelight.response.kernel import answer
from bluelight.response.recorded import Recorded


def replay(recorded: Recorded, return_factor: float = 1.0) -> pd.DataFrame:
    """Answers by call: call, response_min (from the call to arrival), unit (its number), waited_min.

    The way home takes the siren time divided by `return_factor`. Double precision throughout. Raises BluelightError
    where the factor is not a positive number.
    """
    if not 0.01 <= return_factor <= 100:
        raise BluelightError(
            f"A return factor of {return_factor} is not possible. Give a number from 0.01 to 100, as 0.95."
        )
    to = np.ascontiguousarray(recorded.siren.T)
    units = len(recorded.bases)
    fleet = arrange(
        kind=np.zeros(units, dtype=np.int32),
        home=recorded.bases,
        patrols=np.zeros(units, dtype=np.bool_),
        turnout=np.zeros((24, units)),
        scale=np.ones(1),
        speed_home=np.array([return_factor]),
        to=to,
    )
    always = Duty(
        at_start=np.ones(units, dtype=np.bool_),
        time=np.empty(0),
        unit=np.empty(0, dtype=np.int32),
        on=np.empty(0, dtype=np.bool_),
        beats=np.empty((1, 0), dtype=np.int32),
    )
    end, stay = recorded.zone.copy(), recorded.on_scene.copy()
    conveyed = recorded.to_hospital
    if conveyed.any():
        nearest = recorded.siren[:, recorded.hospitals].argmin(axis=1)
        end[conveyed] = recorded.hospitals[nearest[recorded.zone[conveyed]]]
        stay[conveyed] += recorded.siren[recorded.zone[conveyed], end[conveyed]] + recorded.handover[conveyed]
    requests = as_requests(time=recorded.arrival, journey=1.0, stay=stay, place=recorded.zone, kind=0, rank=0, end=end)
    answers = answer(as_map(to, recorded.xy, 0), fleet, always, requests)
    return pd.DataFrame(
        {
            "call": recorded.call_numbers,
            "response_min": answers["arrival"] - recorded.arrival,
            "unit": recorded.unit_numbers[answers["unit"]],
            "waited_min": answers["mobilised"] - recorded.arrival,
        }
    )


def write_answers(answers: pd.DataFrame, path: Path) -> None:
    """Write answers as CSV, whole or not at all. BluelightError where it cannot be written."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        answers.to_csv(partial, index=False, lineterminator="\n")
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BluelightError(f"{path} cannot be written: {error.strerror}. Choose another folder.") from None
