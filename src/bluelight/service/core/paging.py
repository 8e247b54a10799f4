"""Pages of a list. A page that is not there is a 404 that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

_M = TypeVar("_M", bound=Model)

PARAMETER = "page"


@dataclass(frozen=True)
class ListPage(Generic[_M]):
    """One page of a list, and the addresses of the others, each keeping what else was asked."""

    page: Page[_M]
    query: str

    @property
    def total(self) -> int:
        """How many there are on all pages together."""
        return self.page.paginator.count

    def href(self, number: int) -> str:
        """The address of another page of this list."""
        page = "" if number == 1 else f"{PARAMETER}={number}"
        return "?" + "&".join(part for part in (self.query, page) if part)

    @property
    def links(self) -> list[tuple[int | None, str]]:
        """Numbers and addresses to offer: the ends and the neighbours; None where some are left out."""
        last = self.page.paginator.num_pages
        shown = sorted({1, last, *range(max(1, self.page.number - 1), min(last, self.page.number + 1) + 1)})
        links: list[tuple[int | None, str]] = []
        for before, number in zip([0, *shown], shown, strict=False):
            if number - before > 1:
                links.append((None, ""))
            links.append((number, self.href(number)))
        return links

    @property
    def previous(self) -> str:
        """The address of the page before, empty on the first."""
        return self.href(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        """The address of the page after, empty on the last."""
        return self.href(self.page.number + 1) if self.page.has_next() else ""


class _Pages(Paginator[_M]):
    """Reads which rows stand on a page before what they say: sorting and skipping then read no more than an index."""

    def __init__(self, rows: QuerySet[_M], size: int, shown: QuerySet[_M]) -> None:
        super().__init__(rows, size)
        self.rows, self.shown = rows, shown

    def page(self, number: int | str) -> Page[_M]:
        """The rows of one page."""
        first = (int(number) - 1) * self.per_page
        keys = list(self.rows.values_list("pk", flat=True)[first : first + self.per_page])
        found = self.shown.in_bulk(keys)
        return Page([found[key] for key in keys if key in found], int(number), self)


def page_of(
    request: HttpRequest,
    rows: QuerySet[_M],
    size: int = 20,
    *,
    shown: QuerySet[_M] | None = None,
    total: int | None = None,
) -> ListPage[_M]:
    """The page that the request asks for, the first where it asks for none.

    `rows` says which there are and in what order, `shown` reads what is shown of them, otherwise `rows` does; `total`
    is how many there are, where somebody has counted them already.

    Raises Http404, in words, for what is not a page of this list.
    """
    paginator = Paginator(rows, size) if shown is None else _Pages(rows, size, shown)
    if total is not None:
        paginator.count = total
    asked = request.GET.get(PARAMETER, "1")
    # Longer than nine digits is no page of anything, and int() takes its time over thousands of them.
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if not 1 <= number <= paginator.num_pages:
        pages = f"{paginator.num_pages} page{'' if paginator.num_pages == 1 else 's'}"
        raise Http404(f"This list has no page “{asked[:20]}”. It has {pages}.")
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    return ListPage(paginator.page(number), query.urlencode())
