"""Making an edition: the only write there is, for an edition never changes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from bluelight.documents.overview import Edition as Drawn
from bluelight.documents.overview import edition_files
from bluelight.errors import BluelightError
from bluelight.files import write_all
from bluelight.service.overview.models import Edition
from bluelight.service.overview.reading import drawn
from bluelight.service.register.exchange import published
from bluelight.service.register.models import Collaboration, Version

_TAKEN = {"compare"}  # addresses beside those of the editions


def make_edition(name: str, made: date) -> tuple[Edition, bool]:
    """The edition of that name, and whether it was made now: what is published today, frozen.

    One that is there already stays as it is. Raises BluelightError for a name that cannot be one.
    """
    name = " ".join(name.split())
    slug = slugify(name)
    if not slug or slug in _TAKEN or len(name) > 60:
        raise BluelightError(
            f"{name[:60]!r} cannot name an edition. Name it by up to 60 letters and digits: 2026-autumn"
        )
    with transaction.atomic():
        kept = Edition.objects.filter(slug=slug).first()
        if kept is not None:
            if kept.name != name:
                raise BluelightError(f"{name!r} reads like edition {kept.name!r}. Choose another name.")
            return kept, False
        before = Edition.objects.first()
        found = Drawn(name, made, published(), drawn(before, with_before=False) if before else None)
        edition = Edition(
            slug=slug,
            name=name,
            made=made,
            digest=found.digest,
            citation=found.citation,
            before=before,
            last_version=Version.objects.aggregate(last=Max("pk"))["last"] or 0,
            withdrawn=list(Collaboration.objects.withdrawn().values_list("slug", flat=True)),
        )
        write_all(edition.folder, edition_files(found))
        edition.save()
    return edition, True
