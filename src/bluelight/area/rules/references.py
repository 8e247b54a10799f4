"""What one table says of another must be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bluelight.area.rule_tables import ALL_TABLES
from bluelight.area.tables import Sheet
from bluelight.errors import Problem

_NEEDED = (
    "services",
    "zones",
    "families",
    "demand",
    "hours",
    "incident_types",
    "attendance",
    "sites",
    "units",
    "crewing",
    "control_rooms",
    "parameters",
)


def _empty_tables(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for name in _NEEDED:
        sheet = sheets[name]
        if sheet.whole and not sheet.rows:
            yield Problem(sheet.where, f"has no rows: {name} is empty.", "Add at least one row.")


def _references(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for table in ALL_TABLES:
        for column in table.columns:
            if not column.refers_to:
                continue
            other, key = column.refers_to.split(".")
            if not sheets[other].knows(key):
                continue
            known = sheets[other].values(key)
            allowed = known | {""} if column.optional else known
            if all(allowed.issuperset(_items(value)) for value in sheets[table.name].values(column.name)):
                continue
            for row in sheets[table.name]:
                for item in _items(row.get(column.name)):
                    if item not in allowed:
                        what = f'"{item}" is not in {other}.'
                        yield row.problem(column.name, what, f"Correct it, or add it to {sheets[other].where}.")


def _items(value: Any) -> tuple[Any, ...]:
    """What a cell names: the items of a list, nothing where it could not be read."""
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _services_answered_for(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Who has units or takes calls must be named; who takes calls must have a control room."""
    needs = (
        ("units", "service", "services"),
        ("attendance", "service", "services"),
        ("incident_types", "lead_service", "services"),
        ("incident_types", "lead_service", "control_rooms"),
    )
    for table, column, other in needs:
        if not sheets[other].knows("service"):
            continue
        known = sheets[other].values("service")
        reported = set()
        for row in sheets[table]:
            service = row.get(column)
            if service is not None and service not in known and service not in reported:
                reported.add(service)
                what = f"{service} has no row in {other}."
                yield row.problem(column, what, f"Add a row for {service} to {sheets[other].where}.")


RULES = (_empty_tables, _references, _services_answered_for)
