"""Shares that must sum to one: the tolerance that rounding may take, and making the sum exact."""

from __future__ import annotations

import pandas as pd

TOLERANCE = 1e-3


def normalise(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """The frame with its column `share` summing to one in each group; the check has seen that it nearly does."""
    total = frame.groupby(by)["share"].transform("sum")
    return frame.assign(share=frame["share"] / total)
