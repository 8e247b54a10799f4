"""Colours that everyone can tell apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from bluelight.documents import palette

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour: str, sight: str) -> np.ndarray:
    srgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(SIGHT[sight]) @ linear, 0, 1)
    x = XYZ @ seen / np.array([0.95047, 1, 1.08883])
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(a: str, b: str, sight: str) -> float:
    return float(np.linalg.norm(lab(a, sight) - lab(b, sight)))


@pytest.mark.parametrize("service", list(palette.SERVICE_MARKS))
def test_service_colours_reach_the_contrast_of_text(service: str) -> None:
    assert palette.contrast(palette.SERVICE_MARKS[service].colour) >= 4.5


@pytest.mark.parametrize("sight", list(SIGHT))
def test_services_stay_apart_in_every_colour_sight(sight: str) -> None:
    colours = [mark.colour for mark in palette.SERVICE_MARKS.values()]
    assert min(apart(a, b, sight) for a, b in itertools.combinations(colours, 2)) > 20


@pytest.mark.parametrize("sight", list(SIGHT))
def test_slower_and_faster_stay_apart_in_every_colour_sight(sight: str) -> None:
    scale = [*reversed(palette.SLOWER), palette.NEUTRAL, *palette.FASTER]
    assert min(apart(a, b, sight) for a, b in itertools.combinations(scale, 2)) > 10


def test_each_service_has_a_shape_of_its_own() -> None:
    shapes = [mark.shape for mark in palette.SERVICE_MARKS.values()]
    assert len(set(shapes)) == len(shapes)
    assert palette.OTHER_MARK.shape not in shapes


def test_contrast_is_that_of_wcag() -> None:
    assert palette.contrast("#000000") == pytest.approx(21)
    assert palette.contrast("#777777") == pytest.approx(4.48, abs=0.01)


def test_a_service_pays_in_its_own_colour_and_others_in_none_of_theirs() -> None:
    colours = palette.organisation_colours(["county council", "fire"])
    assert colours["fire"] == palette.SERVICE_MARKS["fire"].colour
    assert colours["county council"] not in {mark.colour for mark in palette.SERVICE_MARKS.values()}
    assert palette.contrast(colours["county council"]) >= 4.5
