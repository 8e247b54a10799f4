"""The outline business case of the shipped study on paper: from its results to a tagged PDF."""

from __future__ import annotations

import time

from benchmarks.registry import Row

from bluelight import load_study
from bluelight import run as simulate
from bluelight.documents import case
from bluelight.documents.formats import chosen

SECONDS = 10.0


def run() -> list[Row]:
    """Processor time of drawing the document and of each format; how long was simulated does not change it."""
    study = load_study("hertfordshire").with_settings(replications=2, days=20)
    report = case(simulate(study))
    begin = time.process_time()
    _ = report.document
    drawn = time.process_time() - begin
    rows = [Row("document drawn: charts, maps and tables", drawn, "s of processor", "", None)]
    for found in chosen(["html", "pdf", "docx", "xlsx"]):
        begin = time.process_time()
        found.render(report)
        seconds = time.process_time() - begin
        if found.name == "pdf":
            whole = drawn + seconds
            rows.append(Row("PDF, drawn and set", whole, "s of processor", f"at most {SECONDS:g} s", whole <= SECONDS))
        else:
            rows.append(Row(f"{found.name}, once drawn", seconds, "s of processor", "", None))
    return rows
