"""Whether it worked: evaluate."""

from __future__ import annotations

from pathlib import Path

import click

from bluelight.cli.base import A_FILE, quiet_option, say_unless
from bluelight.errors import BluelightError


@click.command()
@click.argument("protocol", type=A_FILE)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the document and result.json.")
@click.option("--formats", help="Which of html, pdf and docx to write, as html,pdf. [default: all]")
@click.option("--register", is_flag=True, help="Only write down that the protocol is as it is, before looking.")
@quiet_option
def evaluate(protocol: Path, out: Path | None, formats: str | None, register: bool, quiet: bool) -> None:
    """Evaluate whether a collaboration changed anything: effect, interval, checks, rating and verdict.

    PROTOCOL is a protocol.toml beside its panel.csv and treatment.csv.

    Example: bluelight evaluate protocol.toml --out out/
    """
    from bluelight.evaluation import load_case
    from bluelight.evaluation.seen import note

    say = say_unless(quiet)
    case = load_case(protocol)
    if register:
        history = note(protocol, "registered", case.hashes)
        say(f"Registered {protocol.name} on {history.entries[-1].when[:10]}, SHA-256 {case.hashes.protocol}.")
        return
    if out is None:
        raise BluelightError("Say with --out where to write the evaluation, or register the protocol with --register.")
    from bluelight.documents.evaluation import chosen, write_evaluation
    from bluelight.evaluation.run import evaluate as answer
    from bluelight.evaluation.run import ready

    asked = chosen(formats.split(",") if formats is not None else None)
    ready(case)  # what cannot be evaluated has not been looked at
    found = answer(case, note(protocol, "evaluated", case.hashes))
    written = write_evaluation(found, out, asked)
    say(found.sentence)
    say(f"Maryland {found.rating.maryland} of 5 ({found.design.method_words}).")
    say(f"Wrote {', '.join(path.name for path in written)} to {out}.")
