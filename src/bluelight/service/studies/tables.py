"""The tables of a study's pages: what each option does, who pays, what is assumed, what has been run."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents import words
from bluelight.documents.charts.calibration import figure_words
from bluelight.documents.model import Column
from bluelight.documents.sections.marks import AT_ONCE
from bluelight.documents.sections.risks import expected_words, impact_basis, impact_words, likelihood_words
from bluelight.documents.zones import residents, residents_told, waiting
from bluelight.service.areas.cells import Caveat, Cell, Figure, Grid, Linked
from bluelight.studies.cases.risk_register import risks_of_moves
from bluelight.studies.cases.shape import RiskEntry
from bluelight.studies.results import Assumption, CalibrationRow, OptionResult, Results, Service, ServiceResponse
from bluelight.studies.risks import same_words

SERVICES: tuple[Service, ...] = ("police", "fire", "ambulance")
_UNSAID = "not recorded"


def options(results: Results, area: Area, address: str) -> Grid:
    """Options down, business as usual first: response per service, money, who gets slower, how much could go wrong."""
    services = services_of(results)
    people = residents(area)
    titles = [
        Column("Option"),
        *(Column(f"{words.service_name(s)} response") for s in services),
        Column("Cash a year"),
        Column("One-off"),
        Column(f"Value over {results.study.appraisal_years} years"),
        Column("Who gets slower"),
        Column("Risks"),
    ]
    rows = [
        (
            option.name if option.is_base else Linked(option.name, f"{address}options/{option.id}/"),
            *(_response(option.response[s], option.is_base) for s in services),
            *_money(option),
            "this is today" if option.is_base else _slower(option, services, people),
            "none" if option.is_base else str(len(_hanging_over(results, option))),
        )
        for option in results.options
    ]
    return Grid("Options side by side, business as usual first", tuple(titles), tuple(rows))


def _response(response: ServiceResponse, is_base: bool) -> Cell:
    if is_base:
        said = words.time_estimate(response.measures.mean_min)
    else:
        said = words.time_change(response.change.mean_min if response.change else None, short=True)
    return Caveat(said, response.caveat) if response.caveat and not response.in_headline else said


def _money(option: OptionResult) -> tuple[Cell, Cell, Cell]:
    if option.is_base:
        return "none", "none", "compared with this"
    money = option.money
    return (
        words.money_change(money.yearly_cash.p50),
        words.money_change(money.one_off.p50),
        words.money_range(money.npsv),
    )


def _slower(option: OptionResult, services: list[Service], people: dict[str, int]) -> Cell:
    said = []
    for service in services:
        found = waiting(option, service, people)
        if found.slower:
            zones = words.count(found.slower, "zone")
            said.append(f"{words.service_name(service)}: {zones} ({residents_told(found.slower_residents)})")
    return "; ".join(said) or "no zone"


def neighbours(option: OptionResult) -> Grid:
    """The pairs of neighbours that a rule of the option found, and why each shares or does not."""
    rows: list[tuple[Cell, ...]] = [
        (
            f"{pair.site_name} and {pair.host_name}",
            f"{pair.km * 1000:.0f} m" if pair.km < 1 else f"{pair.km:.1f} km",
            "yes" if pair.taken else "no",
            words.sentence(pair.why) if pair.why else "Nothing found that stops it",
        )
        for move in option.moves
        for pair in move.neighbours
    ]
    titles = ("Neighbours", "Apart, in a straight line", "Share", "Why")
    return Grid(f"Neighbours found for {option.name}", tuple(Column(title) for title in titles), tuple(rows))


def organisations(results: Results) -> Grid:
    """Who pays and who gains under each option."""
    rows: list[tuple[Cell, ...]] = [
        (
            option.name,
            words.service_name(money.organisation),
            words.money_change(money.yearly_cash.p50),
            words.money_change(money.one_off.p50),
            words.money_range(money.npsv),
        )
        for option in results.options
        for money in option.money.by_organisation
    ]
    titles = ("Option", "Organisation", "Cash a year", "One-off", "Value, P10 to P90")
    return Grid("Money by organisation", tuple(Column(title) for title in titles), tuple(rows))


def risks(results: Results, option: OptionResult) -> tuple[Grid, Grid]:
    """What could go wrong under an option: those to read first, as the register orders them, and the rest."""
    found = _hanging_over(results, option)
    priced = any(risk.expected is not None for risk in found)
    titles = ["What could go wrong", "Where", "Likelihood", "How bad", *(["In the sums"] if priced else [])]
    columns = tuple(Column(title) for title in titles)
    rows = tuple(_risk(risk, option)[: len(columns)] for risk in found)
    return (
        Grid(f"Risks of {option.name}", columns, rows[:AT_ONCE]),
        Grid(f"More risks of {option.name}", columns, rows[AT_ONCE:]),
    )


def _risk(risk: RiskEntry, option: OptionResult) -> tuple[Cell, ...]:
    return (
        words.sentence(risk.statement),
        words.listed(_where(risk, option)),
        _known(likelihood_words(risk), risk.basis, risk.source),
        _known(impact_words(risk), impact_basis(risk), risk.source),
        expected_words(risk),
    )


def _hanging_over(results: Results, option: OptionResult) -> list[RiskEntry]:
    """The risks of the study's register that an option has; those of its moves in results of before there was one."""
    case = results.business_case
    return risks_of_moves([option], {}) if case is None else [risk for risk in case.risks if option.id in risk.options]


def _where(risk: RiskEntry, option: OptionResult) -> list[str]:
    """What of this option it applies to: the register has the places of every option."""
    said = same_words(risk.statement)
    own = {found.applies_to for move in option.moves for found in move.risks if same_words(found.statement) == said}
    return [place for place in risk.applies_to if place in own] or risk.applies_to


def _known(text: str, basis: str | None, source: str) -> Cell:
    return Figure(text, basis, source) if basis else text


def lines(option: OptionResult) -> Grid:
    """Every line item of the option's case."""
    rows: list[tuple[Cell, ...]] = [
        (
            line.label,
            words.service_name(line.organisation),
            Figure(_range(line.low, line.mode, line.high), line.basis, line.source, line.note),
            _years(line.start_year, line.end_year),
            words.money_change(line.npsv_p50),
        )
        for line in option.money.lines
    ]
    titles = ("What", "Who", "Least, likeliest, most", "When", "Value (P50)")
    return Grid(f"Line items of {option.name}", tuple(Column(title) for title in titles), tuple(rows))


def _range(low: float, mode: float, high: float) -> str:
    if low == mode == high:
        return words.money_change(mode)
    return f"{words.money_change(low)}; {words.money_change(mode)}; {words.money_change(high)}"


def _years(start: int, end: int) -> str:
    first = words.financial_year(start)
    return first if start == end else f"{first} to {words.financial_year(end)}, each year"


def assumptions(found: list[Assumption]) -> Grid:
    """What is assumed, the ones that matter most first."""
    rows: list[tuple[Cell, ...]] = [
        (a.statement, f"{a.value} {a.unit}".strip(), a.matters or _UNSAID, a.replace_with or _UNSAID) for a in found
    ]
    titles = ("Assumed", "Value", "Why it matters", "Replace it with")
    return Grid("Assumptions, the ones that matter most first", tuple(Column(title) for title in titles), tuple(rows))


def judging(rows: list[CalibrationRow]) -> Grid:
    """The published figures that decide whether a service's results are relied on, and the model beside them."""
    return calibration([row for row in rows if row.judges])


def calibration(rows: list[CalibrationRow]) -> Grid:
    """The model beside what has been published."""
    shown: list[tuple[Cell, ...]] = [
        (
            f"{words.service_name(row.service)}: {row.name}",
            row.period,
            Figure(figure_words(row.published, row.unit), row.basis, row.source, row.note),
            *_model(row),
            row.verdict,
        )
        for row in rows
    ]
    titles = ("Figure", "When", "Published", "Model", "Difference", "Verdict")
    return Grid("The model beside published figures", tuple(Column(title) for title in titles), tuple(shown))


def _model(row: CalibrationRow) -> tuple[str, str]:
    """What the model gives, with its interval, and how far it is from what was published."""
    if row.model is None:
        return words.NOT_KNOWN, words.NOT_KNOWN
    value, low, high = (figure_words(v, row.unit) for v in (row.model.value, row.model.low, row.model.high))
    apart = words.NOT_KNOWN if row.difference_percent is None else f"{row.difference_percent:+.0f}%"
    return (value if low == high else f"{value} ({low} to {high})"), apart


def sources(results: Results) -> Grid:
    """Where figures were read."""
    rows: list[tuple[Cell, ...]] = [(s.source, s.used_for, s.figures) for s in results.sources]
    return Grid("Sources", (Column("Source"), Column("Used for"), Column("Figures", numeric=True)), tuple(rows))


def services_of(results: Results) -> list[Service]:
    """The services the results speak of, in the order of every page: those that were called to something."""
    response = results.options[0].response
    return [s for s in SERVICES if s in response and response[s].curve]
