"""Moves as results tell them: in sentences, with what happens to each building."""

from __future__ import annotations

from bluelight import options
from bluelight.area import Area
from bluelight.options import Move, SiteChange, find_neighbours
from bluelight.options.moves.share_neighbours import ShareNeighbours
from bluelight.options.sites import site_name, site_row
from bluelight.studies import results
from bluelight.studies.results import MoveResult, Neighbours, Risk, SiteOnMap
from bluelight.studies.risk_scale import assumed_likelihood


def moves_told(area: Area, moves: tuple[Move, ...]) -> list[MoveResult]:
    """Each move; a rule is followed by the moves it stands for."""
    found = []
    for move in moves:
        if isinstance(move, ShareNeighbours):
            found.append(_rule(area, move))
        found += [_told(area, single) for single in move.expand(area)]
    return found


def _told(area: Area, move: Move) -> MoveResult:
    after = move.apply(area)  # which alone has a site that the move opens
    return MoveResult(
        kind=move.kind,
        sentence=move.sentence(area),
        sites=[_site(after, change) for change in move.site_changes(area)],
        unseen=move.unseen(area),
        risks=[_risk(risk) for risk in move.risks(area)],
        people=move.people(area),
        governance=move.governance(area),
    )


def _risk(risk: options.Risk) -> Risk:
    return Risk(
        statement=risk.statement,
        applies_to=risk.applies_to,
        likelihood=assumed_likelihood(risk.chance),
        severity=risk.severity,
    )


def _rule(area: Area, move: ShareNeighbours) -> MoveResult:
    pairs = [
        Neighbours(
            site=pair.site,
            site_name=site_name(area, pair.site),
            site_functions=list(pair.site_functions),
            host=pair.host,
            host_name=site_name(area, pair.host),
            host_functions=list(pair.host_functions),
            km=pair.km,
            taken=pair.taken,
            why=pair.why,
        )
        for pair in find_neighbours(area, move.within_km, move.limit)
    ]
    return MoveResult(kind=move.kind, sentence=move.sentence(area), sites=[], unseen=[], risks=[], neighbours=pairs)


def _site(area: Area, change: SiteChange) -> results.SiteChange:
    row = site_row(area, change.site)
    return results.SiteChange(
        site=change.site,
        name=row["name"],
        lon=row["lon"],
        lat=row["lat"],
        before=change.before,
        after=change.after,
        fate=change.fate,
    )


def sites_on_map(area: Area) -> list[SiteOnMap]:
    """Every site as it is today."""
    rows = area.sites.to_dict("records")
    shared = {site for row in area.shared.to_dict("records") if row["in_use"] for site in row["sites"]}
    return [
        SiteOnMap(
            site=row["site"],
            name=row["name"],
            kind=row["kind"],
            services=list(row["services"]),
            lon=row["lon"],
            lat=row["lat"],
            shared=row["site"] in shared,
            location_basis=row["location_basis"],
        )
        for row in rows
    ]
