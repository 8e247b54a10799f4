"""Promise against delivery, as the claims of an entry that is published tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bluelight import register as facts
from bluelight.service.contributions.content import Content
from bluelight.service.register import words

_FIGURES = ("state", "amount", "amount_max", "unit", "period", "source_url", "as_of")
_LONGEST, _LONGEST_UNIT = 60, 40


def pairs_of(
    fact: facts.Collaboration, there: Iterable[facts.Pair], before: Content | None, by: str
) -> tuple[facts.Pair, ...]:
    """The pairs of an entry: those that are `there` and still hold, and what its claims say otherwise or anew.

    A pair stays as it is while its two claims have the figures that they had `before`; one whose claims are gone goes.
    Two claims make one only where both say where they were read. `by` is whoever set them beside each other.
    """
    earlier = before["claims"] if before else []
    return tuple(_told(fact, list(there), [facts.Claim.model_construct(**claim) for claim in earlier], by))


def _told(
    fact: facts.Collaboration, there: list[facts.Pair], before: Sequence[facts.Claim], by: str
) -> Iterator[facts.Pair]:
    measures = {pair.measure for pair in there}
    for pair in there:
        if pair.pair is None or _figures(fact.claims, pair.pair) == _figures(before, pair.pair):
            yield pair.model_copy(update={"theme": fact.theme})
        elif _both(fact.claims, pair.pair):
            yield from _made(fact, pair.pair, by, pair, pair.measure)
    for word in dict.fromkeys(claim.pair for claim in fact.claims if claim.pair):
        if word not in {pair.pair for pair in there}:
            measure = _measure(_both(fact.claims, word)[0], measures)
            measures.add(measure)
            yield from _made(fact, word, by, None, measure)


def _both(claims: Sequence[facts.Claim], word: str) -> list[facts.Claim]:
    """The two claims of a pair, the promise first."""
    of_word = (claim for claim in claims if claim.pair == word)
    return sorted(of_word, key=lambda claim: (claim.state == "realised", claim.state == "profiled", claim.as_of or ""))


def _figures(claims: Sequence[facts.Claim], word: str) -> list[list[object]]:
    return [[getattr(claim, name) for name in _FIGURES] for claim in _both(claims, word)]


def _made(
    fact: facts.Collaboration, word: str, by: str, there: facts.Pair | None, measure: str
) -> Iterator[facts.Pair]:
    """The pair that two claims make; what people judged of the one that was there stays. None without sources."""
    promise, came = _both(fact.claims, word)
    sources = [
        promise.source_url or (there.source_forecast if there else None),
        came.source_url or (there.source_realised if there else None),
    ]
    if not all(sources):
        return
    forecast, realised = _single(promise), _single(came)
    dates = "date" in (promise.unit, came.unit)
    comparable = not dates and forecast is not None and forecast > 0 and realised is not None
    yield facts.Pair(
        collaboration=fact.slug,
        theme=fact.theme,
        measure=measure,
        measure_class=there.measure_class if there else _class(promise, dates=dates),
        grade=there.grade if there else "CLAIM" if came.state == "realised" else "REFORECAST",
        pair=word,
        forecast=_said(promise),
        forecast_amount=None if dates else forecast,
        forecast_date=promise.as_of,
        realised=_said(came),
        realised_amount=None if dates else realised,
        realised_date=came.as_of,
        unit="date" if dates else (promise.unit or words.NOT_RECORDED)[:_LONGEST_UNIT],
        ratio=round(realised / forecast, 2) if comparable and realised is not None and forecast else None,
        source_forecast=sources[0],
        source_realised=sources[1],
        note=there.note if there else f"set beside each other by {by}",
    )


def _single(claim: facts.Claim) -> float | None:
    """The figure of a claim; None where it is a range, or not recorded."""
    return claim.amount if claim.amount_max in (None, claim.amount) else None


def _class(promise: facts.Claim, *, dates: bool) -> str:
    if dates:
        return "date"
    if promise.side == "cost":
        return "cost"
    return {"cashable": "saving", "capital": "receipt"}.get(promise.kind, "level")


def _said(claim: facts.Claim) -> str:
    dated = claim.unit in ("date", "months late") and claim.period
    figure = claim.period if dated else words.amount(claim.amount, claim.amount_max, claim.unit or "")
    return str(figure)[:_LONGEST]


def _measure(promise: facts.Claim, taken: set[str]) -> str:
    name = promise.measure or promise.statement[:180]
    numbered = [name, *(f"{name[:180]} ({number})" for number in range(2, len(taken) + 3))]
    return next(each for each in numbered if each not in taken)
