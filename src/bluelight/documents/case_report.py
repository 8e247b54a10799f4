"""The case of a study, ready to be written: reports to read, and the results to compute with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bluelight.appraisal import Appraisal
from bluelight.area import Area
from bluelight.documents.formats import chosen
from bluelight.documents.model import Document
from bluelight.documents.report import build_report
from bluelight.files import write_all
from bluelight.register import Observation
from bluelight.studies import StudyResult, build_case
from bluelight.studies.cases.against import against_outline
from bluelight.studies.cases.outline_file import check_outline, read_outline
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
        return write_all(Path(folder), {found.file: found.render(self) for found in chosen(formats)})


def case(
    result: StudyResult,
    outline: str | Path | Results | None = None,
    observed: Sequence[Observation] | None = None,
) -> CaseReport:
    """The case of a study that has been run: its line items built from its moves, then appraised.

    Given the results of an outline, or where they stand, it is a full business case: every figure beside the outline's,
    with what moved it. `observed` is what a register says came of promises, for ranges that nobody gave; the shipped
    register unless given. Raises `BluelightError` for an outline that cannot be read, or is of another area.
    """
    study = result.study
    appraisal = appraise_study(study, observed)
    results = build_case(result, appraisal, observed)
    if outline is not None:
        before = outline if isinstance(outline, Results) else read_outline(outline)
        check_outline(before, study.id, study.area.id)
        results = results.model_copy(update={"outline": against_outline(before, results)})
    return CaseReport(results=results, area=study.area, appraisal=appraisal)
