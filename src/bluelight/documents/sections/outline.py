"""The five cases: where each part of the report stands, and what a business case says beside its figures."""

from __future__ import annotations

from collections.abc import Iterable

from bluelight.documents import words
from bluelight.documents.model import (
    Block,
    Bullets,
    Column,
    Inline,
    Link,
    Note,
    Paragraph,
    Section,
    Table,
    Text,
)
from bluelight.documents.sections.marks import default_owner, linked
from bluelight.studies.cases.shape import BusinessCase, StatutoryView
from bluelight.studies.results import Results


def part(id: str, title: str, lead: Text, *blocks: Block | None) -> Section:
    """One of the five cases: its question, then its parts."""
    return Section(id, title, (Paragraph(lead, lead=True), *(block for block in blocks if block is not None)))


def gaps(case: BusinessCase | None, section: str) -> list[Block]:
    """What a person must write in a section, each marked with whose it is."""
    found = [item for item in case.to_write if item.section == section] if case is not None else []
    return [Note(f"{item.title}: to be written by {item.by}", item.text, tone="warning") for item in found]


def option_names(results: Results) -> dict[str, str]:
    """Names of the options by their id."""
    return {option.id: option.name for option in results.options}


def line_link(option: str, line: str | None, said: str) -> Text:
    """Words that lead to the line behind them, where there is one."""
    return (Link(said, f"#line-{option}-{line}"),) if line is not None else said


def framework(results: Results) -> Section | None:
    """The long list by dimension, with what was carried forward, and each option by the success factors."""
    case = results.business_case
    if case is None:
        return None
    names = option_names(results)
    titles = {"scope": "Scope", "solution": "Solution", "delivery": "Delivery", "implementation": "Implementation",
              "funding": "Funding"}  # fmt: skip
    table = Table(
        "framework-table",
        "The long list, filtered",
        (Column("Dimension and choice"), Column("Outcome"), Column("Options that have it"), Column("Why")),
        tuple(
            (
                f"{titles[choice.dimension]}: {choice.choice}",
                choice.filter,
                words.listed([names[option] for option in choice.options]) or "none",
                choice.why or "in an option of this study; the workshop's reason is to be written",
            )
            for choice in case.framework
        ),
        notes=(linked(f"Five dimensions: {case.sources['framework']}."), linked(f"Filter: {case.sources['filter']}.")),
        layout="cards",
    )
    shown = list(dict.fromkeys(view.factor for view in case.factors))
    factors = Table(
        "factors-table",
        "Each option by the critical success factors",
        (Column("Factor and option"), Column("What is known"), Column("Who judges the rest")),
        tuple(
            (f"{factor}: {names[view.option]}", words.sentence(view.known), view.by or "the figures")
            for factor in shown
            for view in case.factors
            if view.factor == factor
        ),
        notes=(linked(f"Factors: {case.sources['factors']}."),),
        layout="cards",
    )
    title = "The long list, and how it was filtered"
    return Section("framework", title, (table, factors, *gaps(case, "framework")))


def objectives(results: Results) -> Table | None:
    """What is to be achieved, and what each option does for it; None where the study states nothing."""
    case = results.business_case
    if case is None or not case.objectives:
        return None
    names = option_names(results)
    return Table(
        "objectives-table",
        "Objectives, and what each option does for them",
        (Column("Objective and option"), Column("How it is measured"), Column("What was found"), Column("Met?")),
        tuple(
            (
                f"{words.sentence(each.text)} {names[view.option]}",
                linked("; ".join(said for said in (each.measure, each.target, each.factor, each.source) if said)),
                view.found,
                view.met,
            )
            for each in case.objectives
            for view in each.options
        ),
        notes=(
            "Met where the whole of the range is; not sure where only part of it is. Whether an option fits what no "
            "figure measures is for people to judge.",
        ),
        data=(
            ("objective", "measure", "factor", "target", "source", "option", "found", "met"),
            *(
                (each.text, each.measure, each.factor, each.target, each.source, view.option, view.found, view.met)
                for each in case.objectives
                for view in each.options
            ),
        ),
        layout="cards",
    )


def purchases(results: Results) -> list[Block]:
    """What has to be bought, built, set up and sold, each leading to its line."""
    case = results.business_case
    if case is None or not case.purchases:
        return []
    names = option_names(results)
    return [
        Table(
            "purchases-table",
            "What has to be bought, built or sold",
            (Column("What"), Column("Option"), Column("Who"), Column("How"), Column("When")),
            tuple(
                (
                    line_link(item.option, item.line, item.label),
                    names[item.option],
                    words.service_name(item.organisation),
                    item.kind,
                    words.financial_year(item.year),
                )
                for item in case.purchases
            ),
            layout="cards",
        )
    ]


def milestones(results: Results) -> list[Block]:
    """When each move happens, and when the first money comes of it."""
    case = results.business_case
    if case is None or not case.milestones:
        return []
    names = option_names(results)
    rows = tuple(
        (f"{names[item.option]}: {words.financial_year(item.year)}", words.sentence(item.what))
        for item in case.milestones
    )
    return [Table("milestones-table", "What happens when", (Column("Option and year"), Column("What")), rows)]


def benefits(results: Results) -> Section | None:
    """The benefits register: owner, measure and how each will be evaluated."""
    case = results.business_case
    if case is None or not case.benefits:
        return None
    names = option_names(results)
    table = Table(
        "benefits-table",
        "Benefits register",
        (
            Column("Benefit"),
            Column("Option"),
            Column("Whose"),
            Column("How much"),
            Column("From"),
            Column("Owner"),
            Column("Measure"),
            Column("How it will be evaluated"),
        ),
        tuple(
            (
                line_link(item.option, item.line, item.label),
                names[item.option] + (" (only with a change of who governs)" if item.needs_governance else ""),
                f"{words.service_name(item.organisation)}; {item.kind}",
                item.amount,
                words.financial_year(item.from_year) if item.from_year is not None else "once settled",
                default_owner(item.owner, item.owner_named),
                item.measure,
                item.evaluation if item.plan is None else f"{item.evaluation}. {words.sentence(item.plan)}",
            )
            for item in case.benefits
        ),
        data=(
            (
                "option",
                "line",
                "benefit",
                "organisation",
                "kind",
                "amount",
                "from_year",
                "owner",
                "owner_named",
                "measure",
                "evaluation",
                "plan",
            ),
            *(
                (
                    item.option,
                    item.line,
                    item.label,
                    item.organisation,
                    item.kind,
                    item.amount,
                    item.from_year,
                    item.owner,
                    "yes" if item.owner_named else "by default",
                    item.measure,
                    item.evaluation,
                    item.plan or "",
                )
                for item in case.benefits
            ),
        ),
        layout="cards",
    )
    return Section("benefits", "Benefits register and plan of evaluation", (table,))


def statutory(results: Results) -> Section | None:
    """Each governance model by the statutory tests, the law as read, consultation and equality."""
    case = results.business_case
    if case is None:
        return None
    names = option_names(results)
    tests = Table(
        "statutory-table",
        "Each way of governing, by the statutory tests",
        (
            Column("Way of governing"),
            Column("Law, and until when"),
            Column("Economy"),
            Column("Efficiency"),
            Column("Effectiveness"),
            Column("Public safety"),
        ),
        tuple(
            (
                f"{words.sentence(view.name)} {names.get(view.option or '', '')}".strip(),
                linked(_law(view)),
                words.sentence(view.economy),
                words.sentence(view.efficiency),
                words.sentence(view.effectiveness),
                words.sentence(view.public_safety),
            )
            for view in case.statutory
        ),
        notes=(
            ("Figures are those of ", Link("worth", "#worth"), ", ", Link("response", "#response"), " and ",
             Link("who waits longer", "#options"), "; the tests are taken in the round, not each by itself."),
        ),
        layout="cards",
    )  # fmt: skip
    law = Table(
        "law-table",
        f"The law as read in {case.rules_as_of}",
        (Column("What"), Column("Rule"), Column("Citation"), Column("How it was read"), Column("Source")),
        tuple(
            (rule.item, words.sentence(rule.rule), rule.citation, rule.confidence, linked(rule.source))
            for rule in case.rules
        ),
        layout="cards",
    )
    consultation = Section("consultation", "Consultation", (*_consultation(case), *gaps(case, "consultation")))
    equality = Section("equality", "Equality", (*_equality(results), *gaps(case, "equality")))
    title = "Statutory tests, consultation and equality"
    lead = Paragraph(
        "A program sets figures beside each test; whether a test is met is for those who decide.", lead=True
    )
    return Section("statutory", title, (lead, tests, law, consultation, equality))


def _law(view: StatutoryView) -> str:
    begins = f"from {view.begins}" if view.begins else "no start known"
    ends = f", until {view.ends}" if view.ends else ""
    return f"{words.sentence(view.legal)} {begins[:1].upper()}{begins[1:]}{ends}."


def _consultation(case: BusinessCase) -> Iterable[Block]:
    known = [rule for rule in case.rules if rule.item in ("Consultation length seen", "Independent assessment")]
    if known:
        items: tuple[Text, ...] = tuple(
            (f"{rule.item}: {words.sentence(rule.rule)} {rule.citation}. ", *_address(rule.source)) for rule in known
        )
        yield Paragraph("What is known:")
        yield Bullets(items)


def _address(source: str) -> tuple[Inline, ...]:
    found = linked(source)
    return (found,) if isinstance(found, str) else found


def _equality(results: Results) -> Iterable[Block]:
    known: list[Text] = []
    if any(option.fifths for option in results.options):
        known.append(
            ("Places by deprivation: response is told by fifth of deprivation under ",
             Link("rich places and poor ones", "#fairness"), ".")
        )  # fmt: skip
    people = list(dict.fromkeys(said for option in results.options for move in option.moves for said in move.people))
    known += [words.sentence(said) for said in people[:6]]
    lost = list(dict.fromkeys(said for option in results.options for move in option.moves for said in move.unseen))
    known += [words.sentence(said) for said in lost[:6]]
    if known:
        yield Paragraph("What is known of whom it touches; none of it replaces an assessment:")
        yield Bullets(tuple(known))


def assurance(results: Results) -> Section | None:
    """The quality-assurance statement, the log of decisions, and what people must still write."""
    case = results.business_case
    if case is None:
        return None
    checks = Table(
        "checks-table",
        "What was checked, and what is still to be",
        (Column("Check"), Column("Outcome"), Column("Done")),
        tuple(
            (check.check, words.sentence(check.outcome), "yes" if check.done else "not yet") for check in case.checks
        ),
        notes=(linked(f"Roles and logs: {case.sources['assurance']}."),),
        layout="cards",
    )
    decisions = Table(
        "decisions-table",
        "Decisions about how the analysis was done",
        (Column("Decision"), Column("Value"), Column("Why")),
        tuple((entry.decision, words.dated(entry.value), words.sentence(entry.why)) for entry in case.decisions),
        layout="cards",
    )
    todo = Bullets(tuple(f"{item.title} ({item.section}): {item.by}" for item in case.to_write))
    return Section(
        "assurance",
        "Quality assurance and logs",
        (
            checks,
            *gaps(case, "assurance"),
            decisions,
            Paragraph(
                ("The log of assumptions is under ", Link("what is assumed", "#assumptions"), ", that of data under ",
                 Link("sources", "#sources"), ". Still to be written, and by whom:")
            ),
            todo,
        ),
    )  # fmt: skip
