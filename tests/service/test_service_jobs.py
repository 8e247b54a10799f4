"""What every background job says of itself."""

from __future__ import annotations

import pytest

from bluelight.errors import BluelightError
from bluelight.service.core.jobs import reason, seldom


def test_what_somebody_can_put_right_is_said_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    assert reason(BluelightError("The area is gone. Name its folder."), "Run 3") == "The area is gone. Name its folder."
    assert not caplog.records


def test_a_fault_of_ours_is_called_so_and_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError as error:
        said = reason(error, "Run 3 of hertfordshire")
    assert said.startswith("Something went wrong inside Bluelight, and that is our fault, not yours.")
    assert "ZeroDivisionError: by nothing" in said
    assert "Run 3 of hertfordshire failed:" in caplog.text
    assert "raise ZeroDivisionError" in caplog.text


def test_sayings_close_to_one_another_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10.0, 10.0, 10.2, 10.4, 10.6, 10.6])
    monkeypatch.setattr("bluelight.service.core.jobs.time.monotonic", lambda: next(times))
    told: list[tuple[str, float]] = []
    say = seldom(lambda step, share: told.append((step, share)))
    for number in range(4):
        say("Simulating", number / 4)
    assert told == [("Simulating", 0.0), ("Simulating", 0.75)]
