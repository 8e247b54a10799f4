"""The `bluelight` command. Every command imports what it needs when it runs, so that help answers at once."""

from __future__ import annotations

import click

from bluelight.cli import areas, evaluating, inviting, register, roads, searching, serving, simulating, studies
from bluelight.cli.base import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bluelight", message="Bluelight %(version)s")
def main() -> None:
    """Bluelight: what police, fire and ambulance services could share, and what it would do.

    Example: bluelight run hertfordshire --out out/ --formats html,pdf
    """


for _command in (
    serving.demo,
    serving.serve,
    serving.worker,
    inviting.invite,
    areas.area,
    roads.roads,
    simulating.simulate,
    simulating.trace,
    simulating.calibrate,
    simulating.fitlog,
    simulating.replay,
    simulating.validate,
    studies.run_study,
    searching.search,
    studies.appraise,
    evaluating.evaluate,
    evaluating.panel,
    register.register,
    register.overview,
):
    main.add_command(_command)
