"""The `bluelight` command. Every command imports what it needs when it runs, so that help answers at once."""

from __future__ import annotations

import sys
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


_quiet = click.option("--quiet", is_flag=True, help="Say nothing but errors.")
_data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="BLUELIGHT_DATA",
    help="Folder for the database and results. [default: a folder of your user account]",
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bluelight", message="Bluelight %(version)s")
def main() -> None:
    """Bluelight: what police, fire and ambulance services could share, and what it would do.

    Example: bluelight run hertfordshire --out out/
    """


if __name__ == "__main__":
    sys.exit(main())
