"""Area packs: `bluelight area`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bluelight.cli.base import quiet_option, say_unless
from bluelight.errors import BluelightError


@click.group()
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
@quiet_option
def area_check(area_or_folder: str, quiet: bool) -> None:
    """Check an area pack: every problem at once, with its file, row and column. Exits 2 where there are any.

    Example: bluelight area check my-area/
    """
    from bluelight.area import check_area, load_area
    from bluelight.travel.roads.kept import road_problems

    problems = check_area(area_or_folder)
    if not problems:
        problems = road_problems(load_area(area_or_folder))
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        files = len({problem.file for problem in problems})
        click.echo(f"{area_or_folder}: {len(problems):,} to put right, in {files} file{'s'[: files > 1]}.", err=True)
        sys.exit(2)
    say_unless(quiet)(f"{area_or_folder}: no problem found.")


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
@quiet_option
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
    say = say_unless(quiet)
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
@quiet_option
def area_roads(roads: Path, out: Path, sites: Path | None, within: float, quiet: bool) -> None:
    """Say what an OpenStreetMap extract has of a place: stations, the minutes between them, and what each reaches.

    Example: bluelight area roads rutland.osm.pbf --out rutland/
    """
    from bluelight.travel.roads.survey import survey

    found = survey(roads, out, sites=sites, within_min=within)
    for line in found.lines:
        say_unless(quiet)(line)
    say_unless(quiet)(f"Wrote {out}. ROADS.md says what is in it, and under which licence.")


@area.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Name of the area.")
@quiet_option
def area_new(folder: Path, name: str, quiet: bool) -> None:
    """Start an area pack of your own: a folder with every table's header, to be filled.

    Example: bluelight area new my-area/ --name "My area"
    """
    from bluelight.area.start import start_pack

    start_pack(folder, name)
    say_unless(quiet)(f"Started {folder}. Fill its tables, then run: bluelight area check {folder}")


@area.command("show")
@click.argument("area_or_folder")
@quiet_option
def area_show(area_or_folder: str, quiet: bool) -> None:
    """Say what an area has, how much happens there, and how well its figures are known.

    Example: bluelight area show hertfordshire
    """
    from bluelight.area import load_area
    from bluelight.area.summary import describe

    say_unless(quiet)(describe(load_area(area_or_folder)))
