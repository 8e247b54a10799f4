"""Charts of response: what options change, how soon calls are reached, and the hours of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import SIGNED, Row, intervals, lines, to_svg
from bluelight.documents.model import Chart, Column, Table, Value
from bluelight.documents.palette import mark
from bluelight.studies.results import Estimate, OptionResult, Service

CURVE_UP_TO = {"police": 60.0, "fire": 30.0, "ambulance": 60.0}
SAME_SHARE = 0.01  # curves nearer to business as usual than this are not drawn over it
SAME_MINUTES = 0.05
_CURVE_TABLE = (5.0, 8.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0)


def others(options: Sequence[OptionResult]) -> list[OptionResult]:
    """The options that are not business as usual."""
    return [option for option in options if not option.is_base]


def base_of(options: Sequence[OptionResult]) -> OptionResult:
    """Business as usual."""
    return next(option for option in options if option.is_base)


def mean_change(option: OptionResult, service: Service) -> Estimate | None:
    """The change of a service's mean response under an option, or None where it was not measured."""
    response = option.response.get(service)
    return response.change.mean_min if response and response.change else None


def response_change(service: Service, options: Sequence[OptionResult]) -> Chart:
    """The change of the mean response of one service under each option, dot with 95% interval."""
    id = f"chart-change-{service}"
    here = mark(service)
    in_headline = base_of(options).response[service].in_headline
    found = [(option, mean_change(option, service)) for option in others(options)]
    known = [(option, change) for option, change in found if change is not None]
    largest = max((max(abs(c.low), abs(c.high)) for _, c in known), default=0.0)
    scale, unit = (60.0, "seconds") if largest < 3 else (1.0, "minutes")
    rows = [
        Row(
            option.name,
            change_words(change),
            change.value * scale,
            change.low * scale,
            change.high * scale,
            here.colour,
            here.shape,
            quiet=not in_headline,
        )
        for option, change in known
    ]
    title = f"{named(service, options)}: {change_finding(known)}"
    drawn = intervals(
        rows,
        f"← faster\u00a0\u00a0\u00a0\u00a0{unit}\u00a0\u00a0\u00a0\u00a0slower →",
        label_expression=SIGNED,
    )
    table = Table(
        id,
        f"{words.service_name(service)}: change of response under each option",
        (
            Column("Option"),
            Column("Mean response"),
            Column("Slowest tenth of calls start at"),
            Column("Reached within the standard"),
        ),
        tuple(
            (
                option.name,
                words.time_change(change),
                words.time_change(_change(option, service, "p90_min")),
                words.share_change(_change(option, service, "within_standard")),
            )
            for option, change in found
        ),
        notes=("In brackets: 95% interval over the replications, the same calls under both.",),
        data=(
            ("option", "measure", "unit", "change", "low", "high"),
            *(
                (option.id, measure, unit_name, *_numbers(_change(option, service, measure)))
                for option, _ in found
                for measure, unit_name in (
                    ("mean_min", "minutes"),
                    ("p90_min", "minutes"),
                    ("within_standard", "share"),
                )
            ),
        ),
        layout="cards",
    )
    summary = (
        f"Mean time to the first {words.vehicle(service)}, with its 95% interval. Where that holds zero, no change can "
        "be told."
    )
    if not in_headline:
        summary += " Hollow: the model is off for this service today."
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)


def named(service: Service, options: Sequence[OptionResult]) -> str:
    """The service's name, with a mark where its results are not relied on."""
    relied_on = base_of(options).response[service].in_headline
    return words.service_name(service) + ("" if relied_on else " (not relied on)")


def _change(option: OptionResult, service: Service, measure: str) -> Estimate | None:
    response = option.response.get(service)
    return getattr(response.change, measure) if response and response.change else None


def _numbers(estimate: Estimate | None) -> tuple[Value, Value, Value]:
    if estimate is None:
        return (None, None, None)
    return (round(estimate.value, 5), round(estimate.low, 5), round(estimate.high, 5))


def change_words(change: Estimate) -> str:
    """A change for a row of a chart, which shows the interval of what cannot be told."""
    told = change.low > 0 or change.high < 0
    return words.time_change(change, short=True) if told else words.NO_CHANGE


def change_finding(known: Sequence[tuple[OptionResult, Estimate]]) -> str:
    """Which options change a mean, by how much, and that no change can be told of the others."""
    told = [(option, change) for option, change in known if words.detectable(change)]
    if not known:
        return "no option was simulated"
    if not told and any(c.low > 0 or c.high < 0 for _, c in known):
        return "no option changes mean response by as much as a second"
    if not told:
        return f"{words.NO_CHANGE} in mean response under any option"
    alike: dict[str, list[str]] = {}
    for option, change in told:
        alike.setdefault(words.slower(change.value), []).append(f"“{option.name}”")
    said = [f"{change} under {_named(names, len(known))}" for change, names in alike.items()]
    rest = "" if len(told) == len(known) else "; no detectable change otherwise"
    return f"{words.listed(said)}{rest}"


def _named(names: list[str], all_of_them: int) -> str:
    """One option by its name; several by their number, because the chart names them."""
    return names[0] if len(names) == 1 else f"{len(names)} of {all_of_them} options"


def response_curve(
    service: Service, options: Sequence[OptionResult], limits: Sequence[tuple[float, str]] = ()
) -> Chart:
    """The share of calls reached within so many minutes, a line per option, the standards as upright lines.

    `limits` are (minutes, words) of the standards that hold this service to a number of minutes.
    """
    id = f"chart-curve-{service}"
    base = base_of(options)
    up_to = CURVE_UP_TO[service]
    shown = [option for option in options if option.response[service].curve]
    drawn_options = apart(shown, lambda o: {p.minutes: p.share for p in o.response[service].curve}, SAME_SHARE)
    points = [
        {"x": p.minutes, "y": p.share, "series": option.name}
        for option in drawn_options
        for p in option.response[service].curve
        if p.minutes <= up_to
    ]
    limits = [(at, said) for at, said in limits if at <= up_to]
    at = limits[0][0] if limits else 10.0
    today = share_within(base, service, at)
    moved = max(
        (
            (abs(share_within(o, service, at) - today), share_within(o, service, at) - today, o.name)
            for o in others(shown)
        ),
        default=(0.0, 0.0, ""),
    )
    finding = f"{words.share(today)} of calls are reached within {words.duration(at)} today"
    if moved[0] >= 0.005:
        more = "more" if moved[1] > 0 else "fewer"
        finding += f"; “{moved[2]}” reaches {moved[0] * 100:.0f} {more} of every 100"
    elif len(shown) > 1:
        finding += ", and no option moves that by as much as 1 in 100" if moved[0] < 0.0095 else ""
    title = f"{named(service, options)}: {finding}"
    drawn = lines(
        points,
        [option.name for option in drawn_options],
        mark(service).colour,
        x=alt.X("x:Q", title="Minutes", scale=alt.Scale(domain=[0, up_to]), axis=alt.Axis(tickCount=6, grid=False)),
        y=alt.Y(
            "y:Q",
            title="Share of calls reached",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", tickCount=5),
        ),
        marks=limits,
    )
    stops = [m for m in _CURVE_TABLE if m <= up_to]
    table = Table(
        id,
        f"{words.service_name(service)}: share of calls reached within so many minutes",
        (Column("Minutes"), *(Column(option.name, numeric=True) for option in shown)),
        tuple((f"{m:g}", *(words.share(share_within(option, service, m), 1) for option in shown)) for m in stops),
        data=(
            ("minutes", *(option.id for option in shown)),
            *(
                (p.minutes, *(round(share_within(option, service, p.minutes), 5) for option in shown))
                for p in base.response[service].curve
            ),
        ),
    )
    summary = f"First {words.vehicle(service)} to arrive, all replications together."
    if limits:
        summary += " Upright lines: the minutes that the service's standards name."
    if len(drawn_options) < len(shown):
        summary += " No other option moves the line by as much as 1 in 100 anywhere, so they are in the table only."
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)


def share_within(option: OptionResult, service: Service, minutes: float) -> float:
    """The share of calls a service reaches within so many minutes, from the curve's last point at or before."""
    reached = [p.share for p in option.response[service].curve if p.minutes <= minutes + 1e-9]
    return reached[-1] if reached else 0.0


def response_by_hour(service: Service, options: Sequence[OptionResult]) -> Chart:
    """The mean response of one service in each hour of the day, a line per option."""
    id = f"chart-hours-{service}"
    base = base_of(options)
    shown = [option for option in options if option.response[service].hours]
    drawn_options = apart(shown, lambda o: {h.hour: h.mean_min for h in o.response[service].hours}, SAME_MINUTES)
    points = [
        {"x": h.hour, "y": h.mean_min, "series": option.name}
        for option in drawn_options
        for h in option.response[service].hours
        if h.mean_min is not None
    ]
    today = [(h.mean_min, h.hour) for h in base.response[service].hours if h.mean_min is not None]
    if today:
        slow, quick = max(today), min(today)
        finding = (
            f"slowest around {clock(slow[1])} ({words.duration(slow[0])} on average), "
            f"quickest around {clock(quick[1])} ({words.duration(quick[0])})"
        )
    else:
        finding = "too few calls to say anything by hour"
    title = f"{named(service, options)}: {finding}"
    drawn = lines(
        points,
        [option.name for option in drawn_options],
        mark(service).colour,
        x=alt.X(
            "x:Q",
            title="Hour of the day",
            scale=alt.Scale(domain=[0, 23]),
            axis=alt.Axis(values=[0, 4, 8, 12, 16, 20], grid=False),
        ),
        y=alt.Y("y:Q", title="Mean response, minutes", scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5)),
    )
    hours = {option.id: {h.hour: h for h in option.response[service].hours} for option in shown}
    table = Table(
        id,
        f"{words.service_name(service)}: mean response by hour",
        (Column("Hour"), Column("Calls a year", numeric=True), *(Column(o.name, numeric=True) for o in shown)),
        tuple(
            (
                f"{h.hour:02d}:00",
                words.count(h.calls_per_year),
                *(_hour_words(hours[o.id][h.hour].mean_min if h.hour in hours[o.id] else None) for o in shown),
            )
            for h in base.response[service].hours
        ),
        data=(
            ("hour", "calls_per_year", *(f"{o.id}_mean_min" for o in shown)),
            *(
                (
                    h.hour,
                    round(h.calls_per_year, 2),
                    *(hours[o.id][h.hour].mean_min if h.hour in hours[o.id] else None for o in shown),
                )
                for h in base.response[service].hours
            ),
        ),
    )
    summary = f"Mean time to the first {words.vehicle(service)}, by the hour in which the call was made."
    if len(drawn_options) < len(shown):
        summary += " No other option moves any hour by as much as 3 seconds, so they are in the table only."
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)


def apart(
    options: Sequence[OptionResult], line: Callable[[OptionResult], Mapping[float, float | None]], least: float
) -> list[OptionResult]:
    """Business as usual, and the options whose line leaves its line by at least so much somewhere."""
    base = line(base_of(options))

    def leaves(option: OptionResult) -> bool:
        return any(
            abs(value - here) >= least
            for at, value in line(option).items()
            if value is not None and (here := base.get(at)) is not None
        )

    return [option for option in options if option.is_base or leaves(option)]


def _hour_words(minutes: float | None) -> str:
    return "too few calls" if minutes is None else words.duration(minutes, short=True)


def clock(hour: int) -> str:
    """An hour as people say it: 0 is midnight, 15 is 3pm."""
    if hour in (0, 12):
        return "midnight" if hour == 0 else "noon"
    return f"{hour % 12}{'am' if hour < 12 else 'pm'}"
