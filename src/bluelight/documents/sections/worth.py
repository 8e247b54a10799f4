"""How much each option is worth by every measure, how sure the order is, and what would change the answer."""

from __future__ import annotations

from bluelight.documents import charts, words
from bluelight.documents.model import (
    Block,
    Bullets,
    Column,
    Figure,
    Folded,
    Paragraph,
    Section,
    SideBySide,
    Strong,
    Table,
    Text,
    Value,
)
from bluelight.documents.sections.marks import others
from bluelight.documents.switching import ZERO, told
from bluelight.studies.appraised import Appraised, Payback, Switch
from bluelight.studies.results import OptionResult, Results

MEASURES = {
    "cash": "cash alone",
    "public": "cash, time freed and what assets are still worth",
    "social": "the same with value to society",
}
_FIRST = 6


def worth(results: Results) -> Section | None:
    """Present value by three measures, the same every year, payback; None in results of before there were any."""
    shown = [(option, found) for option in others(results) if (found := option.money.appraised) is not None]
    if not shown:
        return None
    rows: list[tuple[Text, ...]] = []
    data: list[tuple[Value, ...]] = [_HEAD]
    for option, found in shown:
        for value in found.worth:
            ratio = value.benefit_cost
            rows.append(
                (
                    f"{option.name}: {MEASURES[value.measure]}",
                    words.money_range(value.npsv),
                    words.money_change(value.npsv.p50),
                    words.chance(value.chance_positive),
                    words.money_change(value.equivalent_annual.p50),
                    "nothing is paid" if ratio is None else f"{ratio.p50:.2f} ({ratio.p10:.2f} to {ratio.p90:.2f})",
                )
            )
            data.append(
                (
                    option.id,
                    value.measure,
                    *(round(x) for s in (value.npsv, value.equivalent_annual) for x in (s.p10, s.p50, s.p90)),
                    value.chance_positive,
                    *((ratio.p10, ratio.p50, ratio.p90) if ratio else (None, None, None)),
                )
            )
    table = Table(
        "worth-table",
        f"What each option is worth, {results.study.price_year} prices",
        (
            Column("Option and measure"),
            Column("Present value, P10 to P90"),
            Column("Middle"),
            Column("Chance above zero"),
            Column("The same every year"),
            Column("Gains over costs"),
        ),
        tuple(rows),
        notes=(
            "The three measures stand side by side; nothing but cash is in the first. No threshold of gains over costs "
            "decides, and a ratio below 1 is not in itself poor value.",
        ),
        data=tuple(data),
        layout="cards",
    )
    return Section("worth", "What each option is worth by every measure", (table, _payback(shown)))


_HEAD = (
    "option",
    "measure",
    *(f"{name}_{p}_gbp" for name in ("npsv", "equivalent_annual") for p in ("p10", "p50", "p90")),
    "chance_positive",
    *(f"benefit_cost_{p}" for p in ("p10", "p50", "p90")),
)


def _payback(shown: list[tuple[OptionResult, Appraised]]) -> Table:
    return Table(
        "payback-table",
        "How long until the cash is back, and what stands beside it",
        (
            Column("Option"),
            Column("Pays back after"),
            Column("Discounted"),
            Column("Time freed, no cash"),
            Column("What assets are still worth"),
        ),
        tuple(
            (
                option.name,
                payback_words(found.payback),
                payback_words(found.discounted_payback),
                words.money_range(found.non_cash_releasing).replace("saves", "worth"),
                words.money_range(found.residual).replace("saves", "worth"),
            )
            for option, found in shown
        ),
        data=(
            ("option", "payback_p50_years", "payback_chance", "discounted_payback_p50_years", "discounted_chance"),
            *(
                (
                    option.id,
                    found.payback.p50,
                    found.payback.chance,
                    found.discounted_payback.p50,
                    found.discounted_payback.chance,
                )
                for option, found in shown
            ),
        ),
        layout="cards",
    )


def payback_words(payback: Payback) -> str:
    """Years until the cash is back in the middle draw, and the chance that it is at all."""
    if payback.p50 == 0:
        return "nothing to pay back"
    if payback.p50 is None:
        return f"not within the appraisal in most draws (chance {words.chance(payback.chance)})"
    return f"{words.count(payback.p50, 'year')} (chance {words.chance(payback.chance)})"


def order(results: Results) -> Section | None:
    """How sure the order of the options is: who is first in how many draws, and how often neighbours change places."""
    ranking = results.ranking
    if ranking is None or len(ranking.order) < 2:
        return None
    names = {option.id: option.name for option in results.options}
    flips = {(flip.higher, flip.lower): flip.chance for flip in ranking.flips}
    rows: list[tuple[Text, ...]] = []
    for place, ranked in enumerate(ranking.order):
        below = ranking.order[place + 1].option if place + 1 < len(ranking.order) else None
        rows.append(
            (
                f"{place + 1}. {names.get(ranked.option, ranked.option)}",
                words.chance(ranked.chance_first),
                "" if below is None else words.chance(flips[ranked.option, below]),
            )
        )
    table = Table(
        "ranking-table",
        "The order of the options, and how sure it is",
        (Column("Option"), Column("Chance that it is the best"), Column("Chance that the next is better")),
        tuple(rows),
        data=(
            ("higher", "lower", "chance_lower_is_better"),
            *((flip.higher, flip.lower, flip.chance) for flip in ranking.flips),
        ),
        layout="cards",
    )
    first = names.get(ranking.order[0].option, ranking.order[0].option)
    lead = Paragraph(
        f"By {MEASURES[ranking.measure]}, “{first}” comes first. The chance that another is better is "
        f"{words.chance(ranking.preferred_loses)}; that any two neighbours are the other way round, "
        f"{words.chance(ranking.order_changes)}. Business as usual is among them."
    )
    return Section("order", "How sure the order is", (lead, table))


def turns_on(results: Results) -> Section | None:
    """What each option's value turns on, then the switching values in words; None where nothing has a range."""
    price_year = results.study.price_year
    ranged = [option for option in others(results) if charts.swings(option)]
    if not ranged:
        return None
    blocks: list[Block] = [SideBySide(tuple(Figure(charts.tornado(option, price_year)) for option in ranged))]
    for option in ranged:
        said = switching_words(results, option)
        if said:
            blocks.append(Paragraph((Strong(f"{option.name}: what would have to change"),)))
            blocks.append(Bullets(tuple(said[:_FIRST])))
        blocks.append(Folded(f"{option.name}: every switching value", (_switches(results, option),)))
    return Section("money-swings", "What the answer turns on", tuple(blocks))


def switching_words(results: Results, option: OptionResult) -> list[str]:
    """Switching values as sentences, those that take the least change first."""
    found = option.money.appraised
    if found is None:
        return []
    names = {other.id: other.name for other in results.options}
    usual = {other.id for other in results.options if other.is_base}  # which is zero, and is told as that
    said = [
        (_reach(switch), text)
        for switch in found.switches
        if switch.against not in usual and (text := told(switch, option.name, names, _ahead(results, found, switch)))
    ]
    return [text for _, text in sorted(said, key=lambda pair: pair[0])]


def _reach(switch: Switch) -> tuple[int, float]:
    """Savings as a whole first, then what takes the least relative change; rates and delays last."""
    if switch.kind == "gains":
        return 0, 0.0
    return (1, abs(switch.change)) if switch.change is not None else (2, 0.0)


def _ahead(results: Results, found: Appraised, switch: Switch) -> bool:
    """Whether the option is worth more than what it is set against, at the most likely amounts."""
    measure = results.ranking.measure if results.ranking is not None else "cash"
    own = next(value.at_mode for value in found.worth if value.measure == measure)
    other = next((o.money.appraised for o in results.options if o.id == switch.against), None)
    against = 0.0 if other is None else next(v.at_mode for v in other.worth if v.measure == measure)
    return own > against


def _switches(results: Results, option: OptionResult) -> Table:
    names = {other.id: other.name for other in results.options} | {ZERO: "nothing"}
    found = option.money.appraised.switches if option.money.appraised is not None else []
    return Table(
        f"switching-{option.id}",
        f"{option.name}: switching values, all else at its most likely",
        (
            Column("Worth as much as"),
            Column("Assumption"),
            Column("Now"),
            Column("Switches at"),
            Column("Within its range"),
        ),
        tuple(
            (
                names.get(switch.against, switch.against),
                switch.label,
                "" if switch.now is None else f"{switch.now:,.4g} {switch.unit}",
                "at no value" if switch.at is None else f"{switch.at:,.4g} {switch.unit}",
                _yes_or_no(switch.within) or "",
            )
            for switch in found
        ),
        data=(
            ("against", "kind", "name", "unit", "now", "at", "change", "within"),
            *((s.against, s.kind, s.name, s.unit, s.now, s.at, s.change, _yes_or_no(s.within)) for s in found),
        ),
        layout="cards",
    )


def _yes_or_no(said: bool | None) -> str | None:
    return None if said is None else "yes" if said else "no"
