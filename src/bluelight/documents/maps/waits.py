"""Who waits for a vehicle to be free, zone by zone."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents import words
from bluelight.documents.maps.drawing import district_names, frame_of, legend_svg, map_svg, outline_svg, zones_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import MUTED, NEUTRAL, NO_DATA, PAPER, SLOWER
from bluelight.studies.results import OptionResult, Service, ZoneResponse

LIMITS = (0.01, 0.02, 0.05)  # shares of calls: where each class begins
CLASS_WORDS: dict[int | None, str] = {
    3: "over 5 calls in 100 wait",
    2: "2 to 5 in 100",
    1: "1 to 2 in 100",
    0: "fewer than 1 in 100",
    None: "too few calls to say",
}
_COLOURS: dict[int | None, str] = {3: SLOWER[2], 2: SLOWER[1], 1: SLOWER[0], 0: NEUTRAL, None: NO_DATA}


def waiting_class(zone: ZoneResponse, service: Service) -> int | None:
    """The class of a zone by the share of a service's calls that wait there; None for too few calls."""
    share = zone.waited_share.get(service)
    return None if share is None else sum(share >= limit for limit in LIMITS)


def where_calls_wait(option: OptionResult) -> tuple[list[Service], str]:
    """The services with a zone where 1 call in 100 waits or more, and a sentence about the others, "" where none is."""
    told = [s for s in option.response if any(z.waited_share.get(s) is not None for z in option.zones)]
    some = [s for s in told if any(waiting_class(z, s) for z in option.zones)]
    rest = [words.service_name(s).lower() for s in told if s not in some]
    return some, words.sentence(
        f"{words.listed(rest)}: in no zone do as many as 1 call in 100 wait, so no map is drawn" if rest else ""
    )


def waiting_map(option: OptionResult, service: Service, area: Area) -> Chart:
    """The share of a service's calls in every zone whose first vehicle was not free when it was asked for."""
    id = f"map-waits-{option.id}-{service}"
    frame = frame_of(area)
    classes = {zone.zone: waiting_class(zone, service) for zone in option.zones}
    colours = {str(z): _COLOURS[classes.get(str(z))] for z in area.zones["zone"]}
    body = zones_svg(area, frame, colours, PAPER) + outline_svg(area, frame) + district_names(area, frame)
    present = [c for c in CLASS_WORDS if c in classes.values()]
    entries = [
        (
            f'<rect x="0" y="-6" width="14" height="12" fill="{_COLOURS[c]}" stroke="{MUTED}" stroke-width=".5"/>',
            f"{CLASS_WORDS[c]} ({words.count(sum(found == c for found in classes.values()), 'zone')})",
        )
        for c in present
    ]
    drawn, bottom = legend_svg(entries, frame.height + 12)
    title = _finding(option, service, area)
    summary = (
        f"Share of calls for which no {words.vehicle(service)} of the kind that came first was free when it was asked "
        "for, over all replications. A zone has few calls, and its share moves by luck."
    )
    svg = map_svg(id, f"Map. {title}. {summary}", body + drawn, bottom)
    return Chart(svg, title, summary, _table(id, option, service, area, classes), widest=520)


def _finding(option: OptionResult, service: Service, area: Area) -> str:
    response = option.response[service]
    name = words.service_name(service) + ("" if response.in_headline else " (not relied on)")
    said = f"{name}: {words.share(response.waited_share, 1)} of calls wait for a vehicle to be free"
    known = [(share, zone.zone) for zone in option.zones if (share := zone.waited_share.get(service)) is not None]
    if not known or max(known)[0] < LIMITS[0]:
        return said
    share, worst = max(known)
    names = dict(zip(area.zones["zone"].astype(str), area.zones["name"].astype(str), strict=True))
    return f"{said}, most in {names.get(worst) or worst} ({words.share(share, 1)})"


def _table(id: str, option: OptionResult, service: Service, area: Area, classes: dict[str, int | None]) -> Table:
    """Zones counted by district and class; every zone is in the download."""
    district = dict(zip(area.zones["zone"].astype(str), area.zones["district_name"].astype(str), strict=True))
    name = dict(zip(area.zones["zone"].astype(str), area.zones["name"].astype(str), strict=True))
    present = [c for c in CLASS_WORDS if c in classes.values()]
    return Table(
        id,
        f"{option.name}, {words.service_name(service).lower()}: zones by district and share of calls that wait",
        (Column("District"), *(Column(words.sentence(CLASS_WORDS[c]).rstrip("."), numeric=True) for c in present)),
        tuple(
            (place, *(words.count(sum(classes[z] == c and district.get(z) == place for z in classes)) for c in present))
            for place in sorted(set(district.values()))
        ),
        notes=("Every zone, with the share that waits and the mean response in minutes, is in the download.",),
        data=(
            ("zone", "name", "district", "waited_share", "mean_min"),
            *(
                (
                    z.zone,
                    name.get(z.zone),
                    district.get(z.zone),
                    *(
                        None if v is None else round(v, 4)
                        for v in (z.waited_share.get(service), z.mean_min.get(service))
                    ),
                )
                for z in option.zones
            ),
        ),
        layout="cards" if len(present) > 3 else "scroll",
    )
