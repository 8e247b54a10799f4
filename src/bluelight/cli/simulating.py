"""The response of an area: simulate, trace, calibrate, fitlog, replay, validate."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bluelight.cli.base import A_FILE, cluster_option, one_of, quiet_option, say_unless


@click.command()
@click.argument("area_or_folder")
@click.option("--days", default=365, show_default=True, help="Days to simulate, after a warm-up of seven.")
@click.option("--replications", default=10, show_default=True, help="How often, each with other luck.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same result.")
@click.option("--workers", type=int, help="Replications to run at a time. [default: one for each processor]")
@cluster_option
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the tables as CSV.")
@quiet_option
def simulate(
    area_or_folder: str,
    days: int,
    replications: int,
    seed: int,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    quiet: bool,
) -> None:
    """Simulate how an area responds today, beside its standards and what is published of it.

    Example: bluelight simulate hertfordshire --days 28 --replications 2 --out out/
    """
    from bluelight.area import load_area
    from bluelight.response import simulate as run
    from bluelight.response.listing import describe, write_tables

    one_of(workers, cluster)
    area = load_area(area_or_folder)
    with click.progressbar(length=100, label="Simulating", file=sys.stderr, hidden=quiet) as bar:
        performance = run(
            area,
            days=days,
            replications=replications,
            seed=seed,
            workers=workers if workers is not None else os.cpu_count() or 1,
            cluster=cluster,
            progress=lambda step, share: bar.update(round(100 * share) - bar.pos),
        )
    say_unless(quiet)(describe(area, performance))
    if out is not None:
        written = write_tables(area, performance, out)
        say_unless(quiet)(f"\nWrote {', '.join(path.name for path in written)} to {out}.")


@click.command()
@click.argument("area_or_study")
@click.option("--option", help="Option of a study, by its id; what is named is then a study and not an area.")
@click.option("--day", type=int, help="Day to tell, from 1. [default: every day]")
@click.option("--replication", type=int, default=0, show_default=True, help="Which replication, from 0.")
@click.option("--days", type=int, help="Days of the replication. [default: 365, or as the study says]")
@click.option("--seed", type=int, help="Seed of every draw. [default: 1, or as the study says]")
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables.")
@quiet_option
def trace(
    area_or_study: str,
    option: str | None,
    day: int | None,
    replication: int,
    days: int | None,
    seed: int | None,
    form: str,
    out: Path,
    quiet: bool,
) -> None:
    """Write a simulated day or year as tables: calls, journeys, what each unit did, and the queue minute by minute.

    Example: bluelight trace hertfordshire --day 181 --out trace/
    """
    from bluelight.area import load_area
    from bluelight.response.trace import check_folder, replicate, write_trace
    from bluelight.response.trace import trace as tell

    check_folder(out)
    about: dict[str, object] = {}
    if option is None:
        area = load_area(area_or_study)
        settings = {"days": 365 if days is None else days, "seed": 1 if seed is None else seed}
    else:
        from bluelight.studies import load_study
        from bluelight.studies.tracing import area_of, trace_settings

        study = load_study(area_or_study).with_settings(days=days, seed=seed)
        area, settings = area_of(study, option), trace_settings(study)
        about = {"study": study.id, "option": option}
    told = tell(replicate(area, replication=replication, **settings), day)
    written = write_trace(told.with_about(**about), out, form)
    say_unless(quiet)(f"Wrote {', '.join(path.name for path in written)} to {out}.")


@click.command()
@click.argument("area_or_folder")
@click.option("--days", default=365, show_default=True, help="Days of each replication, after a warm-up of seven.")
@click.option("--replications", default=10, show_default=True, help="How often each trial, each with other luck.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same fit.")
@click.option("--start", multiple=True, metavar="NAME:SERVICE=VALUE", help="Set out from here, not from the pack.")
@click.option("--workers", type=int, help="Replications to run at a time. [default: one for each processor]")
@cluster_option
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the fit as CSV.")
@quiet_option
def calibrate(
    area_or_folder: str,
    days: int,
    replications: int,
    seed: int,
    start: tuple[str, ...],
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    quiet: bool,
) -> None:
    """Fit what a pack marks as free to the published figures it marks as fitting, and judge the fit on the others.

    Example: bluelight calibrate hertfordshire --start travel_scale:fire=1 --out out/
    """
    from bluelight.area import load_area
    from bluelight.response import fit
    from bluelight.response.fit_listing import describe_fit, write_fit
    from bluelight.response.fitting import read_start

    one_of(workers, cluster)
    area = load_area(area_or_folder)
    with click.progressbar(length=100, label="Fitting", file=sys.stderr, hidden=quiet) as bar:
        found = fit(
            area,
            days=days,
            replications=replications,
            seed=seed,
            start=read_start(start),
            workers=workers if workers is not None else os.cpu_count() or 1,
            cluster=cluster,
            progress=lambda step, share: bar.update(round(100 * share) - bar.pos),
        )
    say_unless(quiet)(describe_fit(found))
    if out is not None:
        from bluelight.documents.charts.fit import write_fit_errors

        written = [*write_fit(found, out), *write_fit_errors(found.figures, out)]
        say_unless(quiet)(f"\nWrote {', '.join(path.name for path in written)} to {out}.")


@click.command()
@click.argument("log", type=click.Path(path_type=Path))
@click.option("--columns", type=click.Path(path_type=Path), required=True, help="Which column holds what, as TOML.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the fit as CSV.")
@quiet_option
def fitlog(log: Path, columns: Path, out: Path | None, quiet: bool) -> None:
    """Fit turnout, travel, time on scene and at hospital from a dispatch log, with the error on calls held out.

    Example: bluelight fitlog log.csv --columns log.toml --out out/
    """
    from bluelight.response.fitlog import fit_log, load_mapping
    from bluelight.response.fitlog.listing import describe_log, write_log_fit

    found = fit_log(log, load_mapping(columns))
    say_unless(quiet)(describe_log(found))
    if out is not None:
        from bluelight.documents.charts.fitlog import write_log_errors

        written = [*write_log_fit(found, out), *write_log_errors(found.timings, out)]
        say_unless(quiet)(f"\nWrote {', '.join(path.name for path in written)} to {out}.")


@click.command()
@click.option("--zones", type=A_FILE, required=True, help="Zones: zone, x, y.")
@click.option("--matrix", type=A_FILE, required=True, help="Siren minutes from zone to zone, plain or gzip.")
@click.option("--units", type=A_FILE, required=True, help="Units: unit, base_zone.")
@click.option("--hospitals", type=A_FILE, required=True, help="Hospitals: zone.")
@click.option("--calls", type=A_FILE, required=True, help="Calls in order of time.")
@click.option("--return-factor", type=float, default=1.0, show_default=True, help="Siren minutes by minutes home.")
@click.option("--out", type=A_FILE, required=True, help="File for the answers.")
@quiet_option
def replay(
    zones: Path, matrix: Path, units: Path, hospitals: Path, calls: Path, return_factor: float, out: Path, quiet: bool
) -> None:
    """Answer recorded calls again: who goes to each, how fast, and how long it waited.

    Example: bluelight replay --zones zones.csv --matrix siren_minutes.csv.gz --units units.csv
    --hospitals hospitals.csv --calls calls.csv --return-factor 0.95 --out answers.csv
    """
    from bluelight.response.recorded import read_recorded
    from bluelight.response.replay import replay as answer_again
    from bluelight.response.replay import write_answers

    recorded = read_recorded(zones=zones, matrix=matrix, units=units, hospitals=hospitals, calls=calls)
    answers = answer_again(recorded, return_factor)
    write_answers(answers, out)
    mean, waited = answers["response_min"].mean(), int((answers["waited_min"] > 0).sum())
    say_unless(quiet)(
        f"{len(answers):,} calls answered in {mean:.2f} minutes on average; {waited:,} waited for a unit. {out}"
    )


@click.command()
@click.argument("part", nargs=-1)
@click.option("--quiet", is_flag=True, help="Print only what failed.")
@click.pass_context
def validate(ctx: click.Context, part: tuple[str, ...], quiet: bool) -> None:
    """Check Bluelight against theory, published figures and other programs; ends with 1 where a check fails.

    Parts: response, travel, location, appraisal, evaluation; all of them where none is named.

    Example: bluelight validate location
    """
    from bluelight.validation import validate as check

    if not check(part, say=click.echo, quiet=quiet):
        ctx.exit(1)
