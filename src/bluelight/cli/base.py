"""What the commands share: options, saying things, and turning errors into a message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from bluelight.errors import BluelightError

A_FILE = click.Path(path_type=Path)


class Group(click.Group):
    """Turns errors a user can cause into one clear message and exit 2."""

    def invoke(self, ctx: click.Context) -> object:
        """As for any group; what a user did wrong ends with 2."""
        try:
            return super().invoke(ctx)
        except BluelightError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)
        except MemoryError:
            what = "This takes more memory than the machine has left."
            click.echo(f"{what} Take a smaller area, fewer days or fewer --workers.", err=True)
            ctx.exit(2)


quiet_option = click.option("--quiet", is_flag=True, help="Say nothing but errors.")
cluster_option = click.option(
    "--cluster", metavar="ADDRESS", help="Dask scheduler whose workers share the work: tcp://host:8786."
)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="BLUELIGHT_DATA",
    help="Folder for the database and results. [default: a folder of your user account]",
)


def say_unless(quiet: bool) -> Callable[[str], None]:
    """How to say something to whoever asked, unless it was asked not to."""
    return (lambda text: None) if quiet else click.echo


def one_of(workers: int | None, cluster: str | None) -> None:
    """BluelightError where both are given."""
    if workers is not None and cluster is not None:
        raise BluelightError("--workers is for this machine and --cluster for others. Give one of them.")


def folder(data: Path | None) -> Path:
    """The folder of the database and results: the one given, or that of the user account."""
    from bluelight.service.data_folder import data_folder

    return data if data is not None else data_folder()
