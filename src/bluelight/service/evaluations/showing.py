"""What the page of an evaluation shows, made from its document; each is drawn once, as drawing takes a while."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from bluelight.documents.evaluation import evaluation_document, write_evaluation
from bluelight.documents.formats import PAPERS
from bluelight.documents.model import Block, Bullets, Chart, Figure, KeyFigure, KeyFigures, Note, SideBySide, Table
from bluelight.evaluation.result import Evaluation
from bluelight.service.evaluations.models import Attached


@dataclass(frozen=True)
class Shown:
    """A result in the parts of its page."""

    found: Evaluation
    figures: tuple[KeyFigure, ...]
    notes: tuple[Note, ...]
    charts: tuple[Chart, ...]
    tables: dict[str, Table]
    mind: Bullets


def shown(attached: Attached) -> Shown | None:
    """What there is to show; nothing until it is worked out."""
    return _drawn(attached.pk, attached.result) if attached.result else None


@lru_cache(maxsize=16)
def _drawn(key: UUID, result: str) -> Shown:
    found = Evaluation.model_validate_json(result)
    document = evaluation_document(found)
    blocks = [block for section in document.sections for block in section.blocks]
    mind = next(section for section in document.sections if section.id == "mind").blocks
    return Shown(
        found,
        next(block.figures for block in blocks if isinstance(block, KeyFigures)),
        tuple(block for block in blocks if isinstance(block, Note)),
        tuple(chart for block in blocks for chart in _charts(block)),
        {block.id: block for block in blocks if isinstance(block, Table)},
        next(block for block in mind if isinstance(block, Bullets)),
    )


def _charts(block: Block) -> list[Chart]:
    if isinstance(block, SideBySide):
        return [figure.chart for figure in block.figures]
    return [block.chart] if isinstance(block, Figure) else []


def paper(attached: Attached, name: str) -> bytes:
    """Its document in one format; written again where the data folder has lost it."""
    file = attached.folder / f"evaluation.{name}"
    if not file.is_file():
        write_evaluation(Evaluation.model_validate_json(attached.result), attached.folder, PAPERS)
    return file.read_bytes()
