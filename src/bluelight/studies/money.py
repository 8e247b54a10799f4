"""The money of each option, from its moves' line items to what results say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bluelight.appraisal import Appraisal, CashMoney, LineItem, LineMoney, OptionMoney, appraise, load_parameters
from bluelight.appraisal.checks import check_lines
from bluelight.appraisal.reference_ranges import measure_of
from bluelight.errors import InputError, Problem
from bluelight.options import expand
from bluelight.register import Observation
from bluelight.studies.model import Option, Study
from bluelight.studies.overlaps import group_of
from bluelight.studies.owners import owner_of, owns, risk_owner
from bluelight.studies.results import CapSeen, Money, MoneyLine, OrganisationMoney, SocietalValue, YearCash
from bluelight.studies.worth import appraised_of
from bluelight.studies.worth import spread_of as _range

ORGANISATIONS = ("police", "fire", "ambulance")


def appraise_study(study: Study, observed: Sequence[Observation] | None = None) -> Appraisal:
    """Every option's line items, appraised; options without any are worth nothing either way.

    `observed` is what a register says came of promises; the shipped register unless given.
    """
    lines = [line for option in study.options for line in option_lines(study, option)]
    return appraise(lines, study.settings, options=[option.id for option in study.options], observed=observed)


def check_money(study: Study) -> None:
    """InputError with every problem of every option's line items, so that no long work ends at one of them."""
    problems: list[Problem] = []
    lines: list[LineItem] = []
    for option in study.options:
        try:
            lines += option_lines(study, option)
        except InputError as error:
            problems += error.problems
    problems += check_lines(lines, study.settings, load_parameters(), [option.id for option in study.options])
    if problems:
        raise InputError(replace(problem, file=f"study {study.id}") for problem in problems)


def option_lines(study: Study, option: Option) -> list[LineItem]:
    """The line items of an option: those of its moves, then those of the risks that hang over it.

    Each line of a move has its move's theme, and each line an owner and the income group that it falls on.
    """
    return [_for_whom(study, line) for line in [*_of_moves(study, option), *_of_risks(study, option)]]


def _of_moves(study: Study, option: Option) -> Iterator[LineItem]:
    for move in expand(study.area, option.moves):
        for line in move.lines(study.area, option.id, study.settings):
            said = {
                "theme": move.theme,
                "owner": owner_of(study.owners, move.theme, line.organisation).said,
                "overlap_group": group_of(study.money.overlap_groups, move.kind, line),
            }
            yield _asking(study, move.theme, line.model_copy(update=said))


def _asking(study: Study, theme: str, line: LineItem) -> LineItem:
    """The line without its move's range where the study takes such ranges from the register."""
    if not line.mode or measure_of(line) not in study.money.reference_ranges.get(theme, ()):
        return line
    aside = f"the move's own range, {line.low:,.0f} to {line.high:,.0f}, is left aside"
    said = {"low": line.mode, "high": line.mode, "range_basis": "asked"}
    return line.model_copy(update={**said, "note": "; ".join(note for note in (line.note, aside) if note)})


def _of_risks(study: Study, option: Option) -> Iterator[LineItem]:
    for risk in study.risks:
        if risk.hangs_over(option.id, option.moves):
            line = risk.line(option.id, study.settings, risk_owner(study, risk).said)
            if line is not None:
                yield line


def _for_whom(study: Study, line: LineItem) -> LineItem:
    return line.model_copy(update={"income_group": study.money.payers.get(line.organisation)})


def money_of(study: Study, option: Option, appraisal: Appraisal, societal: list[SocietalValue]) -> Money:
    """What results say of one option's money."""
    area, moves, money = study.area, option.moves, appraisal.options[option.id]
    counted = [said for move in expand(area, moves) for said in move.not_counted(area)]
    return Money(
        npsv=_range(money.npsv),
        yearly_cash=_range(money.yearly_cash),
        one_off=_range(money.one_off),
        peak_funding=_range(money.peak_funding),
        chance_positive=money.chance_positive,
        by_organisation=[_organisation(name, cash) for name, cash in _ordered(money)],
        cash_by_year=[
            YearCash(year=year, organisation=name, amount=spread.p50)
            for name, cash in _ordered(money)
            for year, spread in cash.cash_by_year.items()
        ],
        lines=[_line(study, line) for line in money.lines],
        not_counted=list(dict.fromkeys(counted)),
        caps=[
            CapSeen(group=cap.group, cap=cap.cap, price_year=cap.price_year, source=cap.source)
            for cap in study.money.overlap_groups
            if any(line.line.overlap_group == cap.group for line in money.lines)
        ],
        societal=societal,
        appraised=None if option is study.options[0] else appraised_of(appraisal, option.id),
    )


def _ordered(money: OptionMoney) -> list[tuple[str, CashMoney]]:
    known = [*(o for o in ORGANISATIONS if o in money.by_organisation)]
    return [(name, money.by_organisation[name]) for name in [*known, *sorted(set(money.by_organisation) - set(known))]]


def _organisation(name: str, cash: CashMoney) -> OrganisationMoney:
    return OrganisationMoney(
        organisation=name,
        npsv=_range(cash.npsv),
        yearly_cash=_range(cash.yearly_cash),
        one_off=_range(cash.one_off),
    )


def _line(study: Study, money: LineMoney) -> MoneyLine:
    line = money.line
    return MoneyLine(
        id=line.id,
        label=line.label,
        organisation=line.organisation,
        category=line.category,
        benefit_class=line.benefit_class,
        low=line.low,
        mode=line.mode,
        high=line.high,
        price_year=line.price_year,
        start_year=line.start_year,
        end_year=line.end_year,
        basis=line.basis,
        source=line.source,
        note=line.note,
        npsv_p50=money.npsv.p50,
        governance_dependent=line.governance_dependent,
        theme=line.theme,
        range_basis="reference_class" if line.range_basis == "reference_class" else "given",
        npsv_at_mode=money.npsv_at_mode,
        owner=line.owner,
        owner_named=owns(study, line).named,
        overlap_group=line.overlap_group,
        taken_off=money.cut,
        evidence_grade=line.evidence_grade,
        likelihood=line.likelihood,
    )
