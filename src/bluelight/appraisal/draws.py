"""Random draws that belong to a line, whatever else is in the case."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.items import LineItem

Floats = NDArray[np.float64]


def uniforms(seed: int, key: str, draws: int) -> Floats:
    """Uniform draws in [0, 1), shape (draws,), that depend on the seed and the key alone.

    So a line keeps its draws in every option, and adding or removing another line changes none of them.
    """
    digest = hashlib.sha256(f"{seed}/{key}".encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little"))).random(draws)


def triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    """Inverse of the triangular distribution function: values in [low, high] with their peak at `mode`."""
    width = high - low
    if width <= 0:
        return np.full_like(u, mode)
    rising = np.sqrt(u * (width * (mode - low)))
    falling = np.sqrt((1.0 - u) * (width * (high - mode)))
    return np.where(u < (mode - low) / width, low + rising, high - falling)


class LineDraws:
    """Draws of line items, remembered by key so that options share them."""

    def __init__(self, seed: int, draws: int) -> None:
        self._seed = seed
        self._draws = draws
        self._uniforms: dict[str, Floats] = {}

    def of(self, line: LineItem) -> Floats:
        """Amounts of a line in pounds of its own price year, shape (draws,).

        Lines of one correlation group take the same percentile in each draw, as full correlation means.
        """
        key = f"line/{line.id}" if line.correlation_group is None else f"group/{line.correlation_group}"
        if key not in self._uniforms:
            self._uniforms[key] = uniforms(self._seed, key, self._draws)
        return triangular(self._uniforms[key], line.low, line.mode, line.high)
