"""The sheet of settings: prices, discount rates and optimism bias, as inputs that formulas elsewhere refer to."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.appraisal import Appraisal
from bluelight.documents.xlsx.cells import PERCENT, SHARE, Input, Live, Sheet, address, span

SETTINGS = "Settings"
ENDS = ("low", "mode", "high")
_ENDS = '{"low","mode","high"}'


@dataclass(frozen=True)
class Places:
    """Where formulas find each setting, the sheet's name included."""

    price_year: str
    first_year: str
    mitigation: str
    end: str  # the cell with the words low, mode or high
    case: str  # 1, 2 or 3 for them
    rate_from: str
    rate_percent: str
    index_years: str
    index_values: str
    type_ids: str
    type_cost: str
    type_duration: str


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
    mitigation = setting(
        "Optimism bias mitigated",
        Input(settings.optimism_bias_mitigation),
        settings.mitigation_evidence or "0: none of the bias is taken off. 100%: all of it. It needs evidence.",
        SHARE,
    )
    end = setting("Amounts used", Input("mode", ENDS), "low, mode or high: which end of every line's range.")
    case = setting("Number of that", Live(f"MATCH({end.split('!')[1]},{_ENDS},0)", 2), "1, 2 or 3.")

    schedule = parameters.schedules[settings.schedule]
    sheet.skip()
    sheet.words(
        f"Discount rates: {schedule.name}, {schedule.current.as_of}. {schedule.current.source.title}", bold=True
    )
    first = sheet.head(["From year", "Percent a year"]) + 1
    for band in schedule.current.bands:
        sheet.line([band.from_year, Input(band.percent)], ["0", PERCENT])
    rates = first, sheet.row - 1

    sheet.skip()
    bias = parameters.optimism_bias
    sheet.words(f"Optimism bias, upper bounds, {bias.as_of}. {bias.source.title}", bold=True)
    first = sheet.head(["Type of project", "On its cost", "On its duration", "Name"]) + 1
    for kind in bias.project_types:
        duration = 0.0 if kind.duration_upper is None else kind.duration_upper
        sheet.line([kind.id, Input(kind.cost_upper), Input(duration), kind.name], ["@", PERCENT, PERCENT])
    types = first, sheet.row - 1

    sheet.skip()
    deflator = parameters.gdp_deflator
    sheet.words(f"Price index, {deflator.as_of}. {deflator.source.title}", bold=True)
    first = sheet.head(["Year", "Index"]) + 1
    for year, index in sorted(deflator.index.items()):
        sheet.line([year, Input(index)], ["0", "0.0000"])
    prices = first, sheet.row - 1
    sheet.widths(34, 16, 16, 60)

    def column(number: int, rows: tuple[int, int]) -> str:
        return f"{SETTINGS}!{span((number, rows[0]), (number, rows[1]))}"

    return Places(
        price_year=price_year,
        first_year=first_year,
        mitigation=mitigation,
        end=end,
        case=case,
        rate_from=column(1, rates),
        rate_percent=column(2, rates),
        index_years=column(1, prices),
        index_values=column(2, prices),
        type_ids=column(1, types),
        type_cost=column(2, types),
        type_duration=column(3, types),
    )
