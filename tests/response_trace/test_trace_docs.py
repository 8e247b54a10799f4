"""docs/trace.md lists every table and column of a trace with its unit, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from bluelight.response.trace.schema import STATES, TABLES
from bluelight.response.trace.states import STATES as STATE_NAMES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "trace.md").read_text(encoding="utf-8")


def test_every_column_is_listed_with_its_unit_and_meaning():
    for table in TABLES:
        section = re.search(rf"^### `{table.name}`\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
        assert section is not None, table.name
        rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", section[1], re.MULTILINE)
        assert [tuple(cell.strip() for cell in row) for row in rows] == [
            (c.name, c.type, c.unit, c.meaning + (" (may be empty)" if c.optional else "")) for c in table.columns
        ]
    assert len(re.findall(r"^### `", PAGE, re.MULTILINE)) == len(TABLES)


def test_every_state_is_explained():
    column = next(c for c in STATES.columns if c.name == "state")
    assert column.allowed == STATE_NAMES
    assert re.findall(r"^\* `(\w+)`:", PAGE, re.MULTILINE) == list(STATE_NAMES)
