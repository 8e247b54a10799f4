"""What a place reaches by road: `bluelight roads`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bluelight.cli.base import quiet_option, say_unless
from bluelight.errors import BluelightError

if TYPE_CHECKING:
    from bluelight.travel.roads import Network

Command = TypeVar("Command", bound=Callable[..., None])


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


@click.group()
def roads() -> None:
    """Roads of an OpenStreetMap extract, or given as tables: what a place reaches, and the quickest way.

    Example: bluelight roads isochrone rutland.osm.pbf --from -0.64,52.67 --minutes 8 --out reach.svg
    """


def _from_roads(command: Command) -> Command:
    """The roads of a command: an extract, or a table of nodes with one of arcs."""
    a_file = click.Path(path_type=Path)
    command = click.option("--columns", type=a_file, help="Which column of the tables holds what, as TOML.")(command)
    command = click.option("--arcs", type=a_file, help="Roads as tables: the arcs.")(command)
    command = click.option("--nodes", type=a_file, help="Roads as tables, in place of EXTRACT: the nodes.")(command)
    return click.argument("extract", type=a_file, required=False)(command)


def _network(extract: Path | None, nodes: Path | None, arcs: Path | None, columns: Path | None) -> Network:
    from bluelight.area.builder.mapping import read_mapping
    from bluelight.travel.roads import read_osm
    from bluelight.travel.roads.pack import network_of_tables

    if extract is not None and nodes is None and arcs is None:
        return read_osm(extract)
    if extract is None and nodes is not None and arcs is not None:
        return network_of_tables(nodes, arcs, read_mapping(columns))
    raise BluelightError("Roads are given as EXTRACT, or by --nodes with --arcs. Give one of these.")


_picture = click.option("--out", type=click.Path(path_type=Path), required=True, help="File: .geojson or .svg.")


@roads.command()
@_from_roads
@click.option("--from", "start", type=_LonLat(), required=True, help="Where to start: longitude,latitude.")
@click.option("--minutes", type=float, multiple=True, default=(8.0,), show_default=True, help="May be given again.")
@_picture
@quiet_option
def isochrone(
    extract: Path | None,
    nodes: Path | None,
    arcs: Path | None,
    columns: Path | None,
    start: tuple[float, float],
    minutes: tuple[float, ...],
    out: Path,
    quiet: bool,
) -> None:
    """Draw what can be reached by road within some minutes, driving under lights and sirens.

    Example: bluelight roads isochrone rutland.osm.pbf --from -0.64,52.67 --minutes 5 --minutes 10 --out reach.svg
    """
    from bluelight.documents.maps.roads_file import check_file, write_reach
    from bluelight.travel.roads import prepare
    from bluelight.travel.roads.shapes import reach_from

    check_file(out)
    found = reach_from(prepare(_network(extract, nodes, arcs, columns)).weigh(), *start, minutes)
    write_reach(found, out)
    for limit, reached in zip(found.minutes, found.found, strict=True):
        say_unless(quiet)(f"Within {limit:g} minutes: {reached.km:,.1f} km of road, each direction counted.")
    say_unless(quiet)(f"Wrote {out}.")


@roads.command()
@_from_roads
@click.option("--from", "start", type=_LonLat(), required=True, help="Where to start: longitude,latitude.")
@click.option("--to", "end", type=_LonLat(), required=True, help="Where to go.")
@_picture
@quiet_option
def route(
    extract: Path | None,
    nodes: Path | None,
    arcs: Path | None,
    columns: Path | None,
    start: tuple[float, float],
    end: tuple[float, float],
    out: Path,
    quiet: bool,
) -> None:
    """Draw the quickest way from one place to another, driving under lights and sirens.

    Example: bluelight roads route rutland.osm.pbf --from -0.73,52.67 --to -0.64,52.59 --out way.geojson
    """
    from bluelight.documents.maps.roads_file import check_file, write_way
    from bluelight.travel.roads import prepare
    from bluelight.travel.roads.shapes import way_between

    check_file(out)
    times = prepare(_network(extract, nodes, arcs, columns)).weigh()
    found = way_between(times, start, end)
    write_way(found, times, out)
    for step in found.steps:
        say_unless(quiet)(f"{step.name or 'Road without a name'}: {step.km:.1f} km, {step.minutes:.1f} minutes")
    say_unless(quiet)(f"{found.minutes:.1f} minutes, {found.km:.1f} km. Wrote {out}.")
