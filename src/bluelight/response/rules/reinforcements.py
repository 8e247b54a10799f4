"""Reinforcements: units sent to every incident of a type on top of its attendance, as to a major incident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

from bluelight.area import Area


def further_items(area: Area, last_order: int) -> list[dict[Hashable, Any]]:
    """A row as of the attendance for every further unit, in places after `last_order`; always sent.

    Besides: `after_min`, minutes after the service is first asked; `on_scene_multiple` of the type's time on scene; and
    `row`, where it stands in its file.
    """
    place: Counter[str] = Counter()
    items: list[dict[Hashable, Any]] = []
    for number, row in enumerate(area.reinforcements.to_dict("records"), start=2):
        for _ in range(int(row["units"])):
            place[row["incident_type"]] += 1
            items.append(
                {
                    "incident_type": row["incident_type"],
                    "order": last_order + place[row["incident_type"]],
                    "service": row["service"],
                    "unit_kind": row["unit_kind"],
                    "probability": 1.0,
                    "after_min": float(row["after_min"]),
                    "on_scene_multiple": float(row["on_scene_multiple"]),
                    "row": number,
                }
            )
    return items
