"""What a case rests on: assumptions by how far they move the money, sources, and what is not in the sum at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from bluelight.appraisal import Appraisal, LineMoney
from bluelight.area import Area
from bluelight.options import expand
from bluelight.options.words import pounds
from bluelight.response.rules import left_out
from bluelight.studies.model import Study
from bluelight.studies.owners import owner_source, owns
from bluelight.studies.results import Assumption, Source
from bluelight.studies.risk_scale import scale_source, scale_words
from bluelight.studies.risks import same_words

_BY_DISTANCE = (
    "Travel is by a curve of straight-line distance; roads, traffic by hour and one-way systems are not in the model."
)
_BY_MATRIX = "Travel is by one table of driving times for the whole day: traffic by hour is not in the model."
_EXCLUSIONS = (
    "Units of this area are sent to nothing beyond its border.",
    "The minutes of a change of shift and planned training are not modelled beside availability.",
    "Units that share a crew with another are not counted as extra.",
    "Demand is today's: growth and weather are not varied.",
    "What a public counter, a neighbourhood base or custody cells are worth to the people who use them is not valued.",
    "Redundancy and protected pay are not counted, nor VAT, rent between services, lease ends, dilapidations and "
    "repairs waiting to be done where the area pack does not give them for a building.",
)
# What is not in the options, by the kind of move that would bring it.
_WITHOUT = {
    "prevention": "Prevention is not part of these options: calls are as many under each.",
    "governance": "Changes of governance are not part of these options, and no saving is credited to them.",
}


@dataclass(frozen=True)
class _Cause:
    statement: str
    replace_with: str


_CAUSES = {
    "receipt": _Cause("What the buildings left would sell for", "valuations of each building (Red Book)"),
    "running": _Cause("What running the buildings left costs today", "each service's accounts by building"),
    "building": _Cause("What making room at the hosts costs", "a space survey and a builder's estimate for each host"),
    "host_running": _Cause("What running the space used at the hosts costs", "a space survey of each host"),
    "transition": _Cause("What the change itself costs", "a costed transition plan"),
    "crew": _Cause("How much of the crews' cost is saved", "a staffing plan"),
    "turnouts": _Cause("What on-call crews' extra turnouts cost", "turnout fees, and turnouts by station"),
    "equipment": _Cause("What equipment and first training cost", "quotes, and the training plan"),
    "yearly": _Cause("What training, supplies and clinical oversight cost a year", "the services' agreement"),
    "set_up": _Cause("What setting up a joint control room costs", "an outline design and suppliers' quotes"),
    "saving": _Cause("What a joint control room saves a year", "a staffing plan for the joint room"),
    "rent": _Cause("What rent is paid between the services, or until a lease ends", "the leases and heads of terms"),
    "dilapidations": _Cause("What leases ask to be put right on leaving", "a schedule of dilapidations"),
    "backlog": _Cause("What repairs need not be done at buildings left", "condition surveys"),
    "capital_stated": _Cause("What building and equipment cost", "quotes, and outline designs"),
    "set_up_stated": _Cause("What setting up the change costs", "a costed plan of the change"),
    "running_stated": _Cause("What the change adds to costs a year", "each service's budget for it"),
    "risk": _Cause("What could go wrong, by its likelihood", "a workshop on risks, with those who would carry them"),
    "saving_stated": _Cause("What the change saves a year", "each service's accounts, by what is saved on"),
}


def exclusions_of(area: Area, kinds: Collection[str] = ()) -> tuple[str, ...]:
    """What no figure of a case contains, where its options have moves of the kinds given."""
    travel = _BY_DISTANCE if area.travel is None else _BY_MATRIX
    without = [said for kind, said in _WITHOUT.items() if kind not in kinds]
    return (travel, *_never_called(area), *left_out(area), *_EXCLUSIONS, *without)


def _never_called(area: Area) -> list[str]:
    """Services with units that no incident type asks for."""
    happens = area.incident_types.loc[area.incident_types["annual_count"] > 0, "incident_type"]
    sent = (area.attendance["probability"] > 0) & area.attendance["incident_type"].isin(set(happens))
    called = set(area.attendance.loc[sent, "service"])
    return [
        f"No call asks for {service}, which has units here: nothing is said of its response."
        for service in dict.fromkeys(area.units["service"])
        if service not in called
    ]


def assumptions_of(study: Study, appraisal: Appraisal) -> list[Assumption]:
    """Assumed money by how far it moves an option's value, widest first; then what the area pack assumed."""
    return [*_of_money(study, appraisal), *_of_area(study.area), *_of_owners(study, appraisal), *_of_risks(study)]


def _of_money(study: Study, appraisal: Appraisal) -> list[Assumption]:
    causes: dict[str, dict[str, list[LineMoney]]] = defaultdict(lambda: defaultdict(list))
    for option in study.options:
        for line in appraisal.options[option.id].lines:
            if line.line.basis in ("assumed", "unknown", "derived"):
                causes[_cause_of(line)][option.id].append(line)
    names = {option.id: option.name for option in study.options}
    found: list[tuple[float, Assumption]] = []
    for key, by_option in causes.items():
        widest, lines = max(by_option.items(), key=lambda item: sum(line.swing for line in item[1]))
        swing = sum(line.swing for line in lines)
        if swing <= 0:
            continue
        low, mode, high = (sum(getattr(line, f"npsv_at_{end}") for line in lines) for end in ("low", "mode", "high"))
        cause = _CAUSES[key]
        found.append(
            (
                swing,
                Assumption(
                    id=f"money-{key.replace('_', '-')}",
                    statement=cause.statement,
                    value=f"{pounds(low)} to {pounds(high)}, most likely {pounds(mode)}",
                    unit=f"present value over {study.money.appraisal_years} years, {study.money.price_year} prices",
                    why="; ".join(dict.fromkeys(line.line.source for line in lines[:1])),
                    replace_with=cause.replace_with,
                    matters=f"moves the value of '{names[widest]}' by {pounds(swing)} from its low to its high",
                ),
            )
        )
    return [assumption for _, assumption in sorted(found, key=lambda item: (-item[0], item[1].id))]


def _cause_of(line: LineMoney) -> str:
    """The part of a line's id that names its cause: the last that is known."""
    for part in reversed(line.line.id.split(":")):
        if part in _CAUSES:
            return part
    raise KeyError(f"line {line.line.id} names no cause of {', '.join(_CAUSES)}")


def _of_risks(study: Study) -> list[Assumption]:
    """How likely risks are that moves bring and that the study does not judge."""
    judged = {same_words(risk.what) for risk in study.risks}
    singles = (single for option in study.options for single in expand(study.area, option.moves))
    if not any(same_words(risk.statement) not in judged for move in singles for risk in move.risks(study.area)):
        return []
    return [
        Assumption(
            id="risk-scale",
            statement="How likely and how bad the risks are that moves bring and nobody has judged",
            value=scale_words(),
            unit="",
            why=scale_source(),
            replace_with="a workshop's likelihood and impact, in [[risks]] of the study",
            matters="",
        )
    ]


def _of_owners(study: Study, appraisal: Appraisal) -> list[Assumption]:
    """Owners that nobody has named."""
    lines = [money.line for option in appraisal.options.values() for money in option.lines]
    default = {(line.theme, line.organisation) for line in lines if not owns(study, line).named}
    if not default:
        return []
    return [
        Assumption(
            id="owners",
            statement="Who answers for each benefit and risk where the study names nobody",
            value="the role that usually does",
            unit="",
            why=owner_source(),
            replace_with="the names of roles that have agreed to answer, in [owners] of the study",
            matters="",
        )
    ]


def _of_area(area: Area) -> list[Assumption]:
    rows = area.assumptions.to_dict("records")
    return [
        Assumption(
            id=str(row["assumption"]),
            statement=str(row["statement"]),
            value=str(row["value"]),
            unit=str(row["unit"]),
            why=str(row["why"]),
            replace_with=str(row["replace_with"]),
            matters="not varied in this run",
        )
        for row in rows
    ]


_USES = {
    "services": "services",
    "zones": "zones",
    "families": "demand",
    "incident_types": "incidents",
    "standards": "standards",
    "sites": "sites",
    "site_functions": "what sites are for",
    "site_figures": "buildings' figures",
    "shared": "what is shared today",
    "units": "units",
    "crewing": "crewing",
    "hospitals": "hospitals",
    "control_rooms": "control rooms",
    "parameters": "travel",
    "published": "published performance",
    "costs": "costs",
}


def sources_of(study: Study, appraisal: Appraisal) -> list[Source]:
    """Every source of the area pack and of the money, with what it was used for and how many figures rest on it."""
    counts: dict[str, int] = defaultdict(int)
    uses: dict[str, dict[str, None]] = defaultdict(dict)

    def count(source: str, use: str) -> None:
        if source:
            counts[source] += 1
            uses[source][use] = None

    for table, use in _USES.items():
        frame: pd.DataFrame = getattr(study.area, table)
        for column in ("source", "zones_source", "hours_source"):
            if column in frame:
                for source in frame[column]:
                    count(str(source), use)
    for option in appraisal.options.values():
        for line in option.lines:
            for source in line.line.source.split("; "):
                count(source, "money of the options")
    for use, reference in appraisal.references:
        count(f"{reference.title}, {reference.publisher}: {reference.href}", use)
    ordered = sorted(counts, key=lambda source: (-counts[source], source))
    return [Source(source=s, used_for=", ".join(uses[s]), figures=counts[s]) for s in ordered]
