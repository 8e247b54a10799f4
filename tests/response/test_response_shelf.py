"""Arrays that are put on a shelf come back as they were, from memory and from the file."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from bluelight.area import load_area
from bluelight.response import shelf, simulate_options
from bluelight.response.shelf import Shelf

SOME = st.lists(
    st.sampled_from([np.int32, np.float64, np.bool_]).flatmap(
        lambda d: arrays(d, array_shapes(max_dims=2, min_side=0))
    ),
    max_size=6,
)


@given(SOME)
def test_what_is_read_is_what_was_put(kept):
    for in_memory in (1, shelf.IN_MEMORY):
        on_it = _shelf(in_memory)
        for array, place in [(array, on_it.put(array)) for array in kept]:
            assert place.read().dtype == array.dtype
            np.testing.assert_array_equal(place.read(), array)


def test_columns_of_a_table_are_put_as_they_are_read():
    table = np.arange(12.0).reshape(3, 4)
    np.testing.assert_array_equal(Shelf().put(table.T).read(), table.T)


def test_a_simulation_says_the_same_from_the_file(littleham, monkeypatch):
    area = load_area(littleham)
    asked = {"days": 20, "warm_up_days": 2, "replications": 3, "workers": 2}
    in_memory = simulate_options({"one": area, "other": area}, **asked)
    monkeypatch.setattr(shelf, "IN_MEMORY", 1)
    in_file = simulate_options({"one": area, "other": area}, **asked)
    for name, performance in in_memory.items():
        assert performance.measures.equals(in_file[name].measures)


def test_a_full_disk_is_told_in_words():
    code = (
        "import resource; from bluelight.response import shelf; import numpy as np; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)); shelf.IN_MEMORY = 1; "
        "shelf.Shelf().put(np.zeros(10_000))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "BluelightError: What was simulated cannot be kept in" in done.stderr
    assert "set TMPDIR to a folder on a disk that has some" in done.stderr


def _shelf(in_memory):
    before, shelf.IN_MEMORY = shelf.IN_MEMORY, in_memory
    try:
        return Shelf()
    finally:
        shelf.IN_MEMORY = before
