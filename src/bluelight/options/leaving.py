"""Leaving a building: what it saves, brings in and costs, and what of it nobody has told us."""

from __future__ import annotations

from functools import partial

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.options.prices import delay, line, move_price, site_figure
from bluelight.options.sites import owner, site_name, site_row
from bluelight.options.words import FIGURES, join

_UNKNOWN = (
    "lease_end_year",
    "dilapidations_gbp",
    "maintenance_backlog_gbp",
    "vat_recoverable_share",
    "receipt_kept_share",
)
_UNKNOWN_AT_HOST = ("spare_bays", "spare_desks", "spare_lockers", "spare_yard_m2", "rent_gbp_per_year")


def not_known(area: Area, site: str, host: str | None) -> list[str]:
    """Figures of the buildings that nobody has told us and that would change the sum."""
    said = []
    for place, figures in ((site, _UNKNOWN), (host, _UNKNOWN_AT_HOST)):
        if place is None:
            continue
        missing = [FIGURES[f] for f in figures if site_figure(area, place, f) is None]
        if missing:
            said.append(f"{site_name(area, place)}: {join(missing)} not known, not counted.")
    return said


def leaving_lines(
    area: Area, site: str, move: str, option: str, year: int, settings: Settings, depends_on: str | None = None
) -> list[LineItem]:
    """What leaving a building saves and brings in: its running cost, and its sale where it is owned.

    `depends_on` names the line of the works it must wait for, whose overrun delays both.
    """
    row, pays = site_row(area, site), owner(area, site)
    last = settings.last_year
    lines = []
    running = site_figure(area, site, "running_cost_gbp_per_year")
    if running is not None and running.mode > 0:
        lines.append(
            line(
                running * move_price("running_cost_spread"),
                gain=True,
                id=f"{move}:{site}:running",
                option=option,
                label=f"Running cost of {row['name']} no longer paid",
                organisation=pays,
                category="saving",
                start_year=year,
                end_year=last,
                price_year=settings.price_year,
                depends_on=depends_on,
                correlation_group="buildings:running",
            )
        )
    value = site_figure(area, site, "existing_use_value_gbp")
    if value is not None and value.mode > 0 and row["tenure"] == "freehold":
        sold = year + delay("receipt_delay_years")
        kept = site_figure(area, site, "receipt_kept_share")
        lines.append(
            line(
                value * move_price("receipt_spread") * kept.mode
                if kept is not None
                else value * move_price("receipt_spread"),
                gain=True,
                id=f"{move}:{site}:receipt",
                option=option,
                label=f"Sale of {row['name']}",
                organisation=pays,
                category="receipt",
                start_year=sold,
                end_year=sold,
                price_year=settings.price_year,
                depends_on=depends_on,
                correlation_group="buildings:receipt",
                disposal=site,
                note=f"existing-use value, tenure {row['tenure']} ({row['tenure_basis']}); paid {sold - year} year "
                "after the building is left",
            )
        )
    lines.append(
        line(
            move_price("site_transition_gbp"),
            gain=False,
            id=f"{move}:{site}:transition",
            option=option,
            label=f"Moving out of {row['name']}: project, moving, networks",
            organisation=pays,
            category="transition",
            start_year=year,
            end_year=year,
            price_year=settings.price_year,
            correlation_group="buildings:transition",
        )
    )
    return [*lines, *_owed(area, site, move, option, year, settings)]


def _owed(area: Area, site: str, move: str, option: str, year: int, settings: Settings) -> list[LineItem]:
    """Rent until a lease ends, what it asks to be put right, and repairs that need not be done."""
    row, pays, found = site_row(area, site), owner(area, site), []
    add = partial(line, option=option, organisation=pays, price_year=settings.price_year, start_year=year)
    ends, rent = site_figure(area, site, "lease_end_year"), site_figure(area, site, "rent_gbp_per_year")
    if row["tenure"] == "leased" and ends is not None and rent is not None and ends.mode > year:
        found.append(
            add(
                rent,
                gain=False,
                id=f"{move}:{site}:rent",
                label=f"Rent of {row['name']} until its lease ends in {ends.mode:.0f}",
                category="running_cost",
                end_year=min(round(ends.mode) - 1, settings.last_year),
                note="the running cost no longer paid is taken to hold the rent",
            )
        )
    put_right = site_figure(area, site, "dilapidations_gbp")
    if row["tenure"] == "leased" and put_right is not None and put_right.mode > 0:
        label = f"Putting {row['name']} right as its lease asks"
        found.append(
            add(
                put_right,
                gain=False,
                id=f"{move}:{site}:dilapidations",
                label=label,
                category="transition",
                end_year=year,
            )
        )
    backlog = site_figure(area, site, "maintenance_backlog_gbp")
    if backlog is not None and backlog.mode > 0:
        found.append(
            add(
                backlog,
                gain=True,
                id=f"{move}:{site}:backlog",
                label=f"Repairs to {row['name']} that need not be done",
                category="saving",
                end_year=year,
                benefit_class="non_cash_releasing",
                note="not cash: nobody says that money is set aside for them",
            )
        )
    return found


def vat_percent(area: Area, site: str) -> float:
    """VAT on works that cannot be reclaimed, by the figure of the building whose service pays; 0 where not known."""
    reclaimed = site_figure(area, site, "vat_recoverable_share")
    return 0.0 if reclaimed is None else move_price("vat_percent").mode * (1.0 - reclaimed.mode)


def leaving_not_counted(area: Area, site: str) -> list[str]:
    """Money of a building left that cannot be counted, each said rather than taken as nothing."""
    row, said = site_row(area, site), []
    if site_figure(area, site, "running_cost_gbp_per_year") is None:
        said.append(f"{row['name']}: running cost not known, not counted.")
    value = site_figure(area, site, "existing_use_value_gbp")
    if row["tenure"] == "leased":
        said.append(f"{row['name']} is leased: no sale is counted, nor the rent its landlord no longer gets.")
    elif row["tenure"] != "freehold":
        said.append(f"{row['name']}: whether it is owned or leased is not known, so no sale is counted.")
    elif value is None or value.mode == 0:
        said.append(f"{row['name']}: value not known, so no sale is counted.")
    kept = site_figure(area, site, "receipt_kept_share")
    if row["tenure"] == "freehold" and kept is not None and kept.mode < 1:
        said.append(f"{row['name']}: the {1 - kept.mode:.0%} of its sale that others keep is not counted.")
    ends = site_figure(area, site, "lease_end_year")
    if row["tenure"] == "leased" and ends is not None and site_figure(area, site, "rent_gbp_per_year") is None:
        said.append(f"{row['name']}: its rent until the lease ends in {ends.mode:.0f} is not known, not counted.")
    return said
