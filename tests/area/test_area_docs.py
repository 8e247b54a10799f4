"""The page about area packs tells the truth: every table, column and parameter, and no other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from bluelight.area.manifest import ROADS, SHAPES, TRAVEL
from bluelight.area.rule_tables import ALL_TABLES, STANDBY_PARAMETERS, SWITCHES
from bluelight.area.rules.figures import ONE_FOR_ALL, TRAVEL_PARAMETERS
from bluelight.area.schema import Column

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "area-pack.md").read_text(encoding="utf-8")


def values(column: Column) -> str:
    if column.allowed:
        return ", ".join(f"`{word}`" for word in column.allowed)
    if column.refers_to:
        return f"in `{column.refers_to}`"
    if column.low is not None:
        return f"{column.low:g} to {column.high:g}" if column.high is not None else f"{column.low:g} or more"
    return ""


def test_every_table_is_described_column_by_column_and_no_other_is() -> None:
    sections = dict(re.findall(r"^### `(\w+)`\n\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
    assert list(sections) == [table.name for table in ALL_TABLES]
    for table in ALL_TABLES:
        key = ", ".join(f"`{column}`" for column in table.key)
        assert sections[table.name].startswith(f"{table.meaning} One row per {key}.\n"), table.name
        rows = [tuple(cell.strip() for cell in row.split("|")[1:-1]) for row in sections[table.name].splitlines()[2:]]
        told = [row for row in rows if row and row[0].startswith("`")]
        assert told == [
            (f"`{c.name}`", c.type, c.unit, "yes" if c.optional else "", values(c), c.meaning) for c in table.columns
        ], table.name


def test_every_parameter_is_described_and_no_other_is() -> None:
    rows = re.findall(r"^\| `((?:travel|return)_\w+)` \| (.*?) \|", PAGE, re.MULTILINE)
    assert dict(rows) == {name: "all" if name in ONE_FOR_ALL else "a service or all" for name in TRAVEL_PARAMETERS}


def test_every_rule_that_a_parameter_turns_on_is_described_and_no_other_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .*? \| (1: .*?; may be left out, then 0) \|$", PAGE, re.MULTILINE)
    assert dict(rows).keys() == set(SWITCHES)
    assert set(re.findall(r"^\| `(standby_\w+)` \|", PAGE, re.MULTILINE)) == set(STANDBY_PARAMETERS)


def test_the_example_of_area_toml_is_one() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    content = tomllib.loads(example)
    assert set(content) == {"area", "tables", "shapes", "travel", "roads"}
    assert set(content["roads"]) == set(ROADS)
    assert set(content["area"]) == {"id", "name", "summary", "year", "notices", "bounds"}
    assert set(content["travel"]) == set(TRAVEL)
    assert set(content["shapes"]) == set(SHAPES)
    assert set(content["tables"]) < {table.name for table in ALL_TABLES}


def test_every_type_has_its_way_of_writing() -> None:
    types = {column.type for table in ALL_TABLES for column in table.columns}
    assert types == {word for word in types if re.search(rf"^\| {word} \|", PAGE, re.MULTILINE)}


def test_every_cost_that_a_move_looks_for_is_named() -> None:
    moves = "\n".join(path.read_text() for path in (ROOT / "src/bluelight/options/moves").glob("*.py"))
    named = re.search(r"### Costs that moves look for\n(.*?)\n## ", PAGE, re.DOTALL)
    assert named
    for cost in re.findall(r"`([a-z_]+)`", named[1]):
        if cost not in ("costs", "cost"):
            assert f'"{cost}"' in moves, cost
