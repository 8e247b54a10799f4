"""The places of the organisations: residents that add up, tiles that nobody shares, districts told once."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy.spatial import cKDTree

from bluelight.register import load_register
from bluelight.register.load import REGISTER_FOLDER
from bluelight.register.places import places

ROOT = Path(__file__).resolve().parents[2]
ORGANISATIONS = load_register().organisation
RESIDENTS = 59_719_724  # of England and Wales in mid-2020 (Office for National Statistics)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_places", ROOT / "tools" / "build_places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_places"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_every_organisation_has_a_place() -> None:
    assert places().keys() == ORGANISATIONS.keys()


def test_each_service_serves_everybody_once() -> None:
    served: Counter[str] = Counter()
    for slug, place in places().items():
        served[ORGANISATIONS[slug].service] += place.residents
    assert served == {"police": RESIDENTS, "fire": RESIDENTS, "ambulance": RESIDENTS}


def test_no_two_organisations_of_a_service_share_a_tile() -> None:
    tiles = Counter((ORGANISATIONS[slug].service, place.column, place.row) for slug, place in places().items())
    assert set(tiles.values()) == {1}


def test_the_map_is_the_right_way_up() -> None:
    known = places()
    for service in ("police", "fire"):
        cornwall = "devon-and-cornwall-police" if service == "police" else "cornwall-fire-and-rescue-service"
        cumbria = "cumbria-constabulary" if service == "police" else "cumbria-fire-and-rescue-service"
        kent = "kent-police" if service == "police" else "kent-fire-and-rescue-service"
        assert known[cumbria].row < known[kent].row <= known[cornwall].row
        assert known[cornwall].column < known[cumbria].column < known[kent].column


def test_a_budget_says_where_it_was_read() -> None:
    known = [place for place in places().values() if place.budget_gbp is not None]
    assert {place.slug for place in known} == {
        "hertfordshire-constabulary",
        "hertfordshire-fire-and-rescue-service",
    }
    assert all(place.budget_source and place.budget_basis for place in known)


def test_every_district_is_served_once(tool: ModuleType) -> None:
    codes = [
        code for row in tool.rows(tool.HERE / "service_districts.csv") for code in tool.districts(row["districts"])
    ]
    assert len(codes) == len(set(codes))
    pairs = set(tool.served().values())
    assert {police for police, _ in pairs} == {s for s, o in ORGANISATIONS.items() if o.service == "police"}
    assert {fire for _, fire in pairs} == {s for s, o in ORGANISATIONS.items() if o.service == "fire"}


def test_the_shipped_file_is_what_the_reference_gives(tool: ModuleType, reference: Path) -> None:
    for name, content in tool.build(reference).items():
        assert (REGISTER_FOLDER / name).read_bytes() == content, f"rebuild with {tool.__file__}"


def test_fire_stations_stand_in_the_areas_of_their_services(tool: ModuleType, reference: Path) -> None:
    """We wrote down the districts of each service; the Home Office's list of stations knows nothing of that."""
    zones = tool.rows(reference / "data" / "ew_lsoa11" / "ew_lsoa11_centroid_pop.csv.gz")
    fire = {code: pair[1] for code, pair in tool.served().items()}
    tree = cKDTree(np.array([(float(zone["bng_e"]), float(zone["bng_n"])) for zone in zones]))
    stations = [
        row
        for row in tool.rows(reference / "data" / "fire_stations_england" / "fire_stations_england.csv")
        if row["easting"]
    ]
    _, nearest = tree.query(np.array([(float(row["easting"]), float(row["northing"])) for row in stations]))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row, place in zip(stations, nearest, strict=True):
        found[row["FRS_FULLNAME"]][fire[zones[place]["ltla20_code"]]] += 1
    inside = sum(services.most_common(1)[0][1] for services in found.values())
    assert inside > 0.97 * len(stations) > 1_300
    # Dorset and Wiltshire have merged since, and so have Hampshire and the Isle of Wight.
    merged = {"dorset-and-wiltshire-fire-and-rescue-service", "hampshire-and-isle-of-wight-fire-and-rescue-service"}
    most = Counter(services.most_common(1)[0][0] for services in found.values())
    assert all(times == 1 or slug in merged for slug, times in most.items()), most
