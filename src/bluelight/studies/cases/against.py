"""Sets every figure of a full business case beside that of its outline, and says which change of input moved it."""

from __future__ import annotations

from bluelight.options.words import pounds
from bluelight.studies.cases.figures import Figure, figures_of
from bluelight.studies.cases.inputs import MONEY, RUN, every_input, lines_changed, moves_changed, settings_changed
from bluelight.studies.cases.shape import AgainstOutline, FigureChange, InputChange
from bluelight.studies.results import OptionResult, Results

_MOST = 5  # lines named for one figure, those that moved it most


def against_outline(outline: Results, now: Results) -> AgainstOutline:
    """Both sets of results beside each other; figures of options that only one of them has stand alone."""
    before = {option.id: option for option in outline.options}
    after = {option.id: option for option in now.options}
    return AgainstOutline(
        outline_version=outline.bluelight_version,
        outline_seed=outline.study.seed,
        added_options=[name for name in after if name not in before],
        removed_options=[name for name in before if name not in after],
        inputs=list(every_input(outline, now)),
        figures=[
            row
            for name in dict.fromkeys([*after, *before])
            for row in _Beside(outline, now, before.get(name), after.get(name)).rows()
        ],
    )


class _Beside:
    """One option in both, or in one of them."""

    def __init__(self, outline: Results, now: Results, before: OptionResult | None, after: OptionResult | None) -> None:
        self.outline, self.now, self.before, self.after = outline, now, before, after
        both = before is not None and after is not None
        self.lines = lines_changed(before, after) if before is not None and after is not None else []
        self.moves = moves_changed(before, after) if before is not None and after is not None else []
        self.alone = "" if both else "the option is new" if before is None else "the option is no longer there"

    def rows(self) -> list[FigureChange]:
        """Every figure of either."""
        before, after = (
            {_key(f): f for f in figures_of(o)} if o is not None else {} for o in (self.before, self.after)
        )
        return [self._row(before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before])]

    def _row(self, before: Figure | None, after: Figure | None) -> FigureChange:
        said = after or before
        option = self.after or self.before
        if said is None or option is None:
            raise ValueError("a figure is in neither")
        then, now = (f.value if f is not None else (None, None, None) for f in (before, after))
        return FigureChange(
            option=option.id,
            figure=said.name,
            unit=said.unit,
            outline=then[0],
            outline_low=then[1],
            outline_high=then[2],
            now=now[0],
            now_low=now[1],
            now_high=now[2],
            because=[] if then == now else self._because(said),
        )

    def _because(self, figure: Figure) -> list[str]:
        """The inputs that moved a figure; where none did, what changed in the run."""
        if self.alone:
            return [self.alone]
        found = [f"move: {change.what}" for change in self.moves]
        if figure.response:
            found += [_changed(change) for change in settings_changed(self.outline, self.now, RUN)]
        else:
            found += [f"line: {said}" for said in self._moved_by(figure)]
            found += [_changed(change) for change in settings_changed(self.outline, self.now, MONEY)]
        return found or self._run_changed(figure)

    def _moved_by(self, figure: Figure) -> list[str]:
        """The lines that changed and that the figure rests on, by how far each moved the present value."""
        before, after = (
            {line.id: line for line in option.money.lines} if option is not None else {}
            for option in (self.before, self.after)
        )
        moved = []
        for change in self.lines:
            line = after.get(str(change.line)) or before[str(change.line)]
            if figure.organisation not in (None, line.organisation) or figure.line not in (None, line.id):
                continue
            was, now = (lines[line.id].npsv_p50 if line.id in lines else 0.0 for lines in (before, after))
            moved.append((abs(now - was), f"{_changed(change)}: {pounds(now - was)} of present value"))
        ordered = [said for _, said in sorted(moved, key=lambda pair: -pair[0])]
        rest = len(ordered) - _MOST
        return ordered[:_MOST] + ([f"and {rest} more lines, each in the table of inputs"] if rest > 0 else [])

    def _run_changed(self, figure: Figure) -> list[str]:
        """No input of the figure's own: the draws or calls differ, or the program does."""
        names = {"seed": "seed"} if not figure.response else {}
        found = [f"run: {_changed(change)}" for change in settings_changed(self.outline, self.now, names)]
        if self.outline.bluelight_version != self.now.bluelight_version:
            found.append(f"run: Bluelight {self.outline.bluelight_version} to {self.now.bluelight_version}")
        if not found:
            found = [f"run: {_changed(change)}" for change in settings_changed(self.outline, self.now, RUN)]
        return found or ["run: no input that is kept in results changed; prices, rules or the program did"]


def _key(figure: Figure) -> tuple[str, str | None]:
    return figure.name, figure.line


def _changed(change: InputChange) -> str:
    return f"{change.what} (was {change.outline}, now {change.now})"
