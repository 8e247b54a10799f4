"""A case as a workbook: the money as live formulas, and every table of figures on a sheet of its own."""

from bluelight.documents.xlsx.book import to_xlsx

__all__ = ["to_xlsx"]
