"""The moves that may be ticked: those the study has, those its original has, and those found in the area."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bluelight.area import Area
from bluelight.documents.words import listed
from bluelight.options import KINDS, Move, expand, find_neighbours
from bluelight.options.moves.co_respond import CoRespond
from bluelight.options.moves.share_site import ShareSite
from bluelight.options.neighbours import kilometres
from bluelight.options.words import FUNCTIONS
from bluelight.service.areas.places import rows

NEXT_DOOR_KM = 1.0
_GROUPS = {
    "share_site": "Share a site",
    "co_respond": "Send another service's crew as well",
    "join_control_rooms": "Join control rooms",
    "close_site": "Close a site",
    "move_unit": "Move a vehicle and its crew",
}


@dataclass(frozen=True)
class MoveChoice:
    """A move to tick: its key in the form, its group, what it says, and what to know before ticking it."""

    key: str
    group: str
    label: str
    hint: str

    def in_option(self, option: dict[str, Any], area: Area) -> bool:
        """Whether an option, as the study's text says it, has the move, by itself or through a rule."""
        return self.key in {key_of(move) for move in moves_of(option, area)}


def key_of(move: Move) -> str:
    """The move in the form: the same move always has the same key, whatever its year."""
    fields = {"kind": move.kind} | move.model_dump(mode="json", exclude_defaults=True, exclude={"year"})
    return json.dumps(fields, sort_keys=True, separators=(",", ":"))


def move_of(key: str) -> Move:
    """The move of a key that was offered."""
    fields = json.loads(key)
    return KINDS[fields["kind"]].model_validate(fields)


def moves_of(option: dict[str, Any], area: Area) -> list[Move]:
    """The single moves of an option as the study's text says it; a rule is replaced by what it finds."""
    return expand(area, [KINDS[move["kind"]].model_validate(move) for move in option.get("move", [])])


def offered(area: Area, *contents: dict[str, Any]) -> list[MoveChoice]:
    """What may be ticked, grouped by kind: found in the area, and already in any of the studies given."""
    found = [move for content in contents for option in content["option"] for move in moves_of(option, area)]
    found += [ShareSite(site=pair.site, host=pair.host) for pair in find_neighbours(area, NEXT_DOOR_KM) if pair.taken]
    if "pump" in set(area.units["kind"]) and "cardiac_arrest" in set(area.incident_types["incident_type"]):
        found.append(CoRespond())
    single = {key_of(move): move for move in found if not move.check(area)}
    order = {kind: position for position, kind in enumerate(_GROUPS)}
    choices = [
        (order.get(move.kind, len(order)), MoveChoice(key, _group(move), move.sentence(area), _hint(move, area)))
        for key, move in single.items()
    ]
    return [choice for _, choice in sorted(choices, key=lambda c: c[0])]


def _group(move: Move) -> str:
    return _GROUPS.get(move.kind, move.title)


def _hint(move: Move, area: Area) -> str:
    said = []
    if isinstance(move, ShareSite):
        where = {row.site: (row.lon, row.lat) for row in rows(area.sites)}
        said.append(f"{kilometres(*where[move.site], *where[move.host]):.2f} km apart.")
        here = [row.function for row in rows(area.site_functions) if row.site == move.site]
        uses = listed([FUNCTIONS.get(use, use) for use in dict.fromkeys(here) if use != "response"])
        if uses:
            said.append(f"What moves in is also used as a {uses}, which the response model cannot see.")
    for verb, ids in (("Needs", move.needs), ("Cannot be with", move.excludes)):
        if ids:
            said.append(f"{verb} the move {listed(list(ids))}.")
    return " ".join(said)


def left_out(area: Area) -> list[str]:
    """Pairs next door to each other that are not offered, each with the reason."""
    names = dict(zip(area.sites["site"], area.sites["name"], strict=True))
    return [
        f"{names[pair.site]} and {names[pair.host]}, {pair.km:.2f} km apart: {pair.why}."
        for pair in find_neighbours(area, NEXT_DOOR_KM)
        if not pair.taken
    ]


def can_close(area: Area) -> list[tuple[str, str]]:
    """The stations of the area, to choose one from."""
    stations = area.sites[area.sites["kind"].str.endswith("_station") & ~area.sites["outside"]]
    return sorted(zip(stations["site"], stations["name"], strict=True), key=lambda site: site[1])
