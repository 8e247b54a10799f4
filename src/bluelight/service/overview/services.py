"""Making an edition, at once or by the worker. An edition never changes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from bluelight.documents.overview.edition import Edition as Drawn
from bluelight.errors import BluelightError
from bluelight.files import write_all
from bluelight.register.brief import brief
from bluelight.service.accounts.models import User
from bluelight.service.core import jobs
from bluelight.service.core.snapshot import snapshot
from bluelight.service.overview.models import Edition, Order
from bluelight.service.overview.reading import drawn
from bluelight.service.overview.ready import Ready, keep
from bluelight.service.register.exchange import published
from bluelight.service.register.models import Collaboration, Version

_TAKEN = {"compare", "freeze"}  # addresses beside those of the editions


def make_edition(name: str, made: date) -> tuple[Edition, bool]:
    """The edition of that name, and whether it was made now: what is published today, frozen.

    One that is there already stays as it is. Raises BluelightError for a name that cannot be one.
    """
    from bluelight.documents.overview.files import edition_files  # pages do without its charts

    name, slug = _named(name)
    kept = Edition.objects.filter(slug=slug).first()
    if kept is not None:
        return kept, False
    before = Edition.objects.first()
    with snapshot():
        register = published()
        last = Version.objects.aggregate(last=Max("pk"))["last"] or 0
        withdrawn = list(Collaboration.objects.withdrawn().values_list("slug", flat=True))
    found = Drawn(name, made, register, drawn(before, with_before=False) if before else None)
    files = edition_files(found)
    with transaction.atomic():
        edition, new = Edition.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "made": made,
                "digest": found.digest,
                "citation": found.citation,
                "before": before,
                "last_version": last,
                "withdrawn": withdrawn,
            },
        )
        if new:
            write_all(edition.folder, files)
            keep(edition, Ready(len(register.collaborations), found.counts.tallies, brief(register)))
    return edition, new


def _named(name: str) -> tuple[str, str]:
    """The name of an edition without needless spaces, and its address. BluelightError where it cannot be one."""
    name = " ".join(name.split())
    slug = slugify(name)
    if not slug or slug in _TAKEN or len(name) > 60:
        raise BluelightError(
            f"{name[:60]!r} cannot name an edition. Name it by up to 60 letters and digits: 2026-autumn"
        )
    kept = Edition.objects.filter(slug=slug).first()
    if kept is not None and kept.name != name:
        raise BluelightError(f"{name!r} reads like edition {kept.name!r}. Choose another name.")
    return name, slug


@transaction.atomic
def order_edition(name: str, by: User) -> Order:
    """Have the worker make an edition. One that waits already is not asked for twice.

    Raises BluelightError for a name that cannot be one, or that an edition has.
    """
    name, slug = _named(name)
    if Edition.objects.filter(slug=slug).exists():
        raise BluelightError(f"There is an edition {name!r} already, and editions never change. Choose another name.")
    waiting = Order.objects.waiting().filter(slug=slug).first()
    if waiting is not None:
        return waiting
    order = Order.objects.create(name=name, slug=slug, by=by)
    _enqueue(order)
    return order


def _enqueue(order: Order) -> None:
    from bluelight.service.overview.tasks import freeze

    order.task = jobs.enqueue(freeze, order.pk)
    order.save(update_fields=["task"])


def end_order(order: Order, *, edition: Edition | None = None, error: str = "") -> None:
    """What became of it: an edition, or why there is none."""
    order.edition, order.error = edition, error
    order.save(update_fields=["edition", "error"])


@transaction.atomic
def resume_orders() -> None:
    """Put orders that lost their worker back in the queue. Called by the only worker, before its first job."""
    waiting = jobs.waiting()
    for order in Order.objects.waiting():
        if order.task not in waiting:
            _enqueue(order)
