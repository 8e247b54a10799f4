"""The `bluelight` command. Every command imports what it needs when it runs, so that help answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from bluelight.errors import BluelightError


class _Group(click.Group):
    """Turns errors a user can cause into one clear message and exit 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BluelightError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)
        except MemoryError:
            what = "This takes more memory than the machine has left."
            click.echo(f"{what} Take a smaller area, fewer days or fewer --workers.", err=True)
            ctx.exit(2)


_quiet = click.option("--quiet", is_flag=True, help="Say nothing but errors.")
_cluster = click.option(
    "--cluster", metavar="ADDRESS", help="Dask scheduler whose workers share the work: tcp://host:8786."
)
_data = click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="BLUELIGHT_DATA",
    help="Folder for the database and results. [default: a folder of your user account]",
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bluelight", message="Bluelight %(version)s")
def main() -> None:
    """Bluelight: what police, fire and ambulance services could share, and what it would do.

    Example: bluelight run hertfordshire --out out/ --formats html,pdf
    """


def _say(quiet: bool) -> Callable[[str], None]:
    return (lambda text: None) if quiet else click.echo


def _one_of(workers: int | None, cluster: str | None) -> None:
    if workers is not None and cluster is not None:
        raise BluelightError("--workers is for this machine and --cluster for others. Give one of them.")


def _folder(data: Path | None) -> Path:
    from bluelight.service.data_folder import data_folder

    return data if data is not None else data_folder()


@main.command()
@_data
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to serve on.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@_quiet
def demo(data: Path | None, port: int, no_browser: bool, quiet: bool) -> None:
    """Open Bluelight in a browser on this machine: server and worker together. Ctrl-C stops both.

    Example: bluelight demo --data bluelight-data --port 8001
    """
    from bluelight.service.running.start import demo as start

    start(_folder(data), port, browser=not no_browser, say=_say(quiet))


@main.command()
@_data
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to serve on.")
@_quiet
def serve(data: Path | None, host: str, port: int, quiet: bool) -> None:
    """Serve the pages alone; `bluelight worker` runs the studies.

    Example: bluelight serve --data /srv/bluelight --host 0.0.0.0 --port 8080
    """
    from bluelight.service.running.start import serve as start

    start(_folder(data), host, port, say=_say(quiet))


@main.command()
@_data
@_quiet
def worker(data: Path | None, quiet: bool) -> None:
    """Run the studies that people ask for on the pages. Ctrl-C stops; a study cut short starts again next time.

    Example: bluelight worker --data /srv/bluelight
    """
    from bluelight.service.running.start import worker as start

    start(_folder(data), say=_say(quiet))


@main.group()
def area() -> None:
    """Area packs: a place with its sites, units, incidents, travel and costs.

    Example: bluelight area show hertfordshire
    """


@area.command("list")
@click.option("--quiet", is_flag=True, help="Print the ids alone.")
def area_list(quiet: bool) -> None:
    """List the areas that ship with Bluelight.

    Example: bluelight area list
    """
    from bluelight.area import list_areas

    for found in list_areas():
        click.echo(found.id if quiet else f"{found.id}: {found.name}. {found.summary}")


@area.command("check")
@click.argument("area_or_folder")
@_quiet
def area_check(area_or_folder: str, quiet: bool) -> None:
    """Check an area pack: every problem at once, with its file, row and column. Exits 2 where there are any.

    Example: bluelight area check my-area/
    """
    from bluelight.area import check_area

    problems = check_area(area_or_folder)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        files = len({problem.file for problem in problems})
        click.echo(f"{area_or_folder}: {len(problems):,} to put right, in {files} file{'s'[: files > 1]}.", err=True)
        sys.exit(2)
    _say(quiet)(f"{area_or_folder}: no problem found.")


@area.command("build")
@click.option("--name", required=True, help="Name of the area.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="New or empty folder for the pack.")
@click.option("--zones", type=click.Path(path_type=Path), required=True, help="Zones as CSV: zone, lon, lat, ...")
@click.option("--stations", type=click.Path(path_type=Path), required=True, help="Stations: site, services, lon, lat.")
@click.option("--units", type=click.Path(path_type=Path), required=True, help="Units: unit, service, kind, site.")
@click.option("--log", type=click.Path(path_type=Path), help="Incident log as CSV; needs --columns.")
@click.option("--columns", type=click.Path(path_type=Path), help="Column mapping as TOML.")
@click.option("--roads", type=click.Path(path_type=Path), help="Roads as an OpenStreetMap extract, .osm.pbf.")
@click.option("--roads-nodes", type=click.Path(path_type=Path), help="Roads as tables: the nodes.")
@click.option("--roads-arcs", type=click.Path(path_type=Path), help="Roads as tables: the arcs.")
@click.option("--boundary", type=click.Path(path_type=Path), help="Outline of the area as GeoJSON.")
@click.option("--neighbours", type=click.Path(path_type=Path), help="Stations of neighbouring areas.")
@click.option("--within-km", type=click.FloatRange(0), default=10.0, show_default=True, help="How near those must be.")
@_quiet
def area_build(
    name: str,
    out: Path,
    zones: Path,
    stations: Path,
    units: Path,
    log: Path | None,
    columns: Path | None,
    roads: Path | None,
    roads_nodes: Path | None,
    roads_arcs: Path | None,
    boundary: Path | None,
    neighbours: Path | None,
    within_km: float,
    quiet: bool,
) -> None:
    """Build an area pack from a service's own files. What they do not say is a default, listed as assumed.

    Example: bluelight area build --name Rutland --out rutland/ --zones zones.csv --stations stations.csv
    --units units.csv --log log.csv --columns mapping.toml --roads rutland.osm.pbf
    """
    from bluelight.area.builder import Drive, Inputs, Mapping, build_pack
    from bluelight.travel.roads.pack import drive_on, drive_on_tables

    if (roads_nodes is None) != (roads_arcs is None) or (roads is not None and roads_nodes is not None):
        raise BluelightError("Roads are given by --roads, or by --roads-nodes with --roads-arcs. Give one of these.")

    def drive(mapping: Mapping) -> Drive:
        if roads_nodes is not None and roads_arcs is not None:
            return drive_on_tables(roads_nodes, roads_arcs, mapping)
        assert roads is not None
        return drive_on(roads)

    built = build_pack(
        Inputs(name, zones, stations, units, log, columns, neighbours, within_km, boundary),
        out,
        drive=drive if roads is not None or roads_nodes is not None else None,
    )
    say = _say(quiet)
    for line in built.lines:
        say(line)
    for line in built.unknown:
        say(f"Not known: {line}")
    say(f"Built {out}. {len(built.assumptions)} assumptions are in its assumptions.csv; BUILD.md says what was read.")


@area.command("roads")
@click.argument("roads", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="New or empty folder for the files.")
@click.option("--sites", type=click.Path(path_type=Path), help="Sites as GeoJSON points with OpenStreetMap's tags.")
@click.option("--within", type=float, default=10.0, show_default=True, help="Minutes of driving that reach is for.")
@_quiet
def area_roads(roads: Path, out: Path, sites: Path | None, within: float, quiet: bool) -> None:
    """Say what an OpenStreetMap extract has of a place: stations, the minutes between them, and what each reaches.

    Example: bluelight area roads rutland.osm.pbf --out rutland/
    """
    from bluelight.travel.roads.survey import survey

    found = survey(roads, out, sites=sites, within_min=within)
    for line in found.lines:
        _say(quiet)(line)
    _say(quiet)(f"Wrote {out}. ROADS.md says what is in it, and under which licence.")


@area.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Name of the area.")
@_quiet
def area_new(folder: Path, name: str, quiet: bool) -> None:
    """Start an area pack of your own: a folder with every table's header, to be filled.

    Example: bluelight area new my-area/ --name "My area"
    """
    from bluelight.area.start import start_pack

    start_pack(folder, name)
    _say(quiet)(f"Started {folder}. Fill its tables, then run: bluelight area check {folder}")


@area.command("show")
@click.argument("area_or_folder")
@_quiet
def area_show(area_or_folder: str, quiet: bool) -> None:
    """Say what an area has, how much happens there, and how well its figures are known.

    Example: bluelight area show hertfordshire
    """
    from bluelight.area import load_area
    from bluelight.area.summary import describe

    _say(quiet)(describe(load_area(area_or_folder)))


class _LonLat(click.ParamType[tuple[float, float]]):
    """A place as "lon,lat" in degrees."""

    name = "LON,LAT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """The two numbers."""
        if isinstance(value, tuple):
            return value
        try:
            lon, lat = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value} is no place. Give longitude and latitude, as -0.64,52.67.", param, ctx)
        return lon, lat


@main.group()
def roads() -> None:
    """Roads of an OpenStreetMap extract: what a place reaches, and the quickest way.

    Example: bluelight roads isochrone rutland.osm.pbf --from -0.64,52.67 --minutes 8 --out reach.svg
    """


_extract = click.argument("extract", type=click.Path(path_type=Path))
_picture = click.option("--out", type=click.Path(path_type=Path), required=True, help="File: .geojson or .svg.")


@roads.command()
@_extract
@click.option("--from", "start", type=_LonLat(), required=True, help="Where to start: longitude,latitude.")
@click.option("--minutes", type=float, multiple=True, default=(8.0,), show_default=True, help="May be given again.")
@_picture
@_quiet
def isochrone(extract: Path, start: tuple[float, float], minutes: tuple[float, ...], out: Path, quiet: bool) -> None:
    """Draw what can be reached by road within some minutes, driving under lights and sirens.

    Example: bluelight roads isochrone rutland.osm.pbf --from -0.64,52.67 --minutes 5 --minutes 10 --out reach.svg
    """
    from bluelight.documents.maps.roads_file import check_file, write_reach
    from bluelight.travel.roads import prepare, read_osm
    from bluelight.travel.roads.shapes import reach_from

    check_file(out)
    found = reach_from(prepare(read_osm(extract)).weigh(), *start, minutes)
    write_reach(found, out)
    for limit, reached in zip(found.minutes, found.found, strict=True):
        _say(quiet)(f"Within {limit:g} minutes: {reached.km:,.1f} km of road, each direction counted.")
    _say(quiet)(f"Wrote {out}.")


@roads.command()
@_extract
@click.option("--from", "start", type=_LonLat(), required=True, help="Where to start: longitude,latitude.")
@click.option("--to", "end", type=_LonLat(), required=True, help="Where to go.")
@_picture
@_quiet
def route(extract: Path, start: tuple[float, float], end: tuple[float, float], out: Path, quiet: bool) -> None:
    """Draw the quickest way from one place to another, driving under lights and sirens.

    Example: bluelight roads route rutland.osm.pbf --from -0.73,52.67 --to -0.64,52.59 --out way.geojson
    """
    from bluelight.documents.maps.roads_file import check_file, write_way
    from bluelight.travel.roads import prepare, read_osm
    from bluelight.travel.roads.shapes import way_between

    check_file(out)
    times = prepare(read_osm(extract)).weigh()
    found = way_between(times, start, end)
    write_way(found, times, out)
    _say(quiet)(f"{found.minutes:.1f} minutes, {found.km:.1f} km. Wrote {out}.")


@main.command()
@click.argument("area_or_folder")
@click.option("--days", default=365, show_default=True, help="Days to simulate, after a warm-up of seven.")
@click.option("--replications", default=10, show_default=True, help="How often, each with other luck.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same result.")
@click.option("--workers", type=int, help="Replications to run at a time. [default: one for each processor]")
@_cluster
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the tables as CSV.")
@_quiet
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

    _one_of(workers, cluster)
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
    _say(quiet)(describe(area, performance))
    if out is not None:
        written = write_tables(area, performance, out)
        _say(quiet)(f"\nWrote {', '.join(path.name for path in written)} to {out}.")


@main.command()
@click.argument("area_or_study")
@click.option("--option", help="Option of a study, by its id; what is named is then a study and not an area.")
@click.option("--day", type=int, help="Day to tell, from 1. [default: every day]")
@click.option("--replication", type=int, default=0, show_default=True, help="Which replication, from 0.")
@click.option("--days", type=int, help="Days of the replication. [default: 365, or as the study says]")
@click.option("--seed", type=int, help="Seed of every draw. [default: 1, or as the study says]")
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables.")
@_quiet
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
    _say(quiet)(f"Wrote {', '.join(path.name for path in written)} to {out}.")


@main.command()
@click.argument("area_or_folder")
@click.option("--days", default=365, show_default=True, help="Days of each replication, after a warm-up of seven.")
@click.option("--replications", default=10, show_default=True, help="How often each trial, each with other luck.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same fit.")
@click.option("--start", multiple=True, metavar="NAME:SERVICE=VALUE", help="Set out from here, not from the pack.")
@click.option("--workers", type=int, help="Replications to run at a time. [default: one for each processor]")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the fit as CSV.")
@_quiet
def calibrate(
    area_or_folder: str,
    days: int,
    replications: int,
    seed: int,
    start: tuple[str, ...],
    workers: int | None,
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

    area = load_area(area_or_folder)
    with click.progressbar(length=100, label="Fitting", file=sys.stderr, hidden=quiet) as bar:
        found = fit(
            area,
            days=days,
            replications=replications,
            seed=seed,
            start=read_start(start),
            workers=workers if workers is not None else os.cpu_count() or 1,
            progress=lambda step, share: bar.update(round(100 * share) - bar.pos),
        )
    _say(quiet)(describe_fit(found))
    if out is not None:
        from bluelight.documents.charts.fit import write_fit_errors

        written = [*write_fit(found, out), *write_fit_errors(found.figures, out)]
        _say(quiet)(f"\nWrote {', '.join(path.name for path in written)} to {out}.")


@main.command()
@click.argument("log", type=click.Path(path_type=Path))
@click.option("--columns", type=click.Path(path_type=Path), required=True, help="Which column holds what, as TOML.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the fit as CSV.")
@_quiet
def fitlog(log: Path, columns: Path, out: Path | None, quiet: bool) -> None:
    """Fit turnout, travel, time on scene and at hospital from a dispatch log, with the error on calls held out.

    Example: bluelight fitlog log.csv --columns log.toml --out out/
    """
    from bluelight.response.fitlog import fit_log, load_mapping
    from bluelight.response.fitlog.listing import describe_log, write_log_fit

    found = fit_log(log, load_mapping(columns))
    _say(quiet)(describe_log(found))
    if out is not None:
        from bluelight.documents.charts.fitlog import write_log_errors

        written = [*write_log_fit(found, out), *write_log_errors(found.timings, out)]
        _say(quiet)(f"\nWrote {', '.join(path.name for path in written)} to {out}.")


@main.command("run")
@click.argument("study")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the report and the results.")
@click.option("--formats", help="Which of html, pdf, docx and xlsx to write, as html,pdf. [default: all]")
@click.option("--replications", type=int, help="How often each option is simulated. [default: as the study says]")
@click.option("--days", type=int, help="Days counted in each replication. [default: as the study says]")
@click.option("--seed", type=int, help="Seed of every draw. [default: as the study says]")
@click.option("--workers", type=click.IntRange(1), help="Replications to run at a time; changes no figure.")
@_cluster
@_quiet
def run_study(
    study: str,
    out: Path,
    formats: str | None,
    replications: int | None,
    days: int | None,
    seed: int | None,
    workers: int | None,
    cluster: str | None,
    quiet: bool,
) -> None:
    """Run a study: what each option does to response and to money. STUDY is one that ships, or a path to a study.toml.

    Example: bluelight run hertfordshire --out out/ --formats html,pdf
    """
    from bluelight.documents import case
    from bluelight.documents.formats import chosen
    from bluelight.studies import check_folder, load_study, run

    _one_of(workers, cluster)
    asked_for = [found.name for found in chosen(formats.split(",") if formats is not None else None)]
    asked = load_study(study).with_settings(replications=replications, days=days, seed=seed)
    check_folder(out)
    with click.progressbar(length=100, label=asked.name, file=sys.stderr, hidden=quiet) as bar:
        result = run(
            asked,
            progress=lambda step, share: bar.update(round(90 * share) - bar.pos),
            workers=workers,
            cluster=cluster,
        )
        found = case(result)
        bar.update(95 - bar.pos)
        written = found.write(out, asked_for)
        bar.update(100 - bar.pos)
    for line in found.results.headline:
        _say(quiet)(line)
    _say(quiet)(f"Wrote {', '.join(str(path) for path in written)}.")


@main.command()
@click.argument("lines", type=click.Path(path_type=Path))
@click.option("--settings", type=click.Path(path_type=Path), required=True, help="How to appraise, as TOML.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the page and the tables.")
@_quiet
def appraise(lines: Path, settings: Path, out: Path, quiet: bool) -> None:
    """Appraise line items: what each option is worth, how sure that is, who pays, and what the answer turns on.

    Example: bluelight appraise lines.csv --settings settings.toml --out out/
    """
    from bluelight.appraisal import appraise as worth_of
    from bluelight.appraisal.reading import in_files, read_case
    from bluelight.documents.appraisal import write_appraisal
    from bluelight.errors import InputError

    items, given = read_case(lines, settings)
    try:
        found = worth_of(items, given)
    except InputError as error:
        raise in_files(error.problems, lines, settings) from None
    written = write_appraisal(found, out)
    say = _say(quiet)
    for option, money in found.options.items():
        value = money.worth[given.measure]
        say(
            f"{option}: {value.npsv.p50:,.0f} pounds of {given.price_year} over {given.appraisal_years} years, "
            f"P10 {value.npsv.p10:,.0f}, P90 {value.npsv.p90:,.0f}; above zero in {value.chance_positive:.0%} of draws."
        )
    for notice in found.notices:
        say(notice)
    say(f"Wrote {', '.join(path.name for path in written)} to {out}.")


_a_file = click.Path(path_type=Path)


@main.command()
@click.option("--zones", type=_a_file, required=True, help="Zones: zone, x, y.")
@click.option("--matrix", type=_a_file, required=True, help="Siren minutes from zone to zone, plain or gzip.")
@click.option("--units", type=_a_file, required=True, help="Units: unit, base_zone.")
@click.option("--hospitals", type=_a_file, required=True, help="Hospitals: zone.")
@click.option("--calls", type=_a_file, required=True, help="Calls in order of time.")
@click.option("--return-factor", type=float, default=1.0, show_default=True, help="Siren minutes by minutes home.")
@click.option("--out", type=_a_file, required=True, help="File for the answers.")
@_quiet
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
    _say(quiet)(
        f"{len(answers):,} calls answered in {mean:.2f} minutes on average; {waited:,} waited for a unit. {out}"
    )


@main.command()
@click.argument("part", nargs=-1)
@click.option("--quiet", is_flag=True, help="Print only what failed.")
@click.pass_context
def validate(ctx: click.Context, part: tuple[str, ...], quiet: bool) -> None:
    """Check Bluelight against theory, published figures and other programs; ends with 1 where a check fails.

    Parts: response, travel, location, appraisal; all of them where none is named.

    Example: bluelight validate location
    """
    from bluelight.validation import validate as check

    if not check(part, say=click.echo, quiet=quiet):
        ctx.exit(1)


if __name__ == "__main__":
    sys.exit(main())
