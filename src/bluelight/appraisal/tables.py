"""An appraisal as plain tables: what is written as CSV and JSON, full enough to compute every figure again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bluelight.appraisal.compare import Ranking, ranking
from bluelight.appraisal.money import Appraisal, CashMoney, NominalCash, OptionMoney, Spread
from bluelight.appraisal.switching import switching_values
from bluelight.appraisal.tornado import tornado
from bluelight.register import ReferenceClass

Record = dict[str, Any]
ALL = "all"


def tables_of(appraisal: Appraisal) -> dict[str, list[Record]]:
    """Every table by its name; every row says its option. A table without rows is there, empty."""
    every = appraisal.options
    found: dict[str, list[Record]] = {
        "npsv": [row for money in every.values() for row in _npsv(money)],
        "funding": [row for money in every.values() for row in _funding(money)],
        "cash": [row for money in every.values() for row in _cash(money)],
        "increments": [row for money in every.values() for row in _increments(money)],
        "ranking": list(_ranking(ranking(appraisal))),
        "tornado": [row for option in every for row in _tornado(appraisal, option)],
        "switching": [row for option in every for row in _switching(appraisal, option)],
        "lines": [row for money in every.values() for row in _lines(money)],
        "line_years": [row for money in every.values() for row in _line_years(appraisal, money)],
        "outcomes": list(_outcomes(appraisal)),
        "weights": [row for money in every.values() for row in _weights(money)],
    }
    return {name: [{key: exact(value) for key, value in row.items()} for row in rows] for name, rows in found.items()}


def content_of(appraisal: Appraisal, tables: dict[str, list[Record]]) -> Record:
    """What `appraisal.json` says: settings, sources, notices, the ranking, and the tables' rows by option."""
    by_option = [
        {
            "id": option,
            **{
                name: [{k: v for k, v in row.items() if k != "option"} for row in rows if row["option"] == option]
                for name, rows in tables.items()
                if name != "ranking"
            },
        }
        for option in appraisal.options
    ]
    return {
        "settings": appraisal.settings.model_dump(mode="json"),
        "sources": [
            {"used_for": use, "title": source.title, "publisher": source.publisher, "href": source.href}
            for use, source in appraisal.references
        ],
        "notices": list(appraisal.notices),
        "reference_classes": [_reference_class(found) for found in appraisal.reference_classes],
        "ranking": tables["ranking"],
        "options": by_option,
    }


def _reference_class(found: ReferenceClass) -> Record:
    """A class that gave a line its range: what it says, how many pairs it rests on, and where they were read."""
    return {
        "theme": found.theme,
        "measure": found.measure_class,
        "low": exact(found.low),
        "mode": exact(found.mode),
        "high": exact(found.high),
        "pairs": found.number,
        "own_pairs": found.own,
        "pooled": found.pooled,
        "words": found.words,
        "sources": list(found.sources),
    }


def exact(value: Any) -> Any:
    """Numbers to twelve significant digits, so that the last bits of a sum are not taken for knowledge."""
    return float(f"{value:.12g}") + 0.0 if isinstance(value, float) else value


def _spread(spread: Spread | None, prefix: str = "") -> Record:
    return {f"{prefix}{name}": None if spread is None else getattr(spread, name) for name in Spread._fields}


def _npsv(money: OptionMoney) -> Iterator[Record]:
    """Present values by measure, then the parts that are in some measures and not in others."""
    for measure, worth in money.worth.items():
        parts = worth.benefit_cost
        yield {
            "option": money.option,
            "value": measure,
            **_spread(worth.npsv),
            "at_mode": worth.at_mode,
            "mean": worth.mean,
            "chance_positive": worth.chance_positive,
            **_spread(worth.equivalent_annual, "equivalent_annual_"),
            **_spread(parts.benefits, "benefits_"),
            **_spread(parts.costs, "costs_"),
            **_spread(parts.ratio, "benefit_cost_"),
        }
    for name in ("non_cash_releasing", "societal", "residual"):
        blank = dict.fromkeys(_BEYOND)
        yield {"option": money.option, "value": name, **_spread(getattr(money, name)), **blank}


_BEYOND = (
    "at_mode",
    "mean",
    "chance_positive",
    *(
        f"{part}_{percentile}"
        for part in ("equivalent_annual", "benefits", "costs", "benefit_cost")
        for percentile in Spread._fields
    ),
)


def _funding(money: OptionMoney) -> Iterator[Record]:
    """What each organisation has to find and gets; payback of all together."""
    nominal = {**(money.nominal or {}), ALL: money.nominal_total}
    names = list(dict.fromkeys([*money.by_organisation, *(money.nominal or {})]))
    for name in [*names, ALL]:
        cash = money.total if name == ALL else money.by_organisation.get(name)
        budget = nominal.get(name)
        yield {
            "option": money.option,
            "organisation": name,
            **_spread(None if cash is None else cash.npsv, "npsv_"),
            **_spread(None if cash is None else cash.yearly_cash, "yearly_cash_"),
            **_spread(None if cash is None else cash.one_off, "one_off_"),
            **_spread(None if cash is None else cash.peak_funding, "peak_funding_"),
            **_spread(None if budget is None else budget.peak_funding, "nominal_peak_funding_"),
            "nominal_peak_year": None if budget is None else budget.peak_year,
            "payback_years_p50": money.payback.p50 if name == ALL else None,
            "payback_chance": money.payback.chance if name == ALL else None,
            "discounted_payback_years_p50": money.discounted_payback.p50 if name == ALL else None,
            "discounted_payback_chance": money.discounted_payback.chance if name == ALL else None,
        }


def _cash(money: OptionMoney) -> Iterator[Record]:
    nominal: dict[str, NominalCash | None] = {**(money.nominal or {}), ALL: money.nominal_total}
    real: dict[str, CashMoney] = {**money.by_organisation, ALL: money.total}
    for name in [*dict.fromkeys([*money.by_organisation, *(money.nominal or {})]), ALL]:
        budget = nominal.get(name)
        for year in money.total.cash_by_year:
            yield {
                "option": money.option,
                "organisation": name,
                "year": year,
                **_spread(real[name].cash_by_year[year] if name in real else None, "real_"),
                **_spread(None if budget is None else budget.by_year[year], "nominal_"),
            }


def _increments(money: OptionMoney) -> Iterator[Record]:
    for step in money.increments:
        yield {
            "option": step.option,
            "over": step.over,
            "derived": step.derived,
            **_spread(step.npsv),
            **_spread(step.other_npsv, "over_"),
            "chance_positive": step.chance_positive,
            "benefits_that_need_it": step.benefits_that_need_it,
        }


def _ranking(found: Ranking) -> Iterator[Record]:
    for place, option in enumerate(found.order, start=1):
        lower = {other: found.flips[option, other] for other in found.order[place:]}
        yield {
            "option": option,
            "rank": place,
            "measure": found.measure,
            "chance_first": found.first[option],
            "next": found.order[place] if lower else None,
            "chance_next_is_better": lower[found.order[place]] if lower else None,
            "chance_order_changes": found.order_changes,
            "chance_first_loses": found.preferred_loses,
        }


def _tornado(appraisal: Appraisal, option: str) -> Iterator[Record]:
    for swing in tornado(appraisal, option):
        yield {
            "option": option,
            "kind": swing.kind,
            "name": swing.name,
            "label": swing.label,
            "low": swing.low,
            "high": swing.high,
            "at_low": swing.at_low,
            "at_mode": swing.at_mode,
            "at_high": swing.at_high,
            "width": swing.width,
        }


def _switching(appraisal: Appraisal, option: str) -> Iterator[Record]:
    for switch in switching_values(appraisal, option):
        yield {
            "option": option,
            "against": switch.against,
            "kind": switch.kind,
            "name": switch.name,
            "label": switch.label,
            "unit": switch.unit,
            "now": switch.now,
            "at": switch.at,
            "change": switch.change,
            "within_range": switch.within,
        }


def _lines(money: OptionMoney) -> Iterator[Record]:
    """Every field of a line, then every factor on it, in the order in which they are applied."""
    for item in money.lines:
        fields = item.line.model_dump()
        fields["ramp_shares"] = " ".join(f"{share:g}" for share in item.line.ramp_shares)
        option = fields.pop("option")
        yield {
            "option": option,
            **fields,
            "unit": item.unit,
            "deflator": item.deflator,
            "bias_percent": item.bias_percent,
            "uplift": item.uplift,
            "chance": item.chance,
            "burden": item.burden,
            "delay_years": item.delay_years,
            "discounted_years": item.discounted_years,
            "npsv_at_low": item.npsv_at_low,
            "npsv_at_mode": item.npsv_at_mode,
            "npsv_at_high": item.npsv_at_high,
            "cut_by_cap": item.cut,
            "residual": item.residual,
            **_spread(item.npsv, "npsv_"),
        }


def _line_years(appraisal: Appraisal, money: OptionMoney) -> Iterator[Record]:
    """Each line in each year at its mode, before caps: share of a full year, real pounds, factor, present value."""
    for item in money.lines:
        full = item.line.mode * item.unit * item.deflator * item.uplift * item.chance
        for place, (share, factor) in enumerate(zip(item.year_shares, item.factors, strict=True)):
            yield {
                "option": money.option,
                "id": item.line.id,
                "year": appraisal.settings.first_year + place,
                "share": float(share),
                "real": full * float(share),
                "discount_factor": float(factor),
                "present_value": full * float(share) * float(factor) * item.burden,
            }


def _outcomes(appraisal: Appraisal) -> Iterator[Record]:
    for found in appraisal.outcomes:
        change = found.change
        yield {
            "option": found.asked.option,
            "relation": change.relation,
            "outcome": change.outcome,
            "a_year": change.change,
            "a_year_low": change.low,
            "a_year_high": change.high,
            "value_a_year": change.value,
            "present_value": found.present_value,
            "present_value_low": found.present_low,
            "present_value_high": found.present_high,
            "unverified": change.unverified,
            "minutes": found.asked.change_min,
            "minutes_low": found.asked.change_low,
            "minutes_high": found.asked.change_high,
            "incidents_per_year": found.asked.incidents_per_year,
            "source_of_minutes": found.asked.source,
            "source": f"{change.source.title}: {change.source.href}",
            "note": change.note,
        }


def _weights(money: OptionMoney) -> Iterator[Record]:
    found = money.weighted
    if found is None:
        return
    for name, weight in found.weights.items():
        yield {
            "option": money.option,
            "income_group": name,
            "weight": weight,
            **_spread(found.by_group[name]),
            "switching_weight": found.switching[name],
        }
    for name, spread in (("unweighted", found.unweighted), ("weighted", found.npsv)):
        yield {
            "option": money.option,
            "income_group": f"all, {name}",
            "weight": None,
            **_spread(spread),
            "switching_weight": None,
        }
