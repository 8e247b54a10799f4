"""The case of a study, ready to be written: a report to read and the results to compute with."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bluelight.area import Area
from bluelight.documents.report import render_report
from bluelight.errors import BluelightError
from bluelight.studies import StudyResult, build_case
from bluelight.studies.results import Results


@dataclass(frozen=True, eq=False)
class CaseReport:
    """What a study found, with the area it was asked of."""

    results: Results
    area: Area = field(repr=False)

    def write(self, folder: str | Path) -> list[Path]:
        """Write `report.html` and `results.json` into a folder, made if need be; the paths written.

        Both are complete or neither is replaced. Raises `BluelightError` where the folder cannot be written.
        """
        folder = Path(folder)
        files = {
            "report.html": render_report(self.results, self.area),
            "results.json": self.results.model_dump_json(indent=1) + "\n",
        }
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return _write_all(folder, files)
        except OSError as error:
            raise BluelightError(
                f"The report cannot be written to {folder}: {error.strerror or error}. "
                "Name a folder that you may write to."
            ) from error


def _write_all(folder: Path, files: dict[str, str]) -> list[Path]:
    """Write every file beside its place first, then put them all in place."""
    waiting: list[tuple[str, Path]] = []
    try:
        for name, text in files.items():
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            waiting.append((temporary, folder / name))
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
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
    return CaseReport(results=build_case(result), area=result.study.area)
