"""Studies and money: run, appraise."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bluelight.cli.base import cluster_option, one_of, quiet_option, say_unless


@click.command("run")
@click.argument("study")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the report and the results.")
@click.option("--formats", help="Which of html, pdf, docx and xlsx to write, as html,pdf. [default: all]")
@click.option("--replications", type=int, help="How often each option is simulated. [default: as the study says]")
@click.option("--days", type=int, help="Days counted in each replication. [default: as the study says]")
@click.option("--seed", type=int, help="Seed of every draw. [default: as the study says]")
@click.option("--workers", type=click.IntRange(1), help="Replications to run at a time; changes no figure.")
@click.option(
    "--outline",
    type=click.Path(path_type=Path),
    help="results.json of the outline (or its folder): writes a full business case, each figure beside the outline's.",
)
@cluster_option
@quiet_option
def run_study(
    study: str,
    out: Path,
    formats: str | None,
    replications: int | None,
    days: int | None,
    seed: int | None,
    workers: int | None,
    outline: Path | None,
    cluster: str | None,
    quiet: bool,
) -> None:
    """Run a study: what each option does to response and to money. STUDY is one that ships, or a path to a study.toml.

    Example: bluelight run hertfordshire --out out/ --formats html,pdf
    """
    from bluelight.documents import case
    from bluelight.documents.formats import chosen
    from bluelight.studies import check_folder, load_study, run
    from bluelight.studies.cases.outline_file import check_outline, read_outline

    one_of(workers, cluster)
    asked_for = [found.name for found in chosen(formats.split(",") if formats is not None else None)]
    asked = load_study(study).with_settings(replications=replications, days=days, seed=seed)
    before = None
    if outline is not None:
        before = read_outline(outline)
        check_outline(before, asked.id, asked.area.id)
    check_folder(out)
    with click.progressbar(length=100, label=asked.name, file=sys.stderr, hidden=quiet) as bar:
        result = run(
            asked,
            progress=lambda step, share: bar.update(round(90 * share) - bar.pos),
            workers=workers,
            cluster=cluster,
        )
        found = case(result, before)
        bar.update(95 - bar.pos)
        written = found.write(out, asked_for)
        bar.update(100 - bar.pos)
    for line in found.results.headline:
        say_unless(quiet)(line)
    say_unless(quiet)(f"Wrote {', '.join(str(path) for path in written)}.")


@click.command()
@click.argument("lines", type=click.Path(path_type=Path))
@click.option("--settings", type=click.Path(path_type=Path), required=True, help="How to appraise, as TOML.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the page and the tables.")
@click.option("--formats", help="Which of html, pdf, docx and xlsx to write, as html,pdf. [default: all]")
@quiet_option
def appraise(lines: Path, settings: Path, out: Path, formats: str | None, quiet: bool) -> None:
    """Appraise line items: what each option is worth, how sure that is, who pays, and what the answer turns on.

    Example: bluelight appraise lines.csv --settings settings.toml --out out/
    """
    from bluelight.appraisal import appraise as worth_of
    from bluelight.appraisal.reading import in_files, read_case
    from bluelight.documents.appraisal import FORMATS, write_appraisal
    from bluelight.documents.formats import named
    from bluelight.errors import InputError

    asked = named(formats.split(",") if formats is not None else None, FORMATS)
    items, given = read_case(lines, settings)
    try:
        found = worth_of(items, given)
    except InputError as error:
        raise in_files(error.problems, lines, settings) from None
    written = write_appraisal(found, out, asked)
    say = say_unless(quiet)
    for option, money in found.options.items():
        value = money.worth[given.measure]
        say(
            f"{option}: {value.npsv.p50:,.0f} pounds of {given.price_year} over {given.appraisal_years} years, "
            f"P10 {value.npsv.p10:,.0f}, P90 {value.npsv.p90:,.0f}; above zero in {value.chance_positive:.0%} of draws."
        )
    for notice in found.notices:
        say(notice)
    say(f"Wrote {', '.join(path.name for path in written)} to {out}.")
