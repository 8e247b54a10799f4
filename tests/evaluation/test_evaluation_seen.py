"""A protocol's history is kept, and a change after the data were seen shows."""

from datetime import UTC, datetime

import pytest

from bluelight.errors import BluelightError
from bluelight.evaluation.case import Hashes
from bluelight.evaluation.seen import note

FIRST, SECOND = Hashes("a", "data", "who"), Hashes("b", "data", "who")
DAY = datetime(2020, 1, 15, 12, tzinfo=UTC)


def test_a_protocol_registered_before_it_was_used_is_shown_as_such(tmp_path):
    path = tmp_path / "protocol.toml"
    note(path, "registered", FIRST, DAY)
    history = note(path, "evaluated", FIRST)
    assert (history.registered, history.changed, history.torn) == ("2020-01-15T12:00:00Z", False, False)
    assert len(history.entries) == 2


def test_a_second_run_of_the_same_adds_nothing(tmp_path):
    path = tmp_path / "protocol.toml"
    note(path, "evaluated", FIRST)
    assert len(note(path, "evaluated", FIRST).entries) == 1


def test_a_protocol_changed_after_the_data_were_seen_shows_for_good(tmp_path):
    path = tmp_path / "protocol.toml"
    note(path, "registered", FIRST)
    note(path, "evaluated", FIRST)
    assert note(path, "evaluated", SECOND).changed
    assert note(path, "registered", SECOND).changed
    history = note(path, "evaluated", SECOND)
    assert history.changed
    assert history.registered is None
    assert not note(path, "evaluated", FIRST).changed


def test_a_protocol_changed_before_anybody_looked_is_not_held_against_it(tmp_path):
    path = tmp_path / "protocol.toml"
    note(path, "registered", FIRST)
    note(path, "registered", SECOND)
    assert not note(path, "evaluated", SECOND).changed


@pytest.mark.parametrize("line", [0, 1])
def test_a_line_taken_out_of_the_log_shows(tmp_path, line):
    path = tmp_path / "protocol.toml"
    note(path, "evaluated", FIRST)
    note(path, "registered", SECOND)
    note(path, "evaluated", SECOND)
    log = tmp_path / "protocol.log"
    lines = log.read_text(encoding="utf-8").splitlines()
    log.write_text("\n".join(lines[:line] + lines[line + 1 :]) + "\n", encoding="utf-8")
    assert note(path, "evaluated", SECOND).torn


def test_a_log_that_is_none_is_refused(tmp_path):
    (tmp_path / "protocol.log").write_text("{}\n", encoding="utf-8")
    with pytest.raises(BluelightError, match="not one of a protocol's history"):
        note(tmp_path / "protocol.toml", "evaluated", FIRST)
