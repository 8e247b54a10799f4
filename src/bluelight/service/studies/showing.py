"""What the pages of a study show, made from its results; each chart is drawn once per run, as drawing takes a while."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bluelight.area import Area
from bluelight.documents import charts, maps
from bluelight.documents.model import Chart, Section
from bluelight.documents.sections import credit, worth
from bluelight.documents.sections.crews import crew_finding, crew_table
from bluelight.errors import BluelightError
from bluelight.service.areas import places
from bluelight.service.studies import choices, tables
from bluelight.service.studies.files import content_of
from bluelight.service.studies.models import Study
from bluelight.studies.results import OptionResult, Results, Service

_MATTER_MOST = 6


def planned(study: Study) -> list[dict[str, Any]]:
    """The options of a study that has no results yet, their moves in sentences."""
    if study.area not in places.folders():
        return []
    area = places.area(study.area)
    try:
        return [
            {
                "name": option["name"],
                "summary": option.get("summary", ""),
                "moves": [move.sentence(area) for move in choices.moves_of(option, area)],
            }
            for option in content_of(study.toml)["option"]
        ]
    except (BluelightError, ValueError, KeyError):
        return []  # the run says what is wrong with it


def study(results: Results, run: int, area: Area, address: str, wanted: dict[str, str]) -> dict[str, Any]:
    """What the first page of a study says about its newest run; `wanted` names the option and service of its map."""
    changing = [option for option in results.options if not option.is_base]
    services = tables.services_of(results)
    option = next((o for o in changing if o.id == wanted.get("option")), changing[0] if changing else None)
    service = next((s for s in services if s == wanted.get("service")), _first_relied_on(option, services))
    return {
        "changing": changing,
        "services": services,
        "map_option": option,
        "map_service": service,
        "map": _change_map(_Drawn(results, run), option.id, service, area.id) if option else None,
        "options": tables.options(results, area, address),
    }


def response(results: Results, run: int) -> dict[str, Any]:
    """What each option does to response, and how busy crews are."""
    return {
        "response_charts": _response_charts(_Drawn(results, run)),
        "utilisation_charts": _utilisation_charts(_Drawn(results, run)),
        "crews": [
            (crew_finding(results, name), crew_table(results, name))
            for name in tables.services_of(results)
            if results.options[0].response[name].crews
        ],
    }


def money(results: Results, run: int) -> dict[str, Any]:
    """Who pays and who gains, how sure the order of the options is, and when cash is needed."""
    drawn = _Drawn(results, run)
    return {
        "money_chart": _money_chart(drawn),
        "organisations": tables.organisations(results),
        "sections": _money_sections(drawn),
    }


def assumptions(results: Results, run: int) -> dict[str, Any]:
    """Whether the model can be believed, what is assumed, and where figures were read."""
    return {
        "matters": tables.assumptions(results.assumptions[:_MATTER_MOST]),
        "assumptions": tables.assumptions(results.assumptions),
        "judging": tables.judging(results.calibration),
        "calibration": tables.calibration(results.calibration),
        "sources": tables.sources(results),
    }


def option(results: Results, chosen: OptionResult, run: int, area: Area) -> dict[str, Any]:
    """Everything the page of one option says."""
    return {
        "maps": [
            _change_map(_Drawn(results, run), chosen.id, service, area.id) for service in tables.services_of(results)
        ],
        "load_charts": load_charts(results, chosen.id, run),
        "waits": waits(results, chosen.id, run, area),
        "cash_chart": _cash_chart(_Drawn(results, run), chosen.id),
        "swing_chart": _swing_chart(_Drawn(results, run), chosen.id),
        "lines": tables.lines(chosen),
        "neighbours": tables.neighbours(chosen),
        "risks": tables.risks(results, chosen),
        "unseen": list(dict.fromkeys(said for move in chosen.moves for said in move.unseen)),
    }


def load_charts(results: Results, option: str, run: int) -> list[Chart]:
    """How busy each service is by hour of the day under an option; none from results that do not say."""
    return _load_charts(_Drawn(results, run), option)


def waits(results: Results, option: str, run: int, area: Area) -> tuple[list[Chart], str]:
    """Maps of where calls wait for a vehicle to be free under an option, and what to say of services without one."""
    drawn = _Drawn(results, run)
    some, rest = maps.where_calls_wait(_option(drawn, option))
    return [_wait_map(drawn, option, service, area.id) for service in some], rest


def _first_relied_on(option: OptionResult | None, services: list[Service]) -> Service:
    relied_on = [s for s in services if option is not None and option.response[s].in_headline]
    return (relied_on or services)[0]


class _Drawn:
    """Results that are told apart by their run, so that what is drawn from them can be kept."""

    def __init__(self, results: Results, run: int) -> None:
        self.results, self.run = results, run

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawn) and other.run == self.run

    def __hash__(self) -> int:
        return hash(self.run)


def _option(drawn: _Drawn, identifier: str) -> OptionResult:
    return next(option for option in drawn.results.options if option.id == identifier)


@lru_cache(maxsize=16)
def _response_charts(drawn: _Drawn) -> list[Chart]:
    options = drawn.results.options
    base = next(option for option in options if option.is_base)
    return [
        *(charts.response_change(service, options) for service in tables.services_of(drawn.results)),
        *(charts.first_responder(incident.id, options) for incident in base.first_responder),
    ]


@lru_cache(maxsize=16)
def _utilisation_charts(drawn: _Drawn) -> list[Chart]:
    options = drawn.results.options
    return [
        charts.utilisation_by_hour(service, options)
        for service in tables.services_of(drawn.results)
        if options[0].response[service].load
    ]


@lru_cache(maxsize=16)
def _money_chart(drawn: _Drawn) -> Chart:
    return charts.npsv(drawn.results.options, drawn.results.study.price_year)


@lru_cache(maxsize=16)
def _money_sections(drawn: _Drawn) -> list[Section]:
    told = (worth.order, credit.credit, credit.budgets)
    return [section for tell in told if (section := tell(drawn.results)) is not None]


@lru_cache(maxsize=64)
def _change_map(drawn: _Drawn, identifier: str, service: Service, area: str) -> Chart:
    return maps.change_map(_option(drawn, identifier), service, places.area(area))


@lru_cache(maxsize=32)
def _cash_chart(drawn: _Drawn, identifier: str) -> Chart:
    return charts.cash_over_time(_option(drawn, identifier), drawn.results.study.price_year)


@lru_cache(maxsize=32)
def _swing_chart(drawn: _Drawn, identifier: str) -> Chart:
    return charts.tornado(_option(drawn, identifier), drawn.results.study.price_year)


@lru_cache(maxsize=32)
def _load_charts(drawn: _Drawn, identifier: str) -> list[Chart]:
    response = _option(drawn, identifier).response
    return [
        charts.load_by_hour(service, response[service].load, relied_on=response[service].in_headline)
        for service in tables.services_of(drawn.results)
        if response[service].load
    ]


@lru_cache(maxsize=32)
def _wait_map(drawn: _Drawn, identifier: str, service: Service, area: str) -> Chart:
    return maps.waiting_map(_option(drawn, identifier), service, places.area(area))
