"""How likely a risk that a move brings is taken to be until the study judges it: a marked default, in no sum."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from bluelight.options import Chance


@cache
def _file() -> dict[str, Any]:
    text = resources.files("bluelight.data").joinpath("parameters/risk_scale.toml").read_text("utf-8")
    return tomllib.loads(text)


def assumed_likelihood(chance: Chance) -> float:
    """The chance that a word of the scale stands for."""
    return next(float(row["likelihood"]) for row in _file()["scale"] if row["word"] == chance)


def scale_words() -> str:
    """The scale in a line, from its least to its most."""
    ends = (_file()["scale"][0], _file()["scale"][-1])
    least, most = (f"{row['word']} ({row['likelihood']:.0%})" for row in ends)
    return f"{len(_file()['scale'])} words from {least} to {most}, and 1 to 5"


def scale_source() -> str:
    """What the scale rests on."""
    return str(_file()["source"])
