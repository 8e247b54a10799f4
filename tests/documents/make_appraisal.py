"""An appraisal of the options of `make_results`, with every kind of line the engine knows how to time and to price."""

from __future__ import annotations

from typing import Any

from bluelight.appraisal import Appraisal, LineItem, Parameters, Settings, appraise

OPTIONS = ("base", "next-door", "co-respond")
SETTINGS = Settings(
    price_year="2024/25",
    first_year=2026,
    appraisal_years=10,
    draws=1000,
    seed=7,
    optimism_bias_mitigation=0.25,
    duration_mitigation=0.1,
    tax_burden_percent=20,
    mitigation_evidence="A survey of both buildings.",
)


def line(id: str, **fields: Any) -> LineItem:
    """A cash line of the option next-door with a range around its mode, but for what is said."""
    mode = fields.get("mode", 100_000.0)
    spread = abs(mode) * 0.3
    given = {
        "option": "next-door",
        "label": f"The {id} of the test",
        "organisation": "police",
        "category": "saving",
        "benefit_class": "cash_releasing",
        "low": mode - spread,
        "mode": mode,
        "high": mode + spread,
        "price_year": "2024/25",
        "start_year": 2027,
        "end_year": 2035,
        "basis": "assumed",
        "source": "Unit cost list 2024",
        **fields,
    }
    return LineItem(id=id, **given)


def make_lines() -> list[LineItem]:
    works: dict[str, Any] = {"category": "capital", "organisation": "fire", "start_year": 2027, "end_year": 2027}
    once: dict[str, Any] = {"start_year": 2028, "end_year": 2028}
    fitting = line("fitting", mode=-600_000.0, asset_type="standard_buildings", works_months=18, **works)
    return [
        fitting,
        line("rebuild", mode=-2_150_000.0, asset_type="non_standard_buildings", works_months=30,
             depends_on="fitting", price_year="2019/20", **works),
        line("agreed", mode=-75_000.0, asset_type="contracted", **works),
        line("rent", mode=320_000.0, ramp_years=2, depends_on="rebuild", price_year="2022/23"),
        line("upkeep", mode=-40_000.0, category="running_cost", organisation="fire", depends_on="fitting"),
        line("sale", mode=1_200_000.0, category="receipt", depends_on="rebuild", disposal="the police station", **once),
        line("moving", mode=-120_000.0, category="transition", **once),
        line("hours", mode=55_000.0, benefit_class="non_cash_releasing"),
        line("lives", mode=90_000.0, benefit_class="societal"),
        line("survival", mode=40_000.0, benefit_class="societal", discounting="health"),
        line("grant", mode=250_000.0, transfer=True),
        line("joint", mode=-900_000.0, asset_type="0.3 non_standard_buildings + 0.7 standard_buildings",
             works_months=12, life_years=40, **works),
        line("radios", mode=-80_000.0, optimism_bias_percent=35, **works),
        line("strike", mode=-500_000.0, category="risk", likelihood=0.2, **once),
        line("desks", mode=60_000.0, ramp_shares=(0.3, 0.45), depends_on="joint"),
        line("training", option="co-respond", organisation="fire", mode=-30_000.0, category="running_cost"),
    ]  # fmt: skip


def make_appraisal(settings: Settings = SETTINGS, parameters: Parameters | None = None, **changes: Any) -> Appraisal:
    """The appraisal; `changes` are, by line id, fields of lines that differ."""
    lines = [item.model_copy(update=changes.get(item.id, {})) for item in make_lines()]
    return appraise(lines, settings, options=OPTIONS, parameters=parameters)
