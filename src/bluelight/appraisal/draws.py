"""Random draws that belong to a line, whatever else is in the case."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from bluelight.appraisal.items import LineItem
from bluelight.appraisal.settings import Settings

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

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._uniforms: dict[str, Floats] = {}
        self._amounts: dict[tuple[str, str | None, float, float, float], Floats] = {}

    def of(self, line: LineItem) -> Floats:
        """Amounts of a line in pounds of its own price year, shape (draws,). Not to be changed in place."""
        key = (line.id, line.correlation_group, line.low, line.mode, line.high)
        if key not in self._amounts:
            self._amounts[key] = triangular(self._percentiles(line), line.low, line.mode, line.high)
        return self._amounts[key]

    def happens(self, line: LineItem) -> Floats:
        """1 in the draws in which a risk happens, 0 in the others, shape (draws,)."""
        return (self._of_key(f"risk/{line.id}") < line.likelihood).astype(np.float64)

    def _rho(self, line: LineItem) -> float:
        return self._settings.correlations.get(str(line.correlation_group), 1.0)

    def _percentiles(self, line: LineItem) -> Floats:
        """Lines of a group share a normal factor, so that the normal scores of any two correlate by rho.

        At rho 1, which holds where the settings give none, they take the same percentile in each draw.
        """
        own = f"line/{line.id}"
        if line.correlation_group is None:
            return self._of_key(own)
        shared, rho = f"group/{line.correlation_group}", self._rho(line)
        if rho == 1.0:
            return self._of_key(shared)
        mixed = f"{shared}/{own}"
        if mixed not in self._uniforms:
            score = np.sqrt(rho) * _normal(self._of_key(shared)) + np.sqrt(1.0 - rho) * _normal(self._of_key(own))
            self._uniforms[mixed] = np.asarray(ndtr(score))
        return self._uniforms[mixed]

    def _of_key(self, key: str) -> Floats:
        if key not in self._uniforms:
            self._uniforms[key] = uniforms(self._settings.seed, key, self._settings.draws)
        return self._uniforms[key]


def _normal(u: Floats) -> Floats:
    """Normal scores of uniform draws; a draw of exactly 0 is taken as the smallest above it."""
    return np.asarray(ndtri(np.maximum(u, np.finfo(np.float64).tiny)))
