"""Asking what a site reaches, and for the way between two places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from bluelight.area import Area
from bluelight.documents.words import service_name
from bluelight.service.areas.places import rows

LONGEST_MIN = 60


class _DrivingForm(forms.Form):
    """What both ask: who drives. Nothing is asked yet where `data` is None."""

    service = forms.ChoiceField(label="Who drives", error_messages={"invalid_choice": "Choose a service of this area"})

    def __init__(self, data: QueryDict | None, area: Area) -> None:
        super().__init__(data)
        self.fields["service"].choices = [(name, service_name(name)) for name in area.services["service"]]  # type: ignore[attr-defined]

    def choose(self, field: str, choices: list[Any]) -> None:
        """Offer these in a field."""
        self.fields[field].choices = choices  # type: ignore[attr-defined]


class ReachForm(_DrivingForm):
    """A site, who drives, and for how long."""

    site = forms.ChoiceField(
        label="Where they start",
        error_messages={"required": "Choose a site", "invalid_choice": "Choose a site of this area"},
    )
    minutes = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_MIN,
        initial=8,
        label="Minutes of driving",
        help_text=f"A whole number, 1 to {LONGEST_MIN}.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": "Enter the minutes of driving",
            "invalid": "Minutes must be a whole number",
            "min_value": "Minutes must be 1 or more",
            "max_value": f"Minutes must be {LONGEST_MIN} or fewer",
        },
    )
    field_order = ("site", "service", "minutes")

    def __init__(self, data: QueryDict | None, area: Area) -> None:
        super().__init__(data, area)
        self.choose("site", _sites(area))


class WayForm(_DrivingForm):
    """Two places, and who drives."""

    start = forms.ChoiceField(
        label="From", error_messages={"required": "Choose a start", "invalid_choice": "Choose a place of this area"}
    )
    end = forms.ChoiceField(
        label="To", error_messages={"required": "Choose an end", "invalid_choice": "Choose a place of this area"}
    )
    field_order = ("start", "end", "service")

    def __init__(self, data: QueryDict | None, area: Area) -> None:
        super().__init__(data, area)
        sites = [(f"site:{site}", name) for site, name in _sites(area)]
        zones: dict[str, list[tuple[str, str]]] = {}
        for row in sorted(rows(area.zones), key=lambda r: (r.district_name, r.name)):
            called = row.name if row.name == row.zone else f"{row.name} ({row.zone})"
            zones.setdefault(f"Zones in {row.district_name}", []).append((f"zone:{row.zone}", called))
        for field in ("start", "end"):
            self.choose(field, [("Sites", sites), *zones.items()])


def _sites(area: Area) -> list[tuple[str, str]]:
    return sorted(((row.site, row.name) for row in rows(area.sites)), key=lambda choice: choice[1])
