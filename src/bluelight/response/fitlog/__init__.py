"""Fit how long things take from a dispatch log: turnout, travel, time on scene and at hospital, with held-out error."""

from bluelight.response.fitlog.curve import Curve, fit_curve
from bluelight.response.fitlog.fit import LogFit, fit_log
from bluelight.response.fitlog.mapping import Mapping, load_mapping

__all__ = ["Curve", "LogFit", "Mapping", "fit_curve", "fit_log", "load_mapping"]
