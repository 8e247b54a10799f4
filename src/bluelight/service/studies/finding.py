"""The study that an address names, and its area."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from bluelight.area import Area
from bluelight.service.areas import places
from bluelight.service.studies.models import Study


def study_or_404(slug: str) -> Study:
    """A study that anyone may read."""
    return get_object_or_404(Study.objects.public(), slug=slug)


def own_study_or_404(slug: str) -> Study:
    """A study that somebody may change. PermissionDenied for one that shipped."""
    study = study_or_404(slug)
    if study.shipped:
        raise PermissionDenied(f"{study.name} came with Bluelight and stays as it is.")
    return study


def area_or_404(study: Study) -> Area:
    """The area that a study is of."""
    if study.area not in places.folders():
        raise Http404(
            f"The area of this study, {study.area}, is not here. Name its folder in BLUELIGHT_AREAS and start again."
        )
    return places.area(study.area)


def area_name(identifier: str) -> str:
    """What the area of that identifier is called; the identifier where it is not here."""
    return places.area(identifier).name if identifier in places.folders() else identifier
