"""What went into a full case and what went into its outline: every input that differs."""

from __future__ import annotations

from collections.abc import Iterator

from bluelight.studies.cases.shape import InputChange
from bluelight.studies.results import MoneyLine, OptionResult, Results

MONEY = {
    "price_year": "price year",
    "first_year": "first year",
    "appraisal_years": "years appraised",
    "discounting": "discount rates",
    "draws": "draws of money",
    "inflation": "inflation",
}
RUN = {
    "seed": "seed",
    "replications": "replications",
    "days": "days of a replication",
    "warm_up_days": "days of warming up",
    "area_digest": "figures of the area",
}
_LINE = ("low", "mode", "high", "price_year", "start_year", "end_year", "organisation", "category", "likelihood")


def settings_changed(outline: Results, now: Results, names: dict[str, str]) -> list[InputChange]:
    """The settings of the study that differ, of those named."""
    return [
        InputChange(
            what=said,
            option=None,
            line=None,
            outline=str(getattr(outline.study, name)) or "none",
            now=str(getattr(now.study, name)) or "none",
        )
        for name, said in names.items()
        if getattr(outline.study, name) != getattr(now.study, name)
    ]


def lines_changed(outline: OptionResult, now: OptionResult) -> list[InputChange]:
    """Lines of money of an option that came, went, or say something else."""
    before = {line.id: line for line in outline.money.lines}
    after = {line.id: line for line in now.money.lines}
    return [
        InputChange(
            what=(after.get(id) or before[id]).label,
            option=now.id,
            line=id,
            outline=_said(before.get(id), after.get(id)),
            now=_said(after.get(id), before.get(id)),
        )
        for id in dict.fromkeys([*before, *after])
        if _key(before.get(id)) != _key(after.get(id))
    ]


def _key(line: MoneyLine | None) -> tuple[object, ...] | None:
    return None if line is None else tuple(getattr(line, name) for name in _LINE)


def _said(line: MoneyLine | None, other: MoneyLine | None) -> str:
    """What a line says where it differs from the other; all of its amounts where there is no other."""
    if line is None:
        return "not there"
    names = ("low", "mode", "high") if other is None else tuple(n for n in _LINE if _differs(line, other, n))
    return ", ".join(f"{name.replace('_', ' ')} {_plain(getattr(line, name))}" for name in names)


def _differs(line: MoneyLine, other: MoneyLine, name: str) -> bool:
    return bool(getattr(line, name) != getattr(other, name))


def _plain(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, float) and abs(value) >= 100 else str(value)


def moves_changed(outline: OptionResult, now: OptionResult) -> list[InputChange]:
    """Moves of an option that came or went."""
    before, after = ([move.sentence for move in option.moves] for option in (outline, now))
    return [
        InputChange(
            what=sentence,
            option=now.id,
            line=None,
            outline="a move of the option" if sentence in before else "not there",
            now="a move of the option" if sentence in after else "not there",
        )
        for sentence in dict.fromkeys([*before, *after])
        if (sentence in before) != (sentence in after)
    ]


def every_input(outline: Results, now: Results) -> Iterator[InputChange]:
    """All of them: settings, version, then option by option moves and lines."""
    yield from settings_changed(outline, now, {**MONEY, **RUN})
    if outline.bluelight_version != now.bluelight_version:
        yield InputChange(
            what="version of Bluelight",
            option=None,
            line=None,
            outline=outline.bluelight_version,
            now=now.bluelight_version,
        )
    known = {option.id: option for option in outline.options}
    for option in now.options:
        if option.id in known:
            yield from moves_changed(known[option.id], option)
            yield from lines_changed(known[option.id], option)
