"""The answers of the little area, frozen: rules that it does not use must not change them, nor may anything else."""

from __future__ import annotations

import hashlib

from bluelight.area import load_area
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import run
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts


def test_littleham_answers_as_it_always_did(littleham):
    """To a millionth of a minute: the last bits of a logarithm differ from machine to machine."""
    area = load_area(littleham)
    assert area.digest == "97d87752a4997578253e4c799dc2300c4d096db1ecdc504e4b5b32835427a166"
    ready = prepare(area)
    calls = draw_calls(area, 60, 4, 0)
    duty, _ = draw_shifts(ready.scenario, 67 * 24, 4, 0)
    asked = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)
    outcome = run(ready.scenario.map, ready.scenario.fleet, duty, asked.requests, ready.scenario.rules)
    told = "".join(f"{a['unit']} {a['mobilised']:.6f} {a['arrival']:.6f} {a['freed']:.6f}\n" for a in outcome.answers)
    assert len(outcome.answers) == 1158
    assert len(outcome.abandoned) == 0
    assert (
        hashlib.sha256(told.encode()).hexdigest() == "d528196e163615b7565d0d198b5a6bfdc6428e0c785c1eca62dc1d282a114b93"
    )
