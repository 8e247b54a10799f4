"""Where everything stands today."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.area import Area
from bluelight.documents import words
from bluelight.documents.maps.drawing import (
    WIDTH,
    Frame,
    district_names,
    frame_of,
    legend_svg,
    map_svg,
    outline_svg,
    shape_svg,
    zones_svg,
)
from bluelight.documents.model import Chart, Column, Mark, Table, Text
from bluelight.documents.palette import INK, PAPER, mark
from bluelight.studies.results import SiteOnMap

_OFFSETS = {"police": (-4.0, 2.5), "fire": (0.0, -4.0), "ambulance": (4.0, 2.5)}
_LAND = "#eceae4"


def site_map(sites: Sequence[SiteOnMap], area: Area) -> Chart:
    """Every site by service, colour and shape together; the shared ones ringed; an assumed place drawn hollow."""
    id = "map-sites"
    frame = frame_of(area)
    body = [
        zones_svg(area, frame, dict.fromkeys(area.zones["zone"].astype(str), _LAND), PAPER),
        outline_svg(area, frame),
    ]
    body.append(district_names(area, frame))
    shown = [site for site in sites if _in_frame(frame, site)]
    for site in sorted(shown, key=lambda s: s.shared):
        x, y = frame.at(site.lon, site.lat)
        hollow = site.location_basis == "assumed"
        blue = [s for s in site.services if s in _OFFSETS]
        if not blue:
            body.append(shape_svg("diamond", x, y, mark("").colour, hollow))
        for service in blue:
            dx, dy = _OFFSETS[service]
            here = mark(service)
            body.append(shape_svg(here.shape, x + dx, y + dy, here.colour, hollow))
        if site.shared:
            body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10.5" fill="none" stroke="{INK}" stroke-width="1.6"/>')
    entries = [
        (shape_svg(mark(s).shape, 8, 0, mark(s).colour), words.service_name(s)) for s in ("police", "fire", "ambulance")
    ]
    entries.append((shape_svg("diamond", 8, 0, mark("").colour), "Hospital or other"))
    entries.append((f'<circle cx="8" cy="0" r="6.5" fill="none" stroke="{INK}" stroke-width="1.6"/>', "Shared today"))
    entries.append((shape_svg("circle", 8, 0, mark("ambulance").colour, True), "Place assumed"))
    legend, bottom = legend_svg(entries, frame.height + 12, columns=2)
    shared = [s for s in sites if s.shared]
    assumed = [s for s in sites if s.location_basis == "assumed"]
    title = f"{words.count(len(sites), 'site')}, {len(shared)} of them shared today"
    parts = [
        words.count(sum(s in site.services for site in sites), f"{words.service_name(s).lower()} site")
        for s in ("police", "fire", "ambulance")
    ]
    summary = f"{words.listed(parts)}; a shared site counts for each service in it."
    if assumed:
        summary += (
            f" The place of {words.count(len(assumed), 'site')} is assumed and drawn hollow: nothing is concluded "
            "from where those stand."
        )
    outside = len(sites) - len(shown)
    if outside:
        summary += (
            f" {words.count(outside, 'site')} outside the frame {'is' if outside == 1 else 'are'} in the table only."
        )
    table = Table(
        id,
        "Sites today",
        (Column("Site"), Column("What it is"), Column("Services"), Column("Shared"), Column("Place known")),
        tuple(
            (
                site.name,
                site.kind.replace("_ed", "").replace("_", " "),
                words.listed([words.service_name(s) if s != "nhs" else "NHS" for s in site.services]),
                "yes" if site.shared else "no",
                _place(site),
            )
            for site in sites
        ),
        data=(
            ("site", "name", "kind", "services", "shared", "lon", "lat", "location_basis"),
            *(
                (
                    s.site,
                    s.name,
                    s.kind,
                    ";".join(s.services),
                    "yes" if s.shared else "no",
                    s.lon,
                    s.lat,
                    s.location_basis,
                )
                for s in sites
            ),
        ),
    )
    svg = map_svg(id, f"Map. {title}. {summary}", "".join(body) + legend, bottom)
    return Chart(svg, title, summary, table, widest=640)


def _in_frame(frame: Frame, site: SiteOnMap) -> bool:
    x, y = frame.at(site.lon, site.lat)
    return 0 <= x <= WIDTH and 0 <= y <= frame.height


def _place(site: SiteOnMap) -> Text:
    if site.location_basis != "assumed":
        return site.location_basis
    return ("no", Mark("assumed", "#assumptions", "Nobody has published where this site is"))
