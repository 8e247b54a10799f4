"""Whether it worked: evaluate, and panels to evaluate with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bluelight.cli.base import A_FILE, quiet_option, say_unless
from bluelight.errors import BluelightError

if TYPE_CHECKING:
    from bluelight.evaluation.case import Case


@click.command()
@click.argument("protocol", type=A_FILE)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the document and result.json.")
@click.option("--formats", help="Which of html, pdf and docx to write, as html,pdf. [default: all]")
@click.option("--plan", is_flag=True, help="Before it starts: what effect could be seen, from the past of the panel.")
@click.option("--register", is_flag=True, help="Only write down that the protocol is as it is, before looking.")
@quiet_option
def evaluate(protocol: Path, out: Path | None, formats: str | None, plan: bool, register: bool, quiet: bool) -> None:
    """Evaluate whether a collaboration changed anything: effect, interval, checks, rating and verdict.

    PROTOCOL is a protocol.toml beside its panel.csv and treatment.csv.

    Example: bluelight evaluate protocol.toml --out out/
    """
    from bluelight.evaluation import load_case
    from bluelight.evaluation.seen import note

    say = say_unless(quiet)
    case = load_case(protocol, planned=plan or register)
    if plan:
        _plan(case, out, say)
        return
    if register:
        history = note(protocol, "registered", case.hashes)
        say(f"Registered {protocol.name} on {history.entries[-1].when[:10]}, SHA-256 {case.hashes.protocol}.")
        return
    if out is None:
        raise BluelightError("Say with --out where to write the evaluation, or register the protocol with --register.")
    from bluelight.documents.evaluation import write_evaluation
    from bluelight.documents.formats import PAPERS, named
    from bluelight.evaluation.run import evaluate as answer
    from bluelight.evaluation.run import ready

    asked = named(formats.split(",") if formats is not None else None, PAPERS)
    ready(case)  # what cannot be evaluated has not been looked at
    found = answer(case, note(protocol, "evaluated", case.hashes))
    written = write_evaluation(found, out, asked)
    say(found.sentence)
    say(f"Maryland {found.rating.maryland} of 5 ({found.design.method_words}).")
    say(f"Wrote {', '.join(path.name for path in written)} to {out}.")


def _plan(case: Case, out: Path | None, say: Callable[[str], None]) -> None:
    """Say what could be seen, and write it as `plan.csv` where a folder is given."""
    from bluelight.documents.html import csv_text
    from bluelight.evaluation.power import plan as could_be_seen
    from bluelight.files import write_all

    found = could_be_seen(case)
    head = ("after", "comparators", "method", "smallest_effect_seen", "percent", "simulations")
    rows = [(r.after, r.comparators, r.method, r.effect, r.percent, r.simulations) for r in found.rows]
    say(f"{found.frequency}s after  comparators  effect seen four times in five, {found.unit}")
    for row in found.rows:
        percent = "" if row.percent is None else f" ({row.percent:.1f}%)"
        say(f"{row.after:>12}  {row.comparators:>11}  {row.effect:.3g}{percent}, {row.method}")
    say(found.sentence)
    if out is not None:
        write_all(out, {"plan.csv": csv_text((head, *rows))})
        say(f"Wrote plan.csv to {out}.")


@click.group()
def panel() -> None:
    """Panels for an evaluation, out of published tables."""


@panel.command()
@click.argument("file", type=A_FILE)
@click.option("--out", type=A_FILE, required=True, help="File for the panel, as panel.csv.")
@quiet_option
def ambsys(file: Path, out: Path, quiet: bool) -> None:
    """Make a panel of England's ambulance indicators by trust and month. FILE is the AmbSYS CSV of NHS England.

    Example: bluelight panel ambsys AmbSYS-to-April-2024.csv --out panel.csv
    """
    from bluelight.evaluation.importers.ambsys import read_ambsys
    from bluelight.evaluation.importers.writing import write_panel

    rows = read_ambsys(file)
    say_unless(quiet)(f"Wrote {len(rows):,} rows to {write_panel(rows, out)}.")


@panel.command()
@click.argument("file", type=A_FILE)
@click.option("--out", type=A_FILE, required=True, help="File for the panel, as panel.csv.")
@quiet_option
def fire(file: Path, out: Path, quiet: bool) -> None:
    """Make a panel of England's fire response times by service and year. FILE is the Home Office's FIRE1001.

    Example: bluelight panel fire fire-statistics-data-tables-fire1001.xlsx --out panel.csv
    """
    from bluelight.evaluation.importers.fire1001 import read_fire1001
    from bluelight.evaluation.importers.writing import write_panel

    rows = read_fire1001(file)
    say_unless(quiet)(f"Wrote {len(rows):,} rows to {write_panel(rows, out)}.")
