"""What goes into the cells of a workbook, and how it looks there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from bluelight.documents.model import Value
from bluelight.documents.office import printable

POUNDS = '£#,##0;[Red]-£#,##0;"£0"'
FACTOR = "0.0000"
PLAIN = "General"
PERCENT = '0.0"%"'
SHARE = "0%"
YEARS = "0.00"

_TITLE = Font(name="Arial", size=14, bold=True)
_BOLD = Font(name="Arial", size=10, bold=True)
NORMAL = Font(name="Arial", size=10)
_LINK = Font(name="Arial", size=10, underline="single", color="1A4A8A")
_INPUT = Font(name="Arial", size=10, color="1B3F8B")
_INPUT_FILL = PatternFill("solid", fgColor="FDF6E6")
_HEAD_FILL = PatternFill("solid", fgColor="F3F2F1")
_UNDER = Border(bottom=Side(style="medium", color="0B0C0C"))
_WIDEST = 60


@dataclass(frozen=True)
class Live:
    """A formula, and what it comes to with the inputs as they are written: what a reader sees before anything runs."""

    formula: str
    value: float | str


@dataclass(frozen=True)
class Input:
    """A figure that a reader may change, to one of the choices where there are any."""

    value: Value
    choices: tuple[str, ...] = ()


Content = Value | Live | Input


class Sheet:
    """One sheet, written from the top; it keeps what its formulas come to."""

    def __init__(self, sheet: Worksheet, title: str) -> None:
        self._sheet = sheet
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.row = 1  # the next to be written
        self.values: dict[str, float | str] = {}
        self.line([title], font=_TITLE)
        self.skip()

    @property
    def name(self) -> str:
        """Its name, as formulas quote it."""
        return f"'{self._sheet.title}'"

    def skip(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def head(self, titles: Sequence[Content], freeze_columns: int | None = None) -> int:
        """A row of titles; from here on they stay in sight, with so many columns, where a number is given."""
        number = self.line(titles, font=_BOLD)
        for column in range(1, len(titles) + 1):
            cell = self._sheet.cell(number, column)
            cell.fill, cell.border = _HEAD_FILL, _UNDER
            cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        if freeze_columns is not None:
            self._sheet.print_title_rows = f"{number}:{number}"
            self._sheet.freeze_panes = self._sheet.cell(number + 1, freeze_columns + 1)
        return number

    def line(self, contents: Sequence[Content], formats: Sequence[str] = (), font: Font = NORMAL) -> int:
        """A row of contents with their number formats; its number."""
        for column, content in enumerate(contents, start=1):
            cell = self._sheet.cell(self.row, column)
            self._put(cell, content, font)
            if column <= len(formats):
                cell.number_format = formats[column - 1]
                cell.font = _INPUT if isinstance(content, Input) else font
            if column > 1 and isinstance(content, str) and not isinstance(contents[column - 2], str):
                cell.alignment = Alignment(indent=1)  # words stand off a figure before them
        self.row += 1
        return self.row - 1

    def words(self, text: str, bold: bool = False) -> None:
        """A row of words alone."""
        self.line([text], font=_BOLD if bold else NORMAL)

    def link(self, text: str, sheet: str, *beside: str) -> None:
        """A row that leads to a sheet, with words beside it."""
        number = self.line([text, *beside])
        cell = self._sheet.cell(number, 1)
        cell.hyperlink, cell.font = Hyperlink(cell.coordinate, location=f"'{sheet}'!A1"), _LINK

    def widths(self, *widths: float) -> None:
        """How wide the first columns are, in characters."""
        for column, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(column)].width = width

    def fit(self, first: int) -> None:
        """Make each column as wide as what stands in it from a row on, up to a width that can be read."""
        for cells in self._sheet.iter_cols(min_row=first):
            longest = max((len(str(cell.value)) for cell in cells if cell.value is not None), default=0)
            self._sheet.column_dimensions[cells[0].column_letter].width = min(max(longest + 2, 10), _WIDEST)

    def _offer(self, cell: Cell, choices: tuple[str, ...]) -> None:
        offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', showErrorMessage=True)
        offered.add(cell)
        self._sheet.add_data_validation(offered)

    def _put(self, cell: Cell, content: Content, font: Font) -> None:
        if font is not NORMAL:
            cell.font = font
        match content:
            case Live():
                cell.value = f"={content.formula}"
                self.values[cell.coordinate] = content.value
            case Input():
                self._put(cell, content.value, _INPUT)
                cell.fill = _INPUT_FILL
                if content.choices:
                    self._offer(cell, content.choices)
            case str():
                cell.value = printable(content)
                cell.data_type = "s"  # words stay words, whatever sign they start with
            case _:
                cell.value = content


def address(column: int, row: int) -> str:
    """A cell that a formula may be copied away from: `$C$7`."""
    return f"${get_column_letter(column)}${row}"


def span(first: tuple[int, int], last: tuple[int, int]) -> str:
    """Cells from one (column, row) to another: `$C$7:$L$7`."""
    return f"{address(*first)}:{address(*last)}"
