"""Where sites would best be, proven: p-median, maximal cover and set cover on a table of times."""

from bluelight.options.location.cover import max_cover, set_cover
from bluelight.options.location.median import p_median
from bluelight.options.location.model import Plan

__all__ = ["Plan", "max_cover", "p_median", "set_cover"]
