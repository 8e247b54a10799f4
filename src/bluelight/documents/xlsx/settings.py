"""The sheet of settings: prices, discount rates and optimism bias, as inputs that formulas elsewhere refer to."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.appraisal import Appraisal
from bluelight.appraisal.items import CONTRACTED
from bluelight.appraisal.rules import ProjectType, Schedule
from bluelight.documents.xlsx.cells import PERCENT, POUNDS, SHARE, Input, Live, Sheet, address, span

SETTINGS = "Settings"
ENDS = ("low", "mode", "high")
_ENDS = '{"low","mode","high"}'


DISCOUNTING = ("standard", "health")


@dataclass(frozen=True)
class Bands:
    """Where the years stand from which a rate holds, and the rates."""

    from_year: str
    percent: str


@dataclass(frozen=True)
class Places:
    """Where formulas find each setting, the sheet's name included."""

    price_year: str
    first_year: str
    mitigation: str
    duration_mitigation: str
    burden: str
    end: str  # the cell with the words low, mode or high
    case: str  # 1, 2 or 3 for them
    rates: dict[str, Bands]
    index_years: str
    index_values: str
    type_ids: str
    type_cost: str
    type_duration: str
    caps: dict[str, str]  # formula of each overlap group's cap, in the appraisal's prices


def fill(sheet: Sheet, appraisal: Appraisal) -> Places:
    """Write the settings; where they stand."""
    settings, parameters = appraisal.settings, appraisal.parameters
    sheet.words("Cells like this one, in blue on cream, are inputs: change them and every total follows.")
    sheet.skip()

    def setting(title: str, content: Input | Live, note: str, number_format: str = "General") -> str:
        row = sheet.line([title, content, note], ["General", number_format])
        return f"{SETTINGS}!{address(2, row)}"

    sheet.head(["Setting", "Value", "What it does"])
    price_year = setting("Price year", Input(settings.price_year), "Amounts are brought to the prices of this year.")
    first_year = setting("First year", Input(settings.first_year), "Year 0, not discounted; it starts in April.")
    evidence = settings.mitigation_evidence or "0%: none of the bias is taken off. 100%: all of it. It needs evidence."
    mitigation = setting("Optimism bias of cost mitigated", Input(settings.mitigation("cost")), evidence, SHARE)
    duration = setting("Optimism bias of duration mitigated", Input(settings.mitigation("duration")), evidence, SHARE)
    burden = setting(
        "Cost of raising public money", Input(settings.tax_burden_percent), "On what is paid; 0 in most cases.", PERCENT
    )
    end = setting("Amounts used", Input("mode", ENDS), "low, mode or high: which end of every line's range.")
    case = setting("Number of that", Live(f"MATCH({end.split('!')[1]},{_ENDS},0)", 2), "1, 2 or 3.")

    rates = {discounting: _rates(sheet, schedule_of(appraisal, discounting)) for discounting in DISCOUNTING}

    sheet.skip()
    bias = parameters.optimism_bias
    sheet.words(f"Optimism bias, upper bounds, {bias.as_of}. {bias.source.title}", bold=True)
    first = sheet.head(["Type of project", "On its cost", "On its duration", "Name"]) + 1
    formats = ["@", PERCENT, PERCENT]
    for kind in (*bias.project_types, *_mixes(appraisal)):
        sheet.line([kind.id, Input(kind.cost_upper), Input(kind.duration_upper or 0.0), kind.name], formats)
    types = first, sheet.row - 1

    sheet.skip()
    deflator = parameters.gdp_deflator
    sheet.words(f"Price index, {deflator.as_of}. {deflator.source.title}", bold=True)
    first = sheet.head(["Year", "Index"]) + 1
    for year, index in sorted(deflator.index.items()):
        sheet.line([year, Input(index)], ["0", "0.0000"])
    prices = first, sheet.row - 1
    caps = _caps(sheet, appraisal, price_year, _column(1, prices), _column(2, prices))
    sheet.widths(34, 16, 16, 60)

    return Places(
        price_year=price_year,
        first_year=first_year,
        mitigation=mitigation,
        duration_mitigation=duration,
        burden=burden,
        end=end,
        case=case,
        rates=rates,
        index_years=_column(1, prices),
        index_values=_column(2, prices),
        type_ids=_column(1, types),
        type_cost=_column(2, types),
        type_duration=_column(3, types),
        caps=caps,
    )


def index_of(price_year: str, years: str, values: str) -> str:
    """The price index of a price year, which is named by the year in which it starts."""
    return f"INDEX({values},MATCH(VALUE(LEFT({price_year},4)),{years},0))"


def _caps(sheet: Sheet, appraisal: Appraisal, price_year: str, years: str, values: str) -> dict[str, str]:
    groups = appraisal.settings.overlap_groups
    if not groups:
        return {}
    sheet.skip()
    sheet.words("Overlap groups: the most that their savings can be together in a year", bold=True)
    sheet.head(["Group", "Most a year", "Price year", "Source"])
    found = {}
    for group in groups:
        row = sheet.line([group.group, Input(group.cap), Input(group.price_year), group.source], ["@", POUNDS])
        cap, own = (f"{SETTINGS}!{address(column, row)}" for column in (2, 3))
        found[group.group] = f"{cap}*{index_of(price_year, years, values)}/{index_of(own, years, values)}"
    return found


def schedule_of(appraisal: Appraisal, discounting: str) -> Schedule:
    """The schedule of rates of a line's discounting: the appraisal's own, or that of health."""
    name = appraisal.settings.schedule if discounting == "standard" else discounting
    return appraisal.parameters.schedules[name]


def _rates(sheet: Sheet, schedule: Schedule) -> Bands:
    sheet.skip()
    current = schedule.current
    sheet.words(f"Discount rates: {schedule.name}, {current.as_of}. {current.source.title}", bold=True)
    first = sheet.head(["From year", "Percent a year"]) + 1
    for band in current.bands:
        sheet.line([band.from_year, Input(band.percent)], ["0", PERCENT])
    rows = first, sheet.row - 1
    return Bands(_column(1, rows), _column(2, rows))


def _mixes(appraisal: Appraisal) -> list[ProjectType]:
    """Projects of several types, as lines name them; their bounds are weighted by share already."""
    bias = appraisal.parameters.optimism_bias
    known = {kind.id for kind in bias.project_types} | {CONTRACTED, None}
    named = {money.line.asset_type for option in appraisal.options.values() for money in option.lines}
    return [bias.project_type(name).model_copy(update={"id": name}) for name in sorted(named - known, key=str) if name]


def _column(number: int, rows: tuple[int, int]) -> str:
    return f"{SETTINGS}!{span((number, rows[0]), (number, rows[1]))}"
