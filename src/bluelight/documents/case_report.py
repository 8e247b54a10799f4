"""The case of a study, ready to be written: reports to read, and the results to compute with."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bluelight.appraisal import Appraisal
from bluelight.area import Area
from bluelight.documents.formats import chosen
from bluelight.documents.model import Document
from bluelight.documents.report import build_report
from bluelight.errors import BluelightError
from bluelight.studies import StudyResult, build_case
from bluelight.studies.money import appraise_study
from bluelight.studies.results import Results


@dataclass(frozen=True, eq=False)
class CaseReport:
    """What a study found, with the area it was asked of and the appraisal of its options."""

    results: Results
    area: Area = field(repr=False)
    appraisal: Appraisal = field(repr=False)

    @cached_property
    def document(self) -> Document:
        """The report, whatever format it will be written in."""
        return build_report(self.results, self.area)

    def write(self, folder: str | Path, formats: Iterable[str] | None = None) -> list[Path]:
        """Write the report in these formats, all where none is named, and `results.json`; the paths written.

        The folder is made if need be. Every file is complete or none is replaced. Raises `BluelightError` for a format
        there is not, and where the folder cannot be written.
        """
        folder = Path(folder)
        files = {found.file: found.render(self) for found in chosen(formats)}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return _write_all(folder, files)
        except OSError as error:
            raise BluelightError(
                f"The report cannot be written to {folder}: {error.strerror or error}. "
                "Name a folder that you may write to."
            ) from error


def _write_all(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Write every file beside its place first, then put them all in place."""
    waiting: list[tuple[str, Path]] = []
    try:
        for name, content in files.items():
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            waiting.append((temporary, folder / name))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            os.chmod(temporary, 0o644)
        for _, place in waiting:
            if place.is_dir():
                raise IsADirectoryError(None, f"{place.name} is a folder there")
        for temporary, place in waiting:
            os.replace(temporary, place)
        return [place for _, place in waiting]
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)


def case(result: StudyResult) -> CaseReport:
    """The case of a study that has been run: its line items built from its moves, then appraised."""
    appraisal = appraise_study(result.study)
    return CaseReport(results=build_case(result, appraisal), area=result.study.area, appraisal=appraisal)
