"""Who carries risk to more than one service: what joint prevention would be aimed by."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents import maps, words
from bluelight.documents.model import Block, Bullets, Column, Figure, Folded, Paragraph, Section, Table
from bluelight.documents.sections.marks import assumed
from bluelight.studies.overlapping import OverlappingRisk, RiskGroup

TITLE = "Who carries risk to more than one service"


def overlap(found: OverlappingRisk | None, area: Area) -> Section | None:
    """The overlap on a map and by group of services; None where the results hold none."""
    if found is None:
        return None
    lead = (
        "Places and people that call on several services are those that joint prevention can be aimed at. For each "
        "service the zones are put in fifths by incidents a year for each 1,000 residents."
    )
    spreads = Folded(
        f"How calls were spread over zones ({len(found.spreads)} kinds of incident)", (Bullets(tuple(found.spreads)),)
    )
    blocks: tuple[Block, ...] = (Paragraph(lead), Figure(maps.overlap_map(found, area)), _groups(found), spreads)
    return Section("overlap", TITLE, blocks)


def _groups(found: OverlappingRisk) -> Table:
    notes = [
        "By chance: as many zones as there would be if a zone's fifth for one service had nothing to do with its fifth "
        "for another. A spread of calls that is assumed to follow residents or deprivation brings an overlap of its "
        "own: it is then no finding but that assumption."
    ]
    if found.left_out:
        notes.append(
            f"{words.count(found.left_out, 'zone')} where nobody lives, or where how many do is not known, left out."
        )
    return Table(
        "overlap-groups",
        "Zones, residents and incidents by the services for which a zone is in the highest fifth",
        (
            Column("In the highest fifth for"),
            Column("Zones", numeric=True),
            Column("By chance", numeric=True),
            Column("Residents", numeric=True),
            Column("Incidents a year", numeric=True),
            Column("Share of all", numeric=True),
        ),
        tuple(
            (
                _who(group),
                assumed(words.count(group.zones), found.basis, "#assumptions", "; ".join(found.spreads)),
                words.count(group.zones_by_chance),
                words.count(group.people),
                words.count(group.incidents_per_year),
                words.share(group.incident_share),
            )
            for group in found.groups
        ),
        notes=tuple(notes),
        data=(
            (
                "highest_fifth_for",
                "zones",
                "zones_by_chance",
                "residents",
                "incidents_per_year",
                "incident_share",
                "basis",
            ),
            *(
                (
                    " ".join(group.services),
                    group.zones,
                    round(group.zones_by_chance, 2),
                    group.people,
                    round(group.incidents_per_year, 1),
                    round(group.incident_share, 4),
                    found.basis,
                )
                for group in found.groups
            ),
        ),
        layout="cards",
    )


def _who(group: RiskGroup) -> str:
    names = [words.service_name(service).lower() for service in group.services]
    return words.sentence(words.listed(names)).rstrip(".") if names else "None of them"
