"""Should the board say yes? Half a page, and one table of options."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents import words
from bluelight.documents.model import (
    Block,
    Bullets,
    Column,
    Inline,
    KeyFigure,
    KeyFigures,
    Link,
    Mark,
    Note,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
    Value,
)
from bluelight.documents.sections.marks import base_of, others, pieces, relied_on, services, unique
from bluelight.documents.zones import residents, residents_told, waiting
from bluelight.studies.headline import recommended
from bluelight.studies.results import OptionResult, Results, Service


def decision(results: Results, area: Area) -> Section:
    """The question, what was found, the strongest option with its numbers, what could go wrong, who pays."""
    blocks: list[Block] = []
    best = strongest(results)
    if best is not None:
        blocks += _best(results, best, area)
    left_out = [s for s in services(results) if not base_of(results).response[s].in_headline]
    if left_out:
        said = " ".join(
            f"{words.service_name(s)}: {words.sentence(base_of(results).response[s].caveat or 'the model is off.')}"
            for s in left_out
        )
        names = words.listed([words.service_name(s).lower() for s in left_out])
        blocks.append(
            Note(
                f"Nothing above rests on the {names} response",
                (said, " Their figures are shown further down, ", Strong("marked “not relied on”"), "."),
                tone="warning",
            )
        )
    if results.headline:
        blocks.append(Section("decision-lines", "Each option in a line", (Bullets(tuple(results.headline)),)))
    return Section("decision", "Should the board say yes?", tuple(blocks))


def strongest(results: Results) -> OptionResult | None:
    """The option to look at first, as `recommended` says; None where there is only business as usual."""
    return recommended(results.options)


def _best(results: Results, best: OptionResult, area: Area) -> list[Block]:
    money = best.money
    likely = money.chance_positive > 0.5
    chance = words.chance(money.chance_positive)
    if likely:
        opening = f"On money alone, “{best.name}” comes first: its chance of saving more than it costs is {chance}."
    elif money.chance_positive >= 0.005:
        opening = (
            f"No option is more likely than not to pay for itself in {results.study.appraisal_years} years. "
            f"“{best.name}” has the best chance: {chance}."
        )
    else:
        opening = f"No option pays for itself in {results.study.appraisal_years} years. “{best.name}” costs least."
    figures = [
        KeyFigure(
            "Response",
            *_response_figure(results, best),
        ),
        KeyFigure(
            "Cash each year once settled",
            words.money_change(money.yearly_cash.p50),
            f"{words.money_range(money.yearly_cash)} (P10 to P90)",
        ),
        KeyFigure(
            f"Present value over {results.study.appraisal_years} years",
            words.money_change(money.npsv.p50),
            f"{words.money_range(money.npsv)} (P10 to P90)",
        ),
    ]
    slower = who_gets_slower(results, best, area, trusted_only=True)
    risks = unique([risk.statement for move in best.moves for risk in move.risks])
    points: list[Text] = [(Strong("Who waits longer: "), *pieces(slower))]
    points.append((Strong("Who pays and who gains: "), pays_and_gains(best)))
    beyond = beside_the_money(results)
    if beyond:
        points.append((Strong("Beside the money: "), *beyond))
    if risks:
        points.append((Strong("What could go wrong: "), " ".join(words.sentence(risk) for risk in risks[:3])))
    asked = (
        f"The decision asked for: whether to take “{best.name}” forward to a full business case, or to stay as today."
    )
    return [
        Paragraph((Strong(opening), " ", asked)),
        KeyFigures(tuple(figures)),
        Bullets(tuple(points)),
        Paragraph(
            f"Money is in {results.study.price_year} prices. P10 to P90: one time in ten the truth would be below the "
            "first figure, one time in ten above the second."
        ),
    ]


def _response_figure(results: Results, option: OptionResult) -> tuple[str, str]:
    """The change of the services in the headline: the largest that can be told, the others beside it."""
    told = []
    quiet = []
    for service in services(results):
        response = option.response[service]
        if not response.in_headline or response.change is None:
            continue
        change = response.change.mean_min
        if words.detectable(change) and change is not None:
            told.append((abs(change.value), service, change))
        else:
            quiet.append(words.service_name(service))
    if not told and not quiet:
        return "Not relied on", "The model is off for every service today."
    if not told:
        return "No detectable change", f"{words.listed(quiet)}: mean time to the first vehicle."
    _, service, change = max(told)
    rest = [f"{words.service_name(s)}: {words.time_change(c)}" for _, s, c in sorted(told, reverse=True)[1:]]
    rest += [f"{name}: {words.NO_CHANGE}" for name in quiet]
    first = (
        f"mean time to the first {words.vehicle(service)}, {words.time_change(change).split(' (', 1)[-1].rstrip(')')}"
    )
    return f"{words.service_name(service)}: {words.slower(change.value)}", ". ".join(
        [words.sentence(first).rstrip("."), *rest]
    )


def pays_and_gains(option: OptionResult) -> str:
    """Each organisation's yearly cash and one-off cost, in a phrase each."""
    said = []
    for who in option.money.by_organisation:
        phrase = f"{words.service_name(who.organisation)} {words.money_change(who.yearly_cash.p50)} a year"
        if round(who.yearly_cash.p50) == 0:
            phrase = f"{words.service_name(who.organisation)} neither pays nor gains from year to year"
        if round(who.one_off.p50) != 0:
            verb = "pays" if who.one_off.p50 < 0 else "gets"
            phrase += f" and {verb} {words.money(who.one_off.p50)} once"
        said.append(phrase)
    return words.sentence("; ".join(said)) if said else "No money moves."


def beside_the_money(results: Results) -> tuple[Inline, ...]:
    """Value to society that any option brings, named and led to, never added to the money."""
    names = unique([option.name for option in others(results) if option.money.societal])
    if not names:
        return ()
    labels = unique([value.label for option in others(results) for value in option.money.societal])
    quoted = words.listed([f"“{name}”" for name in names])
    said = words.listed([label[:1].lower() + label[1:] for label in labels])
    bears = "bears" if len(names) == 1 else "bear"
    return (f"{quoted} {bears} on {said}: see ", Link("value to society", "#society"), ".")


def who_gets_slower(results: Results, option: OptionResult, area: Area, trusted_only: bool = False) -> Text:
    """Zones that wait over a minute longer, with their residents; services not relied on are marked, or left out."""
    people = residents(area)
    counted = [s for s in services(results) if option.response[s].in_headline or not trusted_only]
    if not counted:
        return "not known, as the model is off for every service today"
    parts: list[Inline] = []
    for service in counted:
        found = waiting(option, service, people)
        if not found.slower:
            continue
        phrase = (
            f"{words.count(found.slower, 'zone')} ({residents_told(found.slower_residents)}) "
            f"{'waits' if found.slower == 1 else 'wait'} over a minute longer for {_a(words.vehicle(service))}"
        )
        parts += ["; "] if parts else []
        parts += pieces(relied_on(results, service, phrase))
    return tuple(parts) if parts else "no zone by more than a minute"


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def options_table(results: Results, area: Area) -> Section:
    """Options down; response by service, money, who gets slower and the chief risk across; business as usual first."""
    here = services(results)
    heads: list[Column] = [Column("Option")]
    heads += [Column(f"{words.service_name(s)} response") for s in here]
    heads += [
        Column("Cash each year"),
        Column("One-off"),
        Column("Present value, P10 to P90"),
        Column("Who waits longer"),
        Column("What could go wrong"),
    ]
    rows = []
    for option in results.options:
        cells: list[Text] = [option.name]
        cells += [response_cell(results, option, service) for service in here]
        if option.is_base:
            cells += ["as now", "none", "the yardstick", "nobody", "what goes wrong today"]
        else:
            risks = unique([risk.statement for move in option.moves for risk in move.risks])
            cells += [
                _money_cell(option, words.money_change(option.money.yearly_cash.p50)),
                _money_cell(option, words.money_change(option.money.one_off.p50)),
                _money_cell(option, words.money_range(option.money.npsv)),
                who_gets_slower(results, option, area),
                words.sentence(risks[0]) + (f" And {len(risks) - 1} more." if len(risks) > 1 else "")
                if risks
                else "none named",
            ]
        rows.append(tuple(cells))
    table = Table(
        "options-table",
        "Options beside business as usual",
        tuple(heads),
        tuple(rows),
        notes=(
            "Response: mean time to the first vehicle of the service. For business as usual, the time itself; for the "
            "others the change, with its 95% interval over the replications, on the same calls.",
            f"Money: against business as usual, {results.study.price_year} prices, middle of the draws unless a range "
            "is given. Present value is net present social value (NPSV) of cash; discount rates: "
            f"{words.dated(results.study.discounting)}.",
        ),
        data=_data(results, here),
        layout="cards",
    )
    return Section("options", "The options side by side", (table,))


def response_cell(results: Results, option: OptionResult, service: Service) -> Text:
    """Today's mean under business as usual; the change under any other option."""
    response = option.response[service]
    if option.is_base:
        mean = response.measures.mean_min
        return relied_on(
            results, service, f"{words.duration(mean.value, short=True)} today" if mean else words.NOT_KNOWN
        )
    change = response.change.mean_min if response.change else None
    return relied_on(results, service, words.time_change(change))


def _money_cell(option: OptionResult, text: str) -> Text:
    resting = sum(line.basis in ("assumed", "unknown") for line in option.money.lines)
    if not resting or text == "no cost or saving":
        return text
    title = f"{words.count(resting, 'line')} of {len(option.money.lines)} rest on assumed figures"
    return (text, Mark("assumed in part", f"#lines-{option.id}", title))


def _data(results: Results, here: list[Service]) -> tuple[tuple[Value, ...], ...]:
    head: list[Value] = ["option", "name"]
    for service in here:
        head += [
            f"{service}_{n}" for n in ("mean_min", "change_min", "change_low_min", "change_high_min", "in_headline")
        ]
    head += [f"{m}_{p}_gbp" for m in ("yearly_cash", "one_off", "npsv") for p in ("p10", "p50", "p90")]
    rows: list[tuple[Value, ...]] = [tuple(head)]
    for option in results.options:
        row: list[Value] = [option.id, option.name]
        for service in here:
            response = option.response[service]
            mean = response.measures.mean_min
            change = response.change.mean_min if response.change else None
            row += [mean.value if mean else None]
            row += [change.value, change.low, change.high] if change else [None, None, None]
            row += ["yes" if response.in_headline else "no"]
        for sums in (option.money.yearly_cash, option.money.one_off, option.money.npsv):
            row += [round(sums.p10), round(sums.p50), round(sums.p90)]
        rows.append(tuple(row))
    return tuple(rows)
