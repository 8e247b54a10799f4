"""Choosing the outline that a full business case is set beside: an earlier run, or results that are sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.timezone import localtime

from bluelight.errors import BluelightError
from bluelight.service.core.uploading import MOST_BYTES
from bluelight.service.studies.models import Run, Study


class OutlineForm(forms.Form):
    """One of the two, and no more."""

    run = forms.ChoiceField(required=False, label="An earlier run")
    file = forms.FileField(
        required=False,
        label="Or the results.json of a run made elsewhere",
        help_text=f"At most {MOST_BYTES // 1_000_000} MB, of a study of the same area.",
        error_messages={"empty": "The file is empty. Choose the results.json of a run"},
    )

    def __init__(
        self, data: QueryDict | None, files: MultiValueDict[str, UploadedFile[bytes]] | None, *, study: Study
    ) -> None:
        super().__init__(data, files)
        self.study = study
        self.runs = {str(run.pk): run for run in Run.objects.outlines_for(study)[:20]}
        named = [(key, _called(run, study)) for key, run in self.runs.items()]
        self.fields["run"].choices = [("", "None of these"), *named]  # type: ignore[attr-defined]
        self.fields["run"].initial = next(iter(self.runs), "")

    def clean(self) -> dict[str, Any]:
        """Exactly one outline, of the study's area and of a version that this one can read."""
        from bluelight.studies.cases.outline_file import check_outline, parse_outline

        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        chosen, file = cleaned.get("run"), cleaned.get("file")
        if bool(chosen) == bool(file):
            more = "Choose a run or a file, not both" if chosen else "Choose an earlier run, or a file"
            self.add_error("file" if chosen else "run", more)
        elif chosen:
            cleaned["outline"] = self.runs[chosen]
        elif isinstance(file, UploadedFile):
            try:
                cleaned["uploaded"] = file.read()
                check_outline(parse_outline(cleaned["uploaded"], "The file"), self.study.name, self.study.area)
            except BluelightError as error:
                self.add_error("file", str(error))
        return cleaned


def _called(run: Run, study: Study) -> str:
    when = date_format(localtime(run.ended), "j F Y, H:i") if run.ended else "not ended"
    return f"Run of {when}" + (f", {run.study.name}" if run.study_id != study.pk else "")
