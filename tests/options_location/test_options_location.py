"""Plans of sites are the best there are: against every plan of small cases, and against published optima."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from bluelight.errors import BluelightError
from bluelight.options.location import max_cover, p_median, set_cover


@st.composite
def cases(draw):
    """Times, weights and choices, made by a seed: even or whole numbers, some weights and times 0."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sites, zones = draw(st.integers(1, 8)), draw(st.integers(1, 12))
    times = rng.random((sites, zones)) * draw(st.sampled_from([1e-6, 1.0, 30.0, 1e7]))
    weights = rng.gamma(1.0, 1.0, zones)
    if draw(st.booleans()):
        times, weights = rng.integers(0, 5, (sites, zones)).astype(float), rng.integers(0, 3, zones).astype(float)
    weights[rng.integers(zones)] += 1
    kinds = rng.choice(3, sites, p=[0.7, 0.15, 0.15])
    kinds[rng.integers(sites)] = 0
    fixed, forbidden = np.nonzero(kinds == 1)[0].tolist(), np.nonzero(kinds == 2)[0].tolist()
    p = draw(st.integers(max(len(fixed), 1), sites - len(forbidden)))
    return times, weights, p, fixed, forbidden


def every_plan(times, p, fixed, forbidden):
    free = [s for s in range(len(times)) if s not in fixed and s not in forbidden]
    for more in combinations(free, p - len(fixed)):
        yield sorted([*fixed, *more])


@given(cases())
@settings(max_examples=150, deadline=None)
def test_no_plan_has_less_time(case):
    times, weights, p, fixed, forbidden = case
    plan = p_median(times, weights, p, open=fixed, forbidden=forbidden)
    least = min((weights * times[sites].min(axis=0)).sum() for sites in every_plan(times, p, fixed, forbidden))
    assert plan.value == pytest.approx(least, rel=1e-6, abs=1e-300)
    check(plan, p, fixed, forbidden)
    assert plan.value == pytest.approx((weights * times[list(plan.sites)].min(axis=0)).sum(), rel=1e-12)
    assert plan.bound <= plan.value


@given(cases(), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_no_plan_covers_more(case, share):
    times, weights, p, fixed, forbidden = case
    within = float(np.quantile(times, share))
    plan = max_cover(times, weights, p, within, open=fixed, forbidden=forbidden)
    most = max(weights[(times[sites] <= within).any(axis=0)].sum() for sites in every_plan(times, p, fixed, forbidden))
    assert plan.value == pytest.approx(most, rel=1e-6)
    check(plan, p, fixed, forbidden)
    assert plan.bound >= plan.value


@given(cases(), st.floats(0.2, 1))
@settings(max_examples=100, deadline=None)
def test_no_fewer_sites_cover_everybody(case, share):
    times, _, _, fixed, forbidden = case
    within = float(np.quantile(times, share))
    covers = [
        sites
        for p in range(max(len(fixed), 1), len(times) - len(forbidden) + 1)
        for sites in every_plan(times, p, fixed, forbidden)
        if (times[sites] <= within).any(axis=0).all()
    ]
    if not covers:
        with pytest.raises(BluelightError, match="No site that may be open"):
            set_cover(times, within, open=fixed, forbidden=forbidden)
        return
    plan = set_cover(times, within, open=fixed, forbidden=forbidden)
    assert plan.value == len(min(covers, key=len))
    assert (times[list(plan.sites)] <= within).any(axis=0).all()
    check(plan, len(plan.sites), fixed, forbidden)


def check(plan, p, fixed, forbidden):
    assert plan.proven
    assert len(plan.sites) == len(set(plan.sites)) == p
    assert set(fixed) <= set(plan.sites)
    assert not set(forbidden) & set(plan.sites)


def plane(sites, zones, seed=1):
    rng = np.random.default_rng(seed)
    xy = rng.random((zones, 2))
    at = xy[rng.choice(zones, sites, replace=False)]
    return 60 * np.sqrt(((at[:, None] - xy) ** 2).sum(axis=2)), rng.gamma(2.0, 1.0, zones)


def test_the_same_case_gives_the_same_plan():
    times, weights = plane(40, 300)
    assert p_median(times, weights, 6) == p_median(times, weights, 6)


def test_without_time_to_prove_it_the_bound_still_holds():
    times, weights = plane(60, 400, seed=5)
    proven, hasty = p_median(times, weights, 7), p_median(times, weights, 7, seconds=0.0)
    assert proven.proven
    assert hasty.bound <= proven.value <= hasty.value
    assert hasty.gap < 0.05


def test_more_sites_never_make_it_worse_and_fixing_never_better():
    times, weights = plane(25, 150)
    values = [p_median(times, weights, p).value for p in range(1, 26)]
    assert values == sorted(values, reverse=True)
    worst = int(np.argmax(times @ weights))
    assert p_median(times, weights, 5, open=[worst]).value >= values[4]
    best = p_median(times, weights, 5)
    assert p_median(times, weights, 5, forbidden=[best.sites[0]]).value >= best.value
    assert best.sites[0] not in p_median(times, weights, 5, forbidden=[best.sites[0]]).sites


@pytest.mark.parametrize(("number", "optimum"), [(1, 5819), (2, 4093), (3, 4250), (4, 3034), (5, 1355)])
def test_published_optima_of_the_or_library(reference, number, optimum):
    lines = (reference / "facts" / "response" / "pmedian" / f"pmed{number}.txt").read_text().split("\n")
    (n, _, p), *edges = [[int(cell) for cell in line.split()] for line in lines if line.strip()]
    length = {(min(a, b) - 1, max(a, b) - 1): c for a, b, c in edges}  # the last of a duplicate wins
    ends = np.array(list(length)).T
    times = dijkstra(csr_array((list(length.values()), tuple(ends)), shape=(n, n)), directed=False)
    plan = p_median(times, np.ones(n), p)
    assert plan.value == optimum
    assert plan.proven
    assert len(plan.sites) == p


TIMES = [[1.0, 2.0, 9.0], [4.0, 1.0, 9.0]]
ONES = [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("find", "said"),
    [
        (lambda: p_median(TIMES, ONES, 0), "p is 0: it must be a whole number from 1 to 2"),
        (lambda: p_median(TIMES, ONES, 3), "p is 3"),
        (lambda: p_median(TIMES, ONES, 1.5), "p is 1.5"),
        (lambda: p_median(TIMES, ONES, True), "p is True"),
        (lambda: p_median(TIMES, ONES, 1, open=[0, 1]), "p is 1: it must be a whole number from 2 to 2"),
        (lambda: p_median(TIMES, ONES, 2, forbidden=[0]), "p is 2: it must be a whole number from 1 to 1"),
        (lambda: p_median(TIMES, ONES, 1, open=[2]), "Site 2 in `open` is not one of the 2 sites"),
        (lambda: p_median(TIMES, ONES, 1, open=[0], forbidden=[0]), "must be open and is forbidden"),
        (lambda: p_median([[1.0, np.nan]], [1, 1], 1), "from site 0 to zone 1 is nan"),
        (lambda: p_median([[1.0, -2.0]], [1, 1], 1), "from site 0 to zone 1 is -2.0"),
        (lambda: p_median([[1.0, np.inf]], [1, 1], 1), "from site 0 to zone 1 is inf"),
        (lambda: p_median([1.0, 2.0], [1, 1], 1), "table of sites by zones"),
        (lambda: p_median(np.empty((0, 3)), ONES, 1), "table of sites by zones"),
        (lambda: p_median(TIMES, [1.0, 1.0], 1), "3 zones need as many weights"),
        (lambda: p_median(TIMES, [1.0, -1.0, 1.0], 1), "weight of zone 1 is -1.0"),
        (lambda: p_median(TIMES, [0.0, 0.0, 0.0], 1), "weight of 0"),
        (lambda: max_cover(TIMES, ONES, 1, np.nan), "cover within nan"),
        (lambda: max_cover(TIMES, ONES, 1, -1), "cover within -1"),
        (lambda: set_cover(TIMES, 5), "within 5 of 1 of the 3 zones: 2"),
        (lambda: set_cover(TIMES, 9, forbidden=[0, 1]), "of 3 of the 3 zones: 0, 1, 2"),
    ],
)
def test_what_cannot_be_is_refused_in_words(find, said):
    with pytest.raises(BluelightError) as refused:
        find()
    assert said in str(refused.value)


def test_a_place_without_a_way_is_never_covered():
    times = [[1.0, np.inf], [np.inf, 1.0]]
    assert max_cover(times, [1, 2], 1, 100).sites == (1,)
    assert set_cover(times, 100).sites == (0, 1)


def test_everybody_at_a_site_costs_nothing():
    times = np.where(np.eye(4) == 1, 0.0, 3.0)
    assert p_median(times, np.ones(4), 4).value == 0
    assert p_median(np.zeros((4, 4)), np.ones(4), 2).proven


@st.composite
def limited(draw):
    """A case with a limit on every zone's time, a budget, or both, that some plans meet and others may not."""
    times, weights, p, fixed, forbidden = draw(cases())
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    costs = rng.normal(0.0, 1.0, len(times)).round(3)
    plans = list(every_plan(times, p, fixed, forbidden))
    shown = plans[draw(st.integers(0, len(plans) - 1))]
    furthest = float(times[shown].min(axis=0).max()) if draw(st.booleans()) else None
    budget = float(costs[shown].sum()) + 1e-3 if draw(st.booleans()) else None
    limits = {"furthest": furthest} | ({} if budget is None else {"costs": costs, "budget": budget})
    kept = [
        sites
        for sites in plans
        if (furthest is None or (times[sites].min(axis=0) <= furthest).all())
        and (budget is None or costs[sites].sum() <= budget)
    ]
    return (times, weights, p, fixed, forbidden), limits, kept


@given(limited())
@settings(max_examples=150, deadline=None)
def test_no_plan_that_keeps_the_limits_is_better(case):
    (times, weights, p, fixed, forbidden), limits, kept = case
    plan = p_median(times, weights, p, open=fixed, forbidden=forbidden, **limits)
    assert list(plan.sites) in kept
    assert plan.value == pytest.approx(min((weights * times[s].min(axis=0)).sum() for s in kept), rel=1e-6, abs=1e-300)
    check(plan, p, fixed, forbidden)
    within = float(np.median(times))
    most = max(weights[(times[s] <= within).any(axis=0)].sum() for s in kept)
    plan = max_cover(times, weights, p, within, open=fixed, forbidden=forbidden, **limits)
    assert list(plan.sites) in kept
    assert plan.value == pytest.approx(most, rel=1e-6)


def test_limits_that_no_plan_keeps_are_refused():
    times, weights = plane(20, 100)
    for find in (p_median, lambda *given, **limits: max_cover(*given, 5.0, **limits)):
        with pytest.raises(BluelightError, match="No plan can meet"):
            find(times, weights, 2, furthest=1.0)
        with pytest.raises(BluelightError, match="No plan can meet"):
            find(times, weights, 2, costs=np.ones(20), budget=1.5)
        with pytest.raises(BluelightError, match="go together"):
            find(times, weights, 2, budget=1.5)


def test_a_county_with_limits_is_proven_too():
    times, weights = plane(150, 700)
    free = p_median(times, weights, 30)
    reach = float(times[list(free.sites)].min(axis=0).max())
    near = p_median(times, weights, 30, furthest=0.9 * reach)
    assert near.proven
    assert near.value >= free.value
    costs = np.where(np.isin(np.arange(150), free.sites), 1.0, 0.0)
    cheap = p_median(times, weights, 30, costs=costs, budget=25.0, seconds=20)
    assert cheap.gap < 0.01
    assert free.value <= cheap.value
