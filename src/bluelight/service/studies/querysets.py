"""Which studies and runs there are to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from bluelight.service.studies.models import Run, Study  # noqa: F401 (used in the subscripts below)


class StudyQuerySet(models.QuerySet["Study"]):
    """Studies. All of them are public to whoever reaches this service."""

    def public(self) -> StudyQuerySet:
        """The studies everybody may see."""
        return self


class RunQuerySet(models.QuerySet["Run"]):
    """Runs of studies."""

    def active(self) -> RunQuerySet:
        """Waiting or running."""
        return self.filter(status__in=["queued", "running"])

    def done(self) -> RunQuerySet:
        """With results, the newest first."""
        return self.filter(status="done").order_by("-ended", "-pk")

    def outlines_for(self, study: Study) -> RunQuerySet:
        """Those with results that a full business case of the study may grow from: its own, and its original's."""
        return self.done().filter(models.Q(study=study) | models.Q(study__copies=study)).select_related("study")
