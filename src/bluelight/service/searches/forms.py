"""Asking for a search: what to be best at, among which sites, and what every plan must keep."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from bluelight.area import Area
from bluelight.documents.words import count, service_name
from bluelight.errors import BluelightError
from bluelight.service.areas.places import rows
from bluelight.studies.search import Search, load_search
from bluelight.studies.search.running import check_question

EFFORT: dict[str, tuple[str, dict[str, int]]] = {
    "quick": ("Quick: fewer plans and shorter simulations, for a first look", {"finalists": 5, "days": 28}),
    "full": ("Full: as the command searches", {}),
}
_QUICK = {"replications": 10, "first_replications": 5, "calls": 2_000}
MOST_MINUTES, MOST_POUNDS = 240, 1_000_000_000


class ServiceForm(forms.Form):
    """Whose sites are searched, asked first because the sites to choose from depend on it."""

    service = forms.ChoiceField(
        label="Whose sites",
        error_messages={"required": "Choose a service", "invalid_choice": "Choose a service of this area"},
    )

    def __init__(self, data: QueryDict | None, area: Area) -> None:
        super().__init__(data)
        mobile = set(area.units["service"])
        offered = [(name, service_name(name)) for name in area.services["service"] if name in mobile]
        self.fields["service"].choices = offered  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """The question, for one service."""

    aim = forms.ChoiceField(
        label="What the best plan is best at",
        choices=[
            ("response", "The shortest average time to the first arrival"),
            ("cover", "The most calls reached within the standard"),
            ("cost", "The most money saved"),
        ],
        widget=forms.RadioSelect,
        initial="response",
        error_messages={"required": "Choose an aim"},
    )
    least_sites = forms.IntegerField(min_value=1, max_value=10_000, label="Fewest sites")
    most_sites = forms.IntegerField(min_value=1, max_value=10_000, label="Most sites")
    units = forms.ChoiceField(
        label="Vehicles and crews of a site that closes",
        choices=[("move", "Move to the nearest open site"), ("withdraw", "Are withdrawn")],
        widget=forms.RadioSelect,
        initial="move",
        error_messages={"required": "Choose what becomes of vehicles and crews"},
    )
    keep_standards = forms.BooleanField(
        required=False, initial=True, label="Plans must keep every standard that today keeps"
    )
    slowest_min = forms.FloatField(
        required=False,
        min_value=0.1,
        max_value=MOST_MINUTES,
        label="No zone further from an open site than so many minutes' drive",
        help_text="Leave it empty for no limit.",
    )
    budget_gbp = forms.FloatField(
        required=False,
        min_value=0,
        max_value=MOST_POUNDS,
        label="Most that building, fitting out and moving may cost, in pounds",
        help_text="Receipts are not counted. Leave it empty for no limit.",
    )
    stay = forms.MultipleChoiceField(required=False, label="Sites that must stay", widget=forms.CheckboxSelectMultiple)
    close = forms.MultipleChoiceField(
        required=False, label="Sites that must close", widget=forms.CheckboxSelectMultiple
    )
    hosts = forms.MultipleChoiceField(
        required=False,
        label="Sites of other services that could take vehicles in",
        help_text=(
            "A plan may open at these. None ticked: only today's sites are searched. Places for new buildings are "
            "given to the command: bluelight search with --settings."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    effort = forms.ChoiceField(
        label="How thorough",
        choices=[(key, said) for key, (said, _) in EFFORT.items()],
        widget=forms.RadioSelect,
        initial="full",
        error_messages={"required": "Choose how thorough the search is"},
    )

    def __init__(self, data: QueryDict | None, area: Area, service: str) -> None:
        self.area, self.service = area, service
        housing = set(area.units.loc[area.units["service"] == service, "site"])
        own = [(row.site, row.name) for row in rows(area.sites) if row.site in housing]
        hosts = [
            (row.site, row.name)
            for row in rows(area.sites)
            if row.site not in housing and row.services and row.kind != "hospital_ed" and not row.outside
        ]
        super().__init__(data, initial={"least_sites": max(len(own) - 3, 1), "most_sites": len(own)})
        for name, offered in (("stay", own), ("close", own), ("hosts", hosts)):
            self.fields[name].choices = sorted(offered, key=lambda choice: choice[1])  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = "One of the sites is not among those offered"
        self.fields["least_sites"].help_text = f"Today there are {count(len(own), 'site')}."
        for name, what in (("least_sites", "Fewest sites"), ("most_sites", "Most sites")):
            _number(self.fields[name], what, 1, "whole number", f"Enter the {what.lower()}")
        _number(self.fields["slowest_min"], "Minutes' drive", 0.1, "number")
        _number(self.fields["budget_gbp"], "The budget", 0, "number")

    def asked(self) -> dict[str, Any]:
        """The question as keys of `[search]`, those at their defaults left out."""
        given = self.cleaned_data
        kept = {key: value for key, value in given.items() if key != "effort" and value not in (None, [], "")}
        quick = {**EFFORT["quick"][1], **_QUICK} if given["effort"] == "quick" else {}
        return {"service": self.service, **kept, **quick}

    def clean(self) -> dict[str, Any]:
        """Refuse what no plan can keep, naming the conditions that conflict."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                check_question(self.area, self.question())
            except BluelightError as error:
                for line in str(error).splitlines():
                    self.add_error(None, line)
        return given

    def question(self) -> Search:
        """The question, checked. InputError where it contradicts itself."""
        return load_search(None, **self.asked())


def _number(field: forms.Field, what: str, least: float, kind: str, required: str = "") -> None:
    """Plain messages for a field that holds a number, and room for a short one."""
    field.widget.attrs.update({"class": "govuk-input--width-10" if kind == "number" else "govuk-input--width-3"})
    most = getattr(field, "max_value", None)
    field.error_messages |= {"required": required, "invalid": f"{what} must be a {kind}"}
    for validator in field.validators:
        code = getattr(validator, "code", "")
        if code == "min_value":
            field.error_messages[code] = f"{what} must be {least:g} or more"
        if code == "max_value":
            field.error_messages[code] = f"{what} must be {most:,} or less"
