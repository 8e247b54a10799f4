"""Inviting people to the service; the way to its first administrator."""

from __future__ import annotations

from pathlib import Path

import click

from bluelight.cli.base import data_option, folder, quiet_option
from bluelight.errors import BluelightError


@click.command()
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice(["contributor", "reviewer", "administrator"]),
    required=True,
    help="What they may do.",
)
@click.option("--organisation", "slugs", multiple=True, help="Slug of an organisation they write for. Repeatable.")
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help="Where the service is reached.")
@data_option
@quiet_option
def invite(email: str, role: str, slugs: tuple[str, ...], address: str, data: Path | None, quiet: bool) -> None:
    """Invite somebody to the service, and print the address at which they make their account. It is good for a week.

    Example: bluelight invite someone@example.org --role administrator --data /srv/bluelight
    """
    from bluelight.service.running.start import open_folder

    open_folder(folder(data))
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.urls import reverse

    from bluelight.service.accounts.services import invite as make
    from bluelight.service.register.models import Organisation

    try:
        validate_email(email)
    except ValidationError:
        raise BluelightError(f"{email} is not an email address.") from None
    found = list(Organisation.objects.public().filter(slug__in=slugs))
    unknown = sorted(set(slugs) - {body.slug for body in found})
    if unknown:
        raise BluelightError(f"The register has no organisation {', '.join(unknown)}. Its pages list their slugs.")
    secret = make(email, role, found)
    click.echo(address.rstrip("/") + reverse("invitation", args=[secret]))
