"""What people read: one document model, its charts and maps, and a writer for each format."""

from bluelight.documents.case import CaseReport, case
from bluelight.documents.report import build_report, render_report

__all__ = ["CaseReport", "build_report", "case", "render_report"]
