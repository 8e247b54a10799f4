"""What `check` finds in cells: one case per kind of mistake."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area import check_area, load_area
from bluelight.area.cells import CellError, read_cell, read_column
from bluelight.area.rule_tables import ALL_TABLES
from bluelight.errors import InputError


def swap(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, (file, old)
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")


# One cell changed: file, its text before and after, then row, column and what is said.
CELLS = {
    "not a number": ("zones.csv", ",1500,", ",many,", 2, "population", '"many" is not a number'),
    "thousands": ("units.csv", "wholetime,4", 'wholetime,"1,400"', 2, "crew", "Leave out commas"),
    "percentage": (
        "incident_types.csv",
        ",0.6,assumed,made up for tests,several",
        ",60%,assumed,made up for tests,several",
        4,
        "conveyance_share",
        "as 0.45 for 45%",
    ),
    "a unit after the number": ("standards.csv", ",13,", ",13 min,", 3, "minutes", "with no unit after it"),
    "infinite": ("costs.csv", ",3000000,", ",1e999,", 2, "amount_gbp", "too large"),
    "not whole": ("units.csv", "wholetime,4", "wholetime,4.5", 2, "crew", "not a whole number"),
    "below its limit": ("crewing.csv", "on_call,300,300", "on_call,-300,300", 4, "turnout_day_s", "below 0"),
    "negative drive": ("hospital_minutes.csv", "Z01,H1,", "Z01,H1,-", 2, "minutes", "below 0"),
    "above its limit": ("crewing.csv", ",0.7,", ",1.7,", 4, "availability", "above 1"),
    "neither yes nor no": ("units.csv", "24:00,no", "24:00,false", 2, "cross_crewed", "neither yes nor no"),
    "no time of day": ("units.csv", "12:00,03:00", "12:00,27:00", 7, "on_to", "not a time of day"),
    "half an hour": ("units.csv", "12:00,03:00", "12:30,03:00", 7, "on_from", "not change on the hour"),
    "no duty": ("units.csv", "12:00,03:00", "12:00,12:00", 7, "on_to", "starts and ends at the same time"),
    "empty": ("zones.csv", "Z01,Northgate", "Z01,", 2, "name", "is empty"),
    "unknown value": (
        "units.csv",
        "P1,shift",
        "P1,nights",
        6,
        "crewing",
        "Use wholetime, day_crewed, on_call or shift",
    ),
    "nearly a known value": ("units.csv", "P1,shift", "P1,Shifts", 6, "crewing", 'Did you mean "shift"?'),
    "unknown reference": ("hospitals.csv", "H1,H1", "H1,H7", 2, "site", '"H7" is not in sites'),
    "unknown in a list": (
        "standards.csv",
        "police_emergency;road_collision",
        "police_emergency;flood",
        4,
        "incident_types",
        '"flood" is not in incident_types',
    ),
    "twice in a list": (
        "standards.csv",
        "police_emergency;road_collision",
        "road_collision;road_collision",
        4,
        "incident_types",
        "names an item twice",
    ),
    "empty item in a list": (
        "standards.csv",
        "police_emergency;road_collision",
        "police_emergency;",
        4,
        "incident_types",
        "has an empty item",
    ),
    "duplicate key": ("units.csv", "P1-C2", "P1-C1", 7, "unit", "unit P1-C1 is there already, in units.csv row 6"),
    "key already in another file": ("sites_other.csv", "P2,", "P1,", 2, "site", "in sites.csv row 5"),
    "not in the country": ("zones.csv", "-1.9,52.95", "-1.9,40.95", 2, "lon", "outside the United Kingdom"),
    "swapped": ("sites.csv", "-1.8655,52.9285", "52.9285,-1.8655", 2, "lon", "look swapped"),
    "p90 below median": ("incident_types.csv", ",45,120,", ",45,20,", 2, "on_scene_p90_min", "is below the median"),
    "no time on scene": ("incident_types.csv", ",12,25,", ",0,25,", 3, "on_scene_median_min", "is 0"),
    "a kind nobody has": (
        "attendance.csv",
        "house_fire,3,fire,aerial",
        "house_fire,3,fire,boat",
        4,
        "unit_kind",
        "fire has units of kind aerial, pump",
    ),
    "conveys without an ambulance": (
        "incident_types.csv",
        ",12,25,assumed,0,",
        ",12,25,assumed,0.1,",
        3,
        "conveyance_share",
        "sent no ambulance",
    ),
    "older than all": ("zones.csv", ",1500,225,", ",1500,2250,", 2, "over65", "2250 residents aged 65"),
    "district of two names": (
        "zones.csv",
        "Northgate,DN,North",
        "Northgate,DS,North",
        8,
        "district_name",
        "otherwise than row 2",
    ),
    "site does not house it": ("units.csv", "pump,F2", "pump,P2", 4, "site", "site P2 does not house fire"),
    "crewing not described": (
        "units.csv",
        "response_car,P2,shift",
        "response_car,P2,on_call",
        8,
        "crewing",
        "no row of crewing",
    ),
    "standard of a service never sent": (
        "standards.csv",
        "first_engine,fire,house_fire",
        "first_engine,fire,medical_urgent",
        2,
        "incident_types",
        "fire is never sent to medical_urgent",
    ),
    "limit of nought": ("standards.csv", "mean,7,", "mean,0,", 5, "minutes", "is 0"),
    "range not in order": (
        "costs.csv",
        "1200,800,2000",
        "1200,1800,2000",
        3,
        "low_gbp",
        "Put low_gbp, amount_gbp and high_gbp in order",
    ),
    "free without limits": ("parameters.csv", "1,0.8,1.3", "1,,1.3", 5, "low", "no limits to fit within"),
    "impossible parameter": ("parameters.csv", "travel_p,all,0.8", "travel_p,all,3", 4, "value", "cannot be"),
    "scale of nought": (
        "parameters.csv",
        "travel_scale,ambulance,1",
        "travel_scale,ambulance,0",
        7,
        "value",
        "above 0",
    ),
    "share without its limit": (
        "published.csv",
        "share_within,10,",
        "share_within,,",
        4,
        "within_min",
        "this figure needs it",
    ),
    "a value nobody knows": (
        "site_figures.csv",
        "F1,floor_area_m2,900,,assumed",
        "F1,floor_area_m2,900,,unknown",
        2,
        "basis",
        "Say how the value is known",
    ),
    "no value, yet known": (
        "site_figures.csv",
        "F1,spare_bays,,,unknown",
        "F1,spare_bays,,,assumed",
        5,
        "value",
        "set basis to unknown",
    ),
    "share of a building": (
        "site_figures.csv",
        "F1,vat_recoverable_share,,,unknown",
        "F1,vat_recoverable_share,20,,assumed",
        12,
        "value",
        "as 0.83 for 83%",
    ),
    "money without its year": (
        "site_figures.csv",
        "F1,existing_use_value_gbp,1800000,2024/25",
        "F1,existing_use_value_gbp,1800000,",
        4,
        "price_year",
        "is empty",
    ),
    "no price year": ("costs.csv", "year,2024/25", "year,last year", 2, "price_year", "not a price year"),
}


@pytest.mark.parametrize("name", sorted(CELLS))
def test_a_wrong_cell_is_named_with_its_file_row_and_column(pack: Path, name: str) -> None:
    file, old, new, row, column, said = CELLS[name]
    swap(pack, file, old, new)
    problems = check_area(pack)
    found = [p for p in problems if (p.file, p.row, p.column) == (file, row, column) and said in str(p)]
    assert found, [str(p) for p in problems]
    with pytest.raises(InputError) as refused:
        load_area(pack)
    assert list(refused.value.problems) == problems


def test_a_figure_of_context_cannot_judge(pack: Path) -> None:
    swap(pack, "published.csv", "incidents,2024/25,no", "incidents,2024/25,yes")
    assert "count_per_year cannot judge" in " ".join(str(problem) for problem in check_area(pack))


def test_a_count_cannot_fit_and_nothing_is_fitted_to_zero(pack: Path) -> None:
    swap(pack, "published.csv", "incidents,2024/25,no,no", "incidents,2024/25,no,yes")
    swap(pack, "published.csv", "mobilisation,6,", "mobilisation,0,")
    said = [(p.row, p.column, p.what) for p in check_area(pack)]
    assert said == [
        (2, "value", "is 0: nothing can be fitted to it."),
        (6, "fits", "a figure of measure count_per_year cannot fit a parameter."),
    ]


def test_the_distance_model_is_one_for_all_services(pack: Path) -> None:
    swap(pack, "parameters.csv", "travel_b,all", "travel_b,police")
    said = [str(problem) for problem in check_area(pack)]
    assert len(said) == 2
    assert "travel_b is missing for all" in said[0]
    assert "travel_b is one for all services" in said[1]


TEXTS = [
    "",
    "0",
    "1",
    "-3",
    "2.5",
    "1e999",
    "12,000",
    "45%",
    "many",
    "fire",
    "ambulance",
    "yes",
    "08:00",
    "9007199254740993",
]


@given(
    st.sampled_from([c for table in ALL_TABLES for c in table.columns]), st.lists(st.sampled_from(TEXTS), max_size=8)
)
def test_a_column_read_at_once_is_what_its_cells_are(column, texts):
    at_once = read_column(texts, column)
    try:
        one_by_one = [read_cell(text, column) for text in texts]
    except CellError:
        assert at_once is None
        return
    if column.type in ("text", "number", "integer"):
        assert at_once is not None
        assert list(map(type, at_once)) == list(map(type, one_by_one))
        np.testing.assert_array_equal(at_once, one_by_one)
