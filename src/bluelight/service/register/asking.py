"""What a reader asks of the register, read from the address, and the facets that offer more questions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from bluelight.service.register import words
from bluelight.service.register.models import Organisation
from bluelight.service.register.querysets import SORTS, CollaborationQuerySet, Filters

MAX_TEXT = 200
MOST_ORGANISATIONS = 10

_FACET_WORDS = {
    "theme": "Theme",
    "service": "Services taking part",
    "region": "Region",
    "status": "Status",
    "outcome": "Promise and outcome",
    "claimed": "What was claimed",
}


@dataclass(frozen=True)
class Question:
    """The words searched for, the filters and the order asked for; and the organisations that the filters name."""

    text: str
    filters: Filters
    sort: str
    sorts: dict[str, str]
    organisations: tuple[Organisation, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything at all was asked."""
        return bool(self.text) or self.filters != Filters()

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The words and filters as the address has them."""
        named = {field: getattr(self.filters, field) for field in (*Filters.facets(), "organisation")}
        return [("q", self.text)] * bool(self.text) + [
            (name, each) for name, values in named.items() for each in values
        ]

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        return urlencode(self.asked)

    @property
    def said(self) -> str:
        """What was asked, in words; empty where nothing was."""
        quoted = [f"“{self.text}”"] * bool(self.text)
        ticked = [words.named(name, value) for name in Filters.facets() for value in getattr(self.filters, name)]
        return ", ".join([*quoted, *ticked, *(each.name for each in self.organisations)])


@dataclass(frozen=True)
class Choice:
    """One value of a facet: how many it would leave, and whether it is ticked."""

    value: str
    text: str
    count: int
    ticked: bool


@dataclass(frozen=True)
class Facet:
    """One facet with its choices."""

    name: str
    text: str
    hint: str
    choices: list[Choice]

    @property
    def ticked(self) -> list[Choice]:
        """The choices in force."""
        return [choice for choice in self.choices if choice.ticked]


def read(query: QueryDict) -> Question:
    """The question in an address.

    Raises Http404, in words, for a theme, service, region, status, organisation or order that is not known.
    """
    text = query.get("q", "").strip()[:MAX_TEXT]
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in Filters.facets():
        values = tuple(dict.fromkeys(value for value in query.getlist(facet) if value))
        for value in values:
            if value not in words.values(facet):
                raise Http404(f"The register has no {facet} called “{value[:40]}”.")
        chosen[facet] = values
    # Nothing to match, nothing to be best at.
    sorts = {key: said for key, said in SORTS.items() if text or key != "best"}
    sort = query.get("sort", "") or next(iter(sorts))
    if sort not in SORTS:
        raise Http404(f"The register cannot be sorted by “{sort[:40]}”.")
    organisations = _organisations(query.getlist("organisation"))
    chosen["organisation"] = tuple(each.slug for each in organisations)
    return Question(text, Filters(**chosen), sort if sort in sorts else next(iter(sorts)), sorts, organisations)


def _organisations(asked: list[str]) -> tuple[Organisation, ...]:
    """The organisations of these slugs, by name."""
    slugs = {slug.replace("\0", "") for slug in asked if slug}
    if not slugs:
        return ()
    if len(slugs) > MOST_ORGANISATIONS:
        raise Http404(f"Ask for at most {MOST_ORGANISATIONS} organisations at a time.")
    found = tuple(Organisation.objects.public().filter(slug__in=slugs).order_by("name", "slug"))
    for slug in sorted(slugs - {each.slug for each in found}):
        raise Http404(f"The register has no organisation called “{slug[:40]}”.")
    return found


def facets(collaborations: CollaborationQuerySet, question: Question) -> tuple[int, list[Facet]]:
    """How many meet the filters; the facets with their counts; values that would leave nothing only where ticked."""
    total, counted = collaborations.counted(question.filters)
    shown = []
    for name in Filters.facets():
        ticked: tuple[str, ...] = getattr(question.filters, name)
        counts = counted[name]
        choices = [
            Choice(value, text, counts[value], value in ticked)
            for value, text in words.values(name).items()
            if counts[value] or value in ticked
        ]
        hint = "All of those ticked." if name == "service" else ""
        shown.append(Facet(name, _FACET_WORDS[name], hint, choices))
    return total, shown
