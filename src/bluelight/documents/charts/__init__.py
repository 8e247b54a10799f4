"""Charts: parts of results in, a picture with its finding, its words and its table out."""

from bluelight.documents.charts.calibration import calibration
from bluelight.documents.charts.money import cash_over_time, npsv, tornado
from bluelight.documents.charts.response import response_by_hour, response_change, response_curve

__all__ = [
    "calibration",
    "cash_over_time",
    "npsv",
    "response_by_hour",
    "response_change",
    "response_curve",
    "tornado",
]
