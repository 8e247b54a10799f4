"""An evaluation of each kind of method, worked out once."""

import numpy as np
import pytest
from tests.evaluation.panels import autocorrelated, write_case

from bluelight.evaluation import load_case
from bluelight.evaluation.run import evaluate

KINDS = {
    "synthetic": (24, 14, {0: 10}, "year"),
    "staggered": (20, 12, {0: 6, 1: 8, 2: 8}, "year"),
    "controlled_series": (5, 84, {0: 60}, "month"),
    "series": (1, 84, {0: 60}, "month"),
}


@pytest.fixture(scope="session", params=list(KINDS))
def evaluation(request, tmp_path_factory):
    units, periods, treated, frequency = KINDS[request.param]
    table = 10 + 0.2 * (autocorrelated(np.random.default_rng(3), units, periods, 0.4) - 10)
    for unit, start in treated.items():
        table[unit, start:] -= 1.5
    scale = 'scale = "log"\n' if request.param == "staggered" else ""
    path = write_case(tmp_path_factory.mktemp(request.param), table, treated, frequency=frequency, more=scale)
    found = evaluate(load_case(path))
    assert found.design.method == request.param
    return found
