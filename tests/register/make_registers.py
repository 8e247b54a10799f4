"""Any register at all: hypothesis strategies of valid ones, with the texts that files trip over."""

from __future__ import annotations

import string
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from bluelight.register import (
    Claim,
    Collaboration,
    Emmie,
    Evaluation,
    Governance,
    Organisation,
    Pair,
    Partner,
    Realised,
    Register,
    Source,
    Status,
    codelists,
)

AWKWARD = [
    "=1+1",
    "+44",
    "-5",
    "@SUM(A1)",
    "'quoted",
    "''=x",
    'a "b", c',
    "two\nlines",
    "£ é ＝ 漢",
    "\u2028x",
    "7",
    "null",
]

FILES = ("protocol", "panel", "treatment")
slugs = st.lists(st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=4), min_size=1, max_size=3).map(
    "-".join
)
dates = st.sampled_from(["2019", "2019-05", "2019-05-31", "1999-12-01"])
urls = st.sampled_from(
    ["https://example.org", "http://example.org/a?b=c,d", "https://example.org/'x'", "https://x.uk/=1"]
)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9).map(float)


def texts(most: int = 60) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cc", "Cs"])
    drawn = st.text(letters, min_size=1, max_size=min(most, 12)) | st.sampled_from(AWKWARD)
    return drawn.map(str.strip).filter(bool)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def code(codes: dict[str, str]) -> st.SearchStrategy[str]:
    return st.sampled_from(list(codes))


organisations = st.builds(
    Organisation,
    slug=slugs,
    name=texts(),
    service=code(codelists.SERVICES),
    region=code(codelists.REGIONS),
    country=texts(40),
    governance=st.builds(Governance, type=texts(), as_of=dates),
    codes=st.dictionaries(texts(40), texts(40), max_size=2),
    aliases=st.lists(texts(), max_size=3).map(tuple),
    note=maybe(texts()),
)


@st.composite
def collaborations(draw: st.DrawFn, known: list[str]) -> tuple[Collaboration, list[Pair]]:
    slug = draw(slugs)
    theme = draw(code(codelists.THEMES))
    names = draw(st.lists(texts(), min_size=1, max_size=3, unique=True))
    partners = tuple(
        Partner(
            organisation=name,
            slug=draw(maybe(st.sampled_from(known)) if known else st.none()),
            service=draw(code(codelists.SERVICES)),
            area=draw(maybe(texts())),
        )
        for name in names
    )
    claims = []
    for number in range(draw(st.integers(0, 3))):
        side = draw(code(codelists.CLAIM_SIDES))
        low = draw(maybe(numbers))
        high = draw(maybe(numbers.filter(lambda high, low=low: high >= low))) if low is not None else None  # type: ignore[misc]
        claims.append(
            Claim(
                id=f"{slug}/{side}-{number}",
                side=side,
                kind=draw(code(codelists.CLAIM_KINDS)),
                measure=draw(maybe(texts())),
                amount=low,
                amount_max=high,
                unit=draw(maybe(texts())),
                period=draw(maybe(texts())),
                statement=draw(texts()),
                state=draw(code(codelists.CLAIM_STATES)),
                partner=draw(maybe(st.sampled_from(names))),
                source_url=draw(maybe(urls)),
                as_of=draw(maybe(dates)),
                pair=None,
            )
        )
    points = st.lists(texts(), max_size=2, unique=True).map(tuple)
    entry = Collaboration(
        slug=slug,
        name=draw(texts()),
        theme=theme,
        partners=partners,
        region=draw(code(codelists.REGIONS)),
        start_year=draw(maybe(st.integers(1900, 2100))),
        status=Status(value=draw(code(codelists.STATUSES)), as_of=draw(maybe(dates))),
        summary=draw(texts()),
        claims=tuple(claims),
        barriers=draw(points),
        enablers=draw(points),
        lessons=draw(points),
        sources=tuple(
            Source(
                url=url,
                title=draw(texts()),
                publisher=draw(maybe(texts())),
                published=draw(maybe(dates)),
                supports=draw(maybe(texts())),
            )
            for url in draw(st.lists(urls, min_size=1, max_size=2, unique=True))
        ),
        evidence=draw(code(codelists.EVIDENCE)),
        publisher=draw(maybe(texts())),
        emmie=Emmie(**{name: draw(maybe(texts())) for name in draw(st.sets(st.sampled_from(list(codelists.EMMIE))))}),
    )
    pairs = [
        Pair(
            collaboration=slug,
            theme=theme,
            measure=measure,
            measure_class=draw(code(codelists.MEASURE_CLASSES)),
            grade=draw(code(codelists.PAIR_GRADES)),
            pair=None,
            forecast=draw(texts()),
            forecast_amount=draw(maybe(numbers)),
            forecast_date=draw(maybe(dates)),
            realised=draw(texts()),
            realised_amount=draw(maybe(numbers)),
            realised_date=draw(maybe(dates)),
            unit=draw(texts(40)),
            ratio=draw(maybe(numbers)),
            source_forecast=draw(urls),
            source_realised=draw(urls),
            note=draw(texts()),
        )
        for measure in draw(st.lists(texts(), max_size=2, unique=True))
    ]
    return entry, pairs


@st.composite
def evaluated(draw: st.DrawFn, entry: Collaboration) -> tuple[list[Evaluation], list[Realised]]:
    found = []
    for number in range(1, draw(st.integers(0, 2)) + 1):
        words: Any = {name: draw(texts(40)) for name in ("title", "question", "outcome", "unit", "method")}
        periods: Any = {name: draw(texts(40)) for name in ("first", "start", "last")}
        ends: Any = {name: draw(maybe(numbers)) for name in ("low", "high", "percent", "percent_low", "percent_high")}
        hashes: Any = {f"{name}_sha256": draw(st.text("0a", min_size=64, max_size=64)) for name in FILES}
        found.append(
            Evaluation(
                collaboration=entry.slug,
                id=f"{entry.slug}/evaluation-{number}",
                better=draw(code(codelists.DIRECTIONS)),
                effect=draw(numbers),
                expected=draw(numbers),
                verdict=draw(code(codelists.VERDICTS)),
                maryland=draw(st.integers(1, 5)),
                nesta=draw(st.integers(1, 5)),
                certainty=draw(code(codelists.CERTAINTIES)),
                evaluator=draw(code(codelists.EVALUATORS)),
                evaluator_name=draw(maybe(texts())),
                protocol=draw(code(codelists.PROTOCOLS)),
                published=draw(maybe(dates)),
                url=draw(maybe(urls)),
                **words,
                **periods,
                **ends,
                **hashes,
            )
        )
    told = (
        draw(st.lists(st.sampled_from([(e.id, c.id) for e in found for c in entry.claims]), unique=True, max_size=2))
        if (found and entry.claims)
        else []
    )
    realised = []
    for evaluation, claim in told:
        low, amount, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
        realised.append(
            Realised(
                collaboration=entry.slug,
                evaluation=evaluation,
                claim=claim,
                measure_class=draw(code(codelists.MEASURE_CLASSES)),
                amount=amount,
                low=draw(st.sampled_from([None, low])),
                high=draw(st.sampled_from([None, high])),
                unit=draw(texts()),
                how=draw(texts()),
            )
        )
    return found, realised


@st.composite
def registers(draw: st.DrawFn) -> Register:
    known = draw(st.lists(organisations, max_size=2, unique_by=lambda entry: entry.slug))
    found = draw(
        st.lists(collaborations([entry.slug for entry in known]), max_size=2, unique_by=lambda pair: pair[0].slug)
    )
    looked = [draw(evaluated(entry)) for entry, _ in found]
    return Register(
        tuple(entry for entry, _ in found),
        tuple(known),
        tuple(pair for _, pairs in found for pair in pairs),
        tuple(each for evaluations, _ in looked for each in evaluations),
        tuple(each for _, realised in looked for each in realised),
    )


def with_evaluation(
    register: Register, claim: str, verdict: str, shares: tuple[float, float, float], unit: str
) -> Register:
    """The register with an evaluation of a collaboration, which says that these shares of a claim came."""
    slug = claim.split("/")[0]
    said = next(each for each in register.collaboration[slug].claims if each.id == claim)
    amount, low, high = (share * (said.amount or 1.0) for share in shares)
    found = Evaluation(
        collaboration=slug,
        id=f"{slug}/evaluation-1",
        title="What it saved",
        question="Did it cost less?",
        outcome="the yearly cost",
        unit="GBP",
        better="lower",
        method="synthetic difference in differences",
        first="2001",
        start="2011",
        last="2016",
        effect=-amount,
        low=-high,
        high=-low,
        percent=None,
        percent_low=None,
        percent_high=None,
        expected=10 * amount,
        verdict=verdict,
        maryland=3,
        nesta=3,
        certainty="low",
        evaluator="independent",
        evaluator_name=None,
        protocol="registered",
        protocol_sha256="a" * 64,
        panel_sha256="b" * 64,
        treatment_sha256="c" * 64,
        published="2020-05-31",
        url="https://example.org/evaluation",
    )
    came = Realised(
        collaboration=slug,
        evaluation=found.id,
        claim=claim,
        measure_class="saving",
        amount=amount,
        low=low,
        high=high,
        unit=unit,
        how="A lower cost is a saving of as much.",
    )
    return replace(register, evaluations=(found,), realised=(came,))
