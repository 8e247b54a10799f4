"""A quick look at what `benchmarks/evaluation.py` measures in full: false findings and coverage of every method."""

import numpy as np
import pytest
from benchmarks.evaluation import DESIGNS, by_placebos, by_units, simulate

QUICK = {by_placebos: 30, by_units: 40}
SHORT = [d for d in DESIGNS if d.units < 100 and d.periods < 100 and d.starts != (8, 8, 8)]


@pytest.mark.parametrize("design", SHORT, ids=[design.name for design in SHORT])
def test_methods_find_nothing_where_there_is_nothing(design):
    """With so few panels the bounds are wide: a method that rejects one time in three fails, one in twenty passes."""
    simulations = QUICK.get(design.infer, 80)
    found, held = simulate(design, range(simulations), seed=11)
    assert found <= 0.15 * simulations
    assert held >= 0.85 * simulations


def test_it_does_not_matter_who_simulates_which_panel():
    design = DESIGNS[-1]
    parts = [simulate(design, numbers) for numbers in (range(0, 7), range(7, 20))]
    assert np.sum(parts, axis=0).tolist() == list(simulate(design, range(20)))
