"""Published entries as rows of the workbook, for their organisation to change and send back."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, F, Model, QuerySet

from bluelight.errors import BluelightError
from bluelight.register import codelists
from bluelight.service.contributions.content import Content
from bluelight.service.contributions.workbook import MOST_ROWS, POINTS, SHEETS
from bluelight.service.register.models import Claim, Collaboration, Partner, Point, Source, Version

Rows = dict[str, list[list[Any]]]


def parts_of(entries: QuerySet[Collaboration]) -> list[list[int]]:
    """The keys of the entries, in their order, in as many parts as it takes for each to fit into a workbook."""
    counted = [Counter(dict(_rows_by_entry(model, entries))) for model in (Partner, Claim, Source, Point)]
    parts: list[list[int]] = [[]]
    held = [0] * (1 + len(counted))
    for key in entries.values_list("pk", flat=True):
        rows = [1, *(found[key] for found in counted)]
        held = [had + more for had, more in zip(held, rows, strict=True)]
        if max(held) >= MOST_ROWS and parts[-1]:
            parts.append([])
            held = rows
        parts[-1].append(key)
    return parts


def _rows_by_entry(model: type[Model], entries: QuerySet[Collaboration]) -> Any:
    rows = model._default_manager.filter(collaboration__in=entries.order_by()).order_by()
    return rows.values_list("collaboration").annotate(Count("pk"))


def rows_of(entries: QuerySet[Collaboration]) -> Rows:
    """The rows of every sheet that say what these entries say.

    Raises BluelightError for more than a workbook may hold, and for two entries of one name.
    """
    rows: Rows = {sheet: [] for sheet in SHEETS}
    names: set[str] = set()
    versions = Version.objects.filter(collaboration__in=entries.order_by(), number=F("collaboration__version"))
    said = {version.collaboration_id: version for version in versions.order_by()}
    for last in (said[key] for key in entries.values_list("pk", flat=True) if key in said):
        name = str(last.content["name"])
        if name.lower() in names:
            raise BluelightError(f"Two entries are called {name!r}. Change one of them on its page first.")
        names.add(name.lower())
        _add(rows, last.content, last.number)
    for sheet, lines in rows.items():
        if len(lines) >= MOST_ROWS:
            raise BluelightError(
                f"These entries have more than {MOST_ROWS:,} rows on the sheet {sheet}, and no workbook may. Change "
                "them on their pages or through the API."
            )
    return rows


def _add(rows: Rows, said: Content, version: int) -> None:
    name = said["name"]
    status = {"status": said["status"]["value"], "status_as_of": said["status"]["as_of"]}
    emmie = said.get("emmie") or dict.fromkeys(codelists.EMMIE)  # a version of the standard's first form has none
    first = {**said, **status, **emmie, "entry": said["slug"], "version": version}
    rows["Collaborations"].append([first[column] for column in SHEETS["Collaborations"]])
    for sheet, part in (("Partners", "partners"), ("Claims", "claims"), ("Sources", "sources")):
        for each in said[part]:
            owned = {**each, "collaboration": name, "claim": each.get("id")}
            rows[sheet].append([owned[column] for column in SHEETS[sheet]])
    for kind in POINTS:
        rows["Lessons"] += [[name, kind, text] for text in said[f"{kind}s"]]
