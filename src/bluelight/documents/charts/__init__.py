"""Charts: parts of results in, a picture with its finding, its words and its table out."""

from bluelight.documents.charts.attribution import attribution, collaboration_step
from bluelight.documents.charts.calibration import calibration, calibration_table
from bluelight.documents.charts.fifths import fifths
from bluelight.documents.charts.first import first_responder
from bluelight.documents.charts.fit import fit_errors
from bluelight.documents.charts.load import load_by_hour, queue_by_minute
from bluelight.documents.charts.money import cash_over_time, npsv
from bluelight.documents.charts.response import response_by_hour, response_change, response_curve
from bluelight.documents.charts.tornado import swings, tornado
from bluelight.documents.charts.utilisation import utilisation_by_hour

__all__ = [
    "attribution",
    "calibration",
    "calibration_table",
    "cash_over_time",
    "collaboration_step",
    "fifths",
    "first_responder",
    "fit_errors",
    "load_by_hour",
    "npsv",
    "queue_by_minute",
    "response_by_hour",
    "response_change",
    "response_curve",
    "swings",
    "tornado",
    "utilisation_by_hour",
]
