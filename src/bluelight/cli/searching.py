"""The best plans of where sites are: `bluelight search`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bluelight.cli.base import A_FILE, quiet_option, say_unless


class _Sites(click.ParamType[tuple[int, int]]):
    """A number of sites, or a range of them."""

    name = "N or N-M"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """The least and the most."""
        if isinstance(value, tuple):
            return value
        least, dash, most = str(value).partition("-")
        try:
            return int(least), int(most if dash else least)
        except ValueError:
            self.fail(f"{value} is no number of sites. Give one as 27, or a range as 25-29.", param, ctx)


@click.command()
@click.argument("area_or_folder")
@click.option("--out", type=A_FILE, required=True, help="Folder for the page, the tables and the study.")
@click.option("--aim", type=click.Choice(["response", "cover", "cost"]), help="What to be best at. [default: response]")
@click.option("--service", type=click.Choice(["police", "fire", "ambulance"]), help="Whose sites. [default: fire]")
@click.option("--sites", type=_Sites(), help="How many sites. [default: three fewer than today to as many]")
@click.option("--units", type=click.Choice(["move", "withdraw"]), help="Units of a site that closes. [default: move]")
@click.option("--stay", multiple=True, metavar="SITE", help="A site that must stay; may be given again.")
@click.option("--close", multiple=True, metavar="SITE", help="A site that must close; may be given again.")
@click.option("--host", multiple=True, metavar="SITE", help="Another service's site that could take units in.")
@click.option("--slowest", type=float, help="No zone further than so many minutes' drive from an open site.")
@click.option("--budget", type=float, help="Most that building, fitting out and moving may cost, in pounds.")
@click.option("--any-standard", is_flag=True, help="Let plans miss standards that today keeps.")
@click.option("--settings", type=A_FILE, help="The search as TOML: these options, new sites, weights, money.")
@click.option("--replications", type=int, help="Most replications of a plan. [default: 30]")
@click.option("--days", type=int, help="Days of each replication. [default: 91]")
@click.option("--seed", type=int, help="The same seed gives the same plans. [default: 1]")
@click.option("--workers", type=click.IntRange(1), help="Threads; changes no figure. [default: one for each processor]")
@quiet_option
def search(
    area_or_folder: str,
    out: Path,
    aim: str | None,
    service: str | None,
    sites: tuple[int, int] | None,
    units: str | None,
    stay: tuple[str, ...],
    close: tuple[str, ...],
    host: tuple[str, ...],
    slowest: float | None,
    budget: float | None,
    any_standard: bool,
    settings: Path | None,
    replications: int | None,
    days: int | None,
    seed: int | None,
    workers: int | None,
    quiet: bool,
) -> None:
    """Find the best plans of where a service's sites are: proven on the map, raced in the simulation, and priced.

    Example: bluelight search hertfordshire --aim response --service fire --sites 26-29 --out search/
    """
    from bluelight.area import load_area
    from bluelight.documents.search import write_search
    from bluelight.studies.search import load_search
    from bluelight.studies.search import search as find

    asked = load_search(
        settings,
        aim=aim,
        service=service,
        least_sites=sites[0] if sites else None,
        most_sites=sites[1] if sites else None,
        units=units,
        stay=stay,
        close=close,
        hosts=host,
        slowest_min=slowest,
        budget_gbp=budget,
        keep_standards=False if any_standard else None,
        replications=replications,
        days=days,
        seed=seed,
    )
    area = load_area(area_or_folder)
    with click.progressbar(length=100, label="Searching", file=sys.stderr, hidden=quiet) as bar:
        found = find(
            area,
            asked,
            workers=workers or os.cpu_count() or 1,
            progress=lambda step, share: bar.update(round(98 * share) - bar.pos),
        )
        written = write_search(found, area_or_folder, out)
        bar.update(100 - bar.pos)
    say = say_unless(quiet)
    for line in found.results.headline:
        say(line)
    say(f"Wrote {', '.join(path.name for path in written)} to {out}.")
