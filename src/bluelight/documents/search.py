"""What a search found, as a page to read, a study to run and files to compute with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bluelight.area import list_areas
from bluelight.documents import words
from bluelight.documents.charts.search import change_said, front
from bluelight.documents.formats import papers
from bluelight.documents.html import csv_text
from bluelight.documents.model import (
    Block,
    Bullets,
    Column,
    Document,
    Figure,
    Folded,
    Paragraph,
    Section,
    Table,
    Text,
    Value,
)
from bluelight.files import write_all
from bluelight.studies import to_toml
from bluelight.studies.search.results import Asks, Plan, SearchResults
from bluelight.studies.search.running import Found


def write_search(found: Found, area: str, folder: Path) -> list[Path]:
    """Write `search.html`, `search.pdf`, `search.json`, `plans.csv` and `study.toml`; the paths written.

    `area` is what the search was asked of: the study names it as seen from the folder. All files are written or none.
    BluelightError where they cannot be.
    """
    page = search_page(found.results)
    about = found.study.about.model_copy(update={"area": _seen_from(area, folder)})
    files: dict[str, str | bytes] = {
        **papers(page, "search", ("html", "pdf")),
        "search.json": found.results.model_dump_json(indent=1) + "\n",
        "plans.csv": csv_text(plans_data(found.results)),
        "study.toml": to_toml(replace(found.study, about=about)),
    }
    return write_all(folder, files)


def _seen_from(area: str, folder: Path) -> str:
    if area in {shipped.id for shipped in list_areas()}:
        return area
    return Path(os.path.relpath(Path(area).resolve(), folder.resolve())).as_posix()


def search_page(results: SearchResults) -> Document:
    """The page: the answer, money against response, every plan, what to ask next, the proof, and how it was found."""
    asked = results.asked
    return Document(
        title=f"Where {asked.service} sites would best be",
        kicker=f"{asked.area_name}, {asked.price_year} prices",
        lead=f"Plans of {asked.least_sites} to {asked.most_sites} sites, looking for {asked.aim_words}.",
        sections=(
            Section("answer", "The answer", tuple(_answer(results))),
            Section("front", "Money against response", (Figure(front(results)),)),
            Section("plans", "The plans", tuple(_plans(results))),
            Section("next", "What to ask next", (_asks(results),)),
            Section("map", "How far from the best there is", tuple(_map(results))),
            Section("conditions", "What was asked", (_asked(results),)),
            Section("method", "How it was found", tuple(_method(results))),
        ),
        foot=(f"Made by Bluelight {results.bluelight_version}, seed {asked.seed}.",),
    )


def _answer(results: SearchResults) -> Iterable[Block]:
    first, *rest = results.headline
    yield Paragraph(first, lead=True)
    for line in rest:
        yield Paragraph(line)
    if results.notes:
        yield Bullets(tuple(results.notes))


def _plans(results: SearchResults) -> Iterable[Block]:
    aim = results.asked.aim
    rows: list[tuple[Text, ...]] = [
        (
            plan.name + (" (recommended)" if plan.recommended else ""),
            plan.summary if not plan.is_today else "",
            "" if plan.is_today else words.money_range(plan.npsv),
            "" if plan.is_today else words.money(plan.spent),
            words.time_estimate(plan.mean_min),
            change_said(plan, aim),
            plan.why,
        )
        for plan in results.plans
    ]
    columns = ("Plan", "What changes", "Present value", "To be found first", "Mean response", "Change", "Why")
    yield Table(
        "plans-table",
        "The plans of the race, those that no other beats first",
        tuple(Column(title) for title in columns),
        tuple(rows),
        notes=(
            f"Present value of cash over {results.asked.appraisal_years} years, 10th to 90th percentile. To be found "
            "first: building, fitting out and moving at their most likely, receipts not counted. Differences are "
            "paired over replications, 95%.",
        ),
        data=plans_data(results),
        layout="cards",
    )
    for plan in results.plans:
        if not plan.is_today:
            yield Folded(f"{plan.name}: moves, risks and standards", tuple(_detail(plan)))


def _detail(plan: Plan) -> Iterable[Block]:
    yield Bullets(tuple(plan.moves))
    yield Paragraph("What it asks of people, what could go wrong, and what is in neither model:")
    yield Bullets(tuple(plan.cautions))
    if plan.standards:
        yield Table(
            f"standards-{plan.id}",
            f"Standards under {plan.name}",
            (Column("Standard"), Column("Today"), Column("Plan"), Column("Kept")),
            tuple((s.asked, _figure(s.today), _figure(s.plan), "yes" if s.kept else "no") for s in plan.standards),
            layout="cards",
        )


def _figure(value: float) -> str:
    return words.share(value, 1) if value <= 1 else words.duration(value, short=True)


def _asks(results: SearchResults) -> Block:
    return Table(
        "asks-table",
        "Other plans and what conditions cost, against the plan recommended",
        (Column("Question"), Column("Answer"), Column("The plan")),
        tuple((ask.question, ask.answer, ask.plan or "") for ask in results.asks),
        notes=(
            f"Solved again on the map, improved by swaps and screened on the same {results.screening_calls:,} calls; "
            "not raced. A condition's cost is what would be gained without it.",
        ),
        data=(
            ("question", "kind", "closes", "opens", "change", "change_low", "change_high", "npsv_change_gbp"),
            *(_asked_row(ask) for ask in results.asks),
        ),
        layout="cards",
    )


def _asked_row(ask: Asks) -> tuple[Value, ...]:
    change = ask.change
    ends = (None, None, None) if change is None else (change.value, change.low, change.high)
    return (ask.question, ask.kind, " ".join(ask.closes), " ".join(ask.opens), *ends, ask.npsv_change)


def _map(results: SearchResults) -> Iterable[Block]:
    cover = results.asked.aim == "cover"
    unit = "share of calls within the drive" if cover else "mean minutes of driving from the nearest open site"
    yield Paragraph(
        "On the map alone, with no unit ever busy, the best plan of each number of sites is known, and no plan is "
        "better than its bound."
    )

    def said(value: float) -> str:
        return words.share(value, 2) if cover else f"{value:.3f} min"

    yield Table(
        "map-table",
        f"The best plan of each number of sites by {unit}",
        (
            Column("Sites", True),
            Column("Best found", True),
            Column("Bound", True),
            Column("Gap", True),
            Column("Proven"),
        ),
        tuple(
            (str(m.sites), said(m.value), said(m.bound), f"{m.gap:.2%}", "yes" if m.proven else "no")
            for m in results.on_the_map
        ),
        data=(
            ("sites", "value", "bound", "gap", "proven", "open"),
            *(
                (m.sites, m.value, m.bound, m.gap, "yes" if m.proven else "no", " ".join(m.open))
                for m in results.on_the_map
            ),
        ),
    )
    rows = [plan for plan in results.plans if plan.drive_gap is not None]
    yield Table(
        "drive-table",
        "How far each plan of the race is from that bound",
        (Column("Plan"), Column("On the map", True), Column("From the bound", True)),
        tuple((plan.name, said(plan.drive), f"{plan.drive_gap or 0.0:.2%}") for plan in rows),
        notes=("A plan may be best in the simulation and not on the map, which knows no turnout and no busy unit.",),
    )


def _asked(results: SearchResults) -> Block:
    asked = results.asked
    rows: list[tuple[str, str]] = [
        ("Aim", asked.aim_words),
        ("Sites", f"{asked.least_sites} to {asked.most_sites}"),
        (
            "Units of a site that closes",
            "withdrawn" if asked.units == "withdraw" else "to the nearest open site",
        ),
        ("Must stay", ", ".join(asked.stay) or "none named"),
        ("Must close", ", ".join(asked.close) or "none named"),
        ("Sites of other services that may take units in", ", ".join(asked.hosts) or "none named"),
        ("Places for new sites", ", ".join(asked.new_sites) or "none named"),
        ("No zone further than", "no limit" if asked.slowest_min is None else f"{asked.slowest_min:g} minutes' drive"),
        ("Budget", "no limit" if asked.budget_gbp is None else words.money(asked.budget_gbp)),
        ("Standards", "kept" if asked.keep_standards else "not asked for"),
        ("Weights", ", ".join(f"{k} {v:g}" for k, v in asked.weights.items()) or "every call counts the same"),
    ]
    return Table("asked-table", "The question", (Column("What"), Column("Asked")), tuple(rows))


def _method(results: SearchResults) -> Iterable[Block]:
    asked = results.asked
    least = f"{asked.smallest:.1%} of calls" if asked.aim == "cover" else f"{asked.smallest * 60:g} seconds"
    yield Bullets(
        (
            "The location model gives the best sites of each number with a bound that no plan can beat.",
            f"From there, and from today's sites, one site at a time is swapped for another: {results.screened:,} "
            f"plans answered the same {results.screening_calls:,} calls.",
            f"The best then raced in the simulation, {asked.days} days a replication on the same calls, until those "
            f"left could not be told apart by {least}. A plan that is better than all as cheap by that much is dropped "
            f"with a chance of at most {1 - asked.confidence:.0%}.",
            "Money is that of the moves, line by line: run study.toml for every line and a full report.",
            "A standard that today meets is kept where the plan meets it; one that today misses is kept unless the "
            "plan is surely worse.",
        ),
        numbered=True,
    )


def plans_data(results: SearchResults) -> tuple[tuple[Value, ...], ...]:
    """One row for each plan, in full precision."""
    head = (
        *("plan", "name", "sites", "closes", "opens", "npsv_p10_gbp", "npsv_p50_gbp", "npsv_p90_gbp", "spent_gbp"),
        *("mean_min", "mean_low", "mean_high", "change_min", "change_low", "change_high"),
        *("within_share", "within_change", "within_change_low", "within_change_high", "replications", "standards_kept"),
        *("on_front", "recommended", "beaten_by", "map_value", "map_gap", "why"),
    )
    rows: list[tuple[Value, ...]] = []
    for p in results.plans:
        inside = p.within_change
        rows.append(
            (
                *(p.id, p.name, p.sites, " ".join(p.closes), " ".join(p.opens)),
                *(p.npsv.p10, p.npsv.p50, p.npsv.p90, p.spent),
                *(p.mean_min.value, p.mean_min.low, p.mean_min.high),
                *(p.mean_change.value, p.mean_change.low, p.mean_change.high),
                p.within.value if p.within is not None else None,
                *((inside.value, inside.low, inside.high) if inside is not None else (None, None, None)),
                *(p.replications, _yes(p.keeps), _yes(p.on_front), _yes(p.recommended), p.beaten_by),
                *(p.drive, p.drive_gap, p.why),
            )
        )
    return (head, *rows)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
