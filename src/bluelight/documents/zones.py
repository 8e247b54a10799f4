"""Who waits longer and who waits less: zones sorted by what an option does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bluelight.area import Area
from bluelight.documents import words
from bluelight.studies.results import OptionResult, Service, ZoneResponse

LITTLE, MUCH, VERY_MUCH = 0.25, 1.0, 2.0  # minutes: the classes of a change map

# Classes in the order of a legend: 3 is over two minutes slower, -3 over two minutes faster, None too few calls.
CLASS_WORDS: dict[int | None, str] = {
    3: "over 2 minutes slower",
    2: "1 to 2 minutes slower",
    1: "15 seconds to 1 minute slower",
    0: "not detectable, or under 15 seconds",
    -1: "15 seconds to 1 minute faster",
    -2: "1 to 2 minutes faster",
    -3: "over 2 minutes faster",
    None: "too few calls to say",
}


def zone_class(zone: ZoneResponse, service: Service) -> int | None:
    """The class of a zone's change: its size where its interval leaves out nought, else 0; None for too few calls."""
    change = zone.change_min.get(service)
    if change is None:
        return None
    low, high = zone.change_low_min.get(service), zone.change_high_min.get(service)
    if low is not None and high is not None and low <= 0 <= high:
        return 0
    size = sum(abs(change) >= limit for limit in (LITTLE, MUCH, VERY_MUCH))
    return size if change > 0 else -size


@dataclass(frozen=True)
class Waiting:
    """Zones of one service that wait over a minute longer, or over a minute less, with who lives there.

    Residents are None where the pack does not know them for every one of these zones.
    """

    slower: int
    slower_residents: int | None
    faster: int
    faster_residents: int | None
    worst: ZoneResponse | None  # the zone that loses most, among the slower


def residents(area: Area) -> dict[str, int]:
    """Residents by zone, of the zones for which they are known."""
    known = area.zones.dropna(subset=["population"])
    return {str(z): int(p) for z, p in zip(known["zone"], known["population"], strict=True)}


def waiting(option: OptionResult, service: Service, people: Mapping[str, int]) -> Waiting:
    """Who waits over a minute longer or less for a service under an option."""
    slower = [z for z in option.zones if (zone_class(z, service) or 0) >= 2]
    faster = [z for z in option.zones if (zone_class(z, service) or 0) <= -2]
    return Waiting(
        slower=len(slower),
        slower_residents=_living(slower, people),
        faster=len(faster),
        faster_residents=_living(faster, people),
        worst=max(slower, key=lambda z: z.change_min.get(service) or 0.0, default=None),
    )


def _living(zones: list[ZoneResponse], people: Mapping[str, int]) -> int | None:
    known = [people[z.zone] for z in zones if z.zone in people]
    return sum(known) if len(known) == len(zones) else None


def residents_told(number: int | None) -> str:
    """Residents in words, or that they are not known."""
    return "residents not known" if number is None else words.count(number, "resident")
