"""Charts: parts of results in, a picture with its finding, its words and its table out."""

from bluelight.documents.charts.calibration import calibration, calibration_table
from bluelight.documents.charts.first import first_responder
from bluelight.documents.charts.fit import fit_errors
from bluelight.documents.charts.load import load_by_hour, queue_by_minute
from bluelight.documents.charts.money import cash_over_time, npsv
from bluelight.documents.charts.response import response_by_hour, response_change, response_curve
from bluelight.documents.charts.tornado import tornado
from bluelight.documents.charts.utilisation import utilisation_by_hour

__all__ = [
    "calibration",
    "calibration_table",
    "cash_over_time",
    "first_responder",
    "fit_errors",
    "load_by_hour",
    "npsv",
    "queue_by_minute",
    "response_by_hour",
    "response_change",
    "response_curve",
    "tornado",
    "utilisation_by_hour",
]
