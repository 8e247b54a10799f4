import pytest

from bluelight.area import Area, load_area
from bluelight.options import find_neighbours, not_looked_at
from bluelight.options.neighbours import NeighbourPair, kilometres


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


def pair(area: Area, one: str, other: str, within_km: float = 1.0) -> NeighbourPair:
    return next(p for p in find_neighbours(area, within_km) if {p.site, p.host} == {one, other})


def test_the_nearest_pairs_share_and_engines_keep_their_station(area: Area) -> None:
    taken = [(p.site, p.host) for p in find_neighbours(area) if p.taken]
    assert taken == [("P2", "F2"), ("M1", "F1")]


def test_a_point_known_by_its_town_is_no_evidence(area: Area) -> None:
    # M2 lies 65 m from F2, but only its town is known; M3 stands at a derived postcode.
    sites = {site for p in find_neighbours(area, 20) for site in (p.site, p.host)}
    assert sites.isdisjoint({"M2", "M3", "H1"})
    assert set(not_looked_at(area)) == {"Eastfield ambulance base", "Oakley ambulance base"}


def test_what_is_left_out_says_why(area: Area) -> None:
    assert "custody suite" in pair(area, "P1", "F1").why
    assert "nearer pair" in pair(area, "M1", "P1").why
    assert "a control room" in pair(area, "C2", "M1").why
    assert "shared today" in pair(area, "P3", "F3", 3).why


def test_no_site_is_in_two_pairs_that_share(area: Area) -> None:
    used = [site for p in find_neighbours(area, 20) if p.taken for site in (p.site, p.host)]
    assert len(used) == len(set(used))


def test_nearest_first_and_a_limit_takes_the_nearest(area: Area) -> None:
    pairs = find_neighbours(area, 20)
    assert [p.km for p in pairs] == sorted(p.km for p in pairs)
    limited = [p for p in find_neighbours(area, 1.0, limit=1) if p.taken]
    assert [(p.site, p.host) for p in limited] == [("P2", "F2")]


def test_functions_beside_response_come_along(area: Area) -> None:
    assert pair(area, "P1", "F1").site_functions == ("neighbourhood_base", "public_counter", "custody")


def test_kilometres_of_a_known_distance() -> None:
    # One degree of latitude is 111.195 km on a sphere of radius 6371.0088 km.
    assert kilometres(0.0, 51.0, 0.0, 52.0) == pytest.approx(111.195, abs=0.001)
    assert kilometres(-0.1, 51.5, -0.1, 51.5) == 0.0


def test_in_hertfordshire_only_published_places_that_are_not_shared_come_together() -> None:
    area = load_area("hertfordshire")
    sites = area.sites.set_index("site")
    shared = {site for row in area.shared.itertuples() if row.in_use for site in row.sites}
    pairs = find_neighbours(area, 1.0)
    assert any(pair.taken for pair in pairs)
    for pair in pairs:
        for site in (pair.site, pair.host):
            assert sites.at[site, "location_basis"] == "published", site
            assert sites.at[site, "location_quality"] in ("exact", "postcode"), site
            assert sites.at[site, "kind"] != "hospital_ed", site
        assert not set(sites.at[pair.site, "services"]) & set(sites.at[pair.host, "services"])
        assert pair.km <= 1.0
        if pair.taken:
            assert not {pair.site, pair.host} & (shared | set(area.control_rooms["site"]))
    # Assumed ambulance bases stand on the town's fire station: nothing may follow from that.
    assert not {pair.site for pair in pairs} & {f"M{n:02}" for n in range(1, 11)}
