"""Each estimator against a slow or foreign version of itself."""

import itertools
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.evaluation.panels import autocorrelated

from bluelight.evaluation.estimators import aggregates, analytic, honest, permute, series, staggered, synthetic


def panel(seed, units=14, periods=10):
    return autocorrelated(np.random.default_rng(seed), units, periods, 0.5)


@pytest.mark.parametrize(("seed", "treated", "before"), [(1, 1, 8), (2, 2, 6), (3, 3, 9)])
def test_synthetic_differences_are_those_of_diff_diff(seed, treated, before):
    from diff_diff import SyntheticDiD

    values = panel(seed, 16, 12)
    table = pd.DataFrame(values).stack().rename_axis(["unit", "time"]).rename("value").reset_index()
    table["treated"] = (table["unit"] < treated).astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = SyntheticDiD(n_bootstrap=10, seed=1).fit(
            table, outcome="value", treatment="treated", unit="unit", time="time", post_periods=list(range(before, 12))
        )
    fit = synthetic.fit("sdid", values[:treated], values[treated:], before)
    assert fit.effect == pytest.approx(other.att, abs=1e-6)
    assert fit.unit_weights.sum() == pytest.approx(1)
    assert fit.gap[before:].mean() == pytest.approx(fit.effect)


def test_plain_differences_are_four_means():
    values = panel(4)
    fit = synthetic.fit("did", values[:2], values[2:], 6)
    gap = values[:2].mean(axis=0) - values[2:].mean(axis=0)
    assert fit.effect == pytest.approx(gap[6:].mean() - gap[:6].mean())


def test_a_placebo_is_the_fit_of_a_comparator_to_the_others():
    values = panel(5)
    sets = permute.subsets(14, 2, 20, 1)
    for kind in synthetic.KINDS:
        gaps = synthetic.placebo_gaps(kind, values, sets, 6)
        for chosen, gap in zip(sets, gaps, strict=True):
            fit = synthetic.fit(kind, values[chosen], np.delete(values, chosen, axis=0), 6)
            np.testing.assert_allclose(gap, fit.gap, atol=1e-9)


@given(st.integers(0, 10_000), st.floats(-5, 5), st.floats(0.1, 20))
@settings(max_examples=15, deadline=None)
def test_an_effect_added_is_found_and_a_change_of_unit_changes_nothing_else(seed, added, by):
    values = panel(seed)
    more = values.copy()
    more[0, 6:] += added
    for kind in synthetic.KINDS:
        plain = synthetic.fit(kind, values[:1], values[1:], 6).effect
        assert synthetic.fit(kind, more[:1], more[1:], 6).effect == pytest.approx(plain + added, abs=1e-8)
        assert synthetic.fit(kind, by * values[:1], by * values[1:], 6).effect == pytest.approx(
            by * plain, abs=1e-3 * by
        )


STARTS = np.array([4, 4, 6, 7, *[staggered.NEVER] * 10])


def test_staggered_effects_are_those_of_diff_diff():
    values = panel(6)
    other = analytic.callaway_santanna(values, STARTS)
    found = staggered.study(values, STARTS)
    assert found.effect == pytest.approx(other.inference.effect, abs=1e-12)
    np.testing.assert_allclose(found.path, other.along(found.relative), atol=1e-12)
    average = aggregates.averages(values, STARTS)["simple"]
    assert (average.effect, average.error) == pytest.approx((other.inference.effect, other.inference.error), abs=1e-12)


def test_staggered_effects_with_anticipation_are_those_of_diff_diff():
    values = panel(7)
    other = analytic.callaway_santanna(values, STARTS, anticipation=2)
    assert staggered.effect(values, STARTS, 2) == pytest.approx(
        np.average(
            [other.path[step][0] for step in range(6)],
            weights=[sum(start != -1 and start + step < 10 for start in STARTS) for step in range(6)],
        ),
        abs=1e-12,
    )


def test_imputation_is_that_of_diff_diff():
    from diff_diff import ImputationDiD

    values = panel(8)
    table = pd.DataFrame(values).stack().rename_axis(["unit", "time"]).rename("value").reset_index()
    table["start"] = np.where(STARTS == -1, 0, STARTS + 1)[table["unit"]]
    table["time"] += 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = ImputationDiD().fit(table, outcome="value", unit="unit", time="time", first_treat="start")
    assert staggered.imputed(values, STARTS) == pytest.approx(other.overall_att, abs=1e-9)


def test_deals_are_all_ways_where_they_are_few():
    dealt = permute.deals(np.array([3, 5, -1, -1]), 1000, 1)
    assert {tuple(deal) for deal in dealt.tolist()} == set(itertools.permutations([3, 5, -1, -1]))
    assert dealt[0].tolist() == [3, 5, -1, -1]


@given(st.integers(0, 10_000), st.floats(-3, 3))
@settings(max_examples=20, deadline=None)
def test_the_interval_of_deals_holds_what_would_not_stand_out(seed, added):
    values = panel(seed)
    starts = np.array([5, 7, *[-1] * 12])
    on = np.zeros_like(values)
    on[0, 5:] = on[1, 7:] = 1
    dealt = permute.deals(starts, 199, 1)
    found = permute.from_deals(staggered.effects(values + added * on, dealt), staggered.effects(on, dealt), "")
    for claimed in (found.low + 1e-6, found.high - 1e-6, found.low - 1e-6, found.high + 1e-6, found.effect):
        effects = staggered.effects(values + (added - claimed) * on, dealt)
        p_value = (1 + (np.abs(effects[1:]) >= abs(effects[0]) - 1e-12).sum()) / len(effects)
        assert (found.low <= claimed <= found.high) == (p_value > 0.05)


@given(st.lists(st.floats(-10, 10), min_size=19, max_size=60), st.floats(-20, 20))
def test_the_interval_of_placebos_holds_nothing_where_the_effect_does_not_stand_out(placebos, effect):
    sizes = np.abs(placebos)
    found = permute.from_placebos(effect, np.array(placebos), "")
    assert found.p_value == pytest.approx(
        (1 + (sizes >= abs(effect) - 1e-12 * (1 + abs(effect))).sum()) / (1 + len(placebos))
    )
    if abs(abs(effect) - sizes).min() > 1e-9:
        assert (found.low <= 0 <= found.high) == (found.p_value > 0.05)


def test_too_few_placebos_leave_the_interval_open():
    found = permute.from_placebos(9.0, np.arange(18.0) / 18, "")
    assert found.p_value > 0.05
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_a_series_weighs_every_memory_by_its_restricted_likelihood():
    values = autocorrelated(np.random.default_rng(9), 1, 40, 0.6)[0]
    columns = series.design(40, 25, 4, 1)
    freedom = 40 - columns.shape[1]
    likelihoods, means, errors = [], [], []
    for rho, share in series.MEMORIES:  # the textbook form: the whole covariance of the errors, inverted
        steps = np.tril(np.ones((40, 40)))
        memory = steps @ steps.T if rho == 1 else rho ** np.abs(np.subtract.outer(np.arange(40), np.arange(40)))
        covariance = (1 - share) * memory + share * np.eye(40)
        inverse = np.linalg.inv(covariance)
        gram = columns.T @ inverse @ columns
        beta = np.linalg.solve(gram, columns.T @ inverse @ values)
        left = values - columns @ beta
        variance = left @ inverse @ left / freedom
        logs = [np.linalg.slogdet(matrix)[1] for matrix in (covariance, gram)]
        likelihoods.append(-0.5 * (freedom * np.log(variance) + sum(logs)))
        means.append(beta[0])
        errors.append(np.sqrt(variance * np.linalg.inv(gram)[0, 0]))
    walks, pure = series.MEMORIES[:, 0] == 1, series.MEMORIES[:, 1] == 0
    kinds = ((walks, 4), (pure & ~walks, 1), (~pure & ~walks, 1))  # each kind's memories share what it weighs
    prior = sum(weight * kind / kind.sum() for kind, weight in kinds)
    weights = np.exp(np.array(likelihoods) - max(likelihoods)) * prior
    weights /= weights.sum()
    found = series.fit(values, columns)
    for end, below in ((found.low, 0.025), (found.effect, 0.5), (found.high, 0.975)):
        assert weights @ stats.t.cdf((end - np.array(means)) / errors, freedom) == pytest.approx(below, abs=1e-6)


@given(st.integers(0, 1000), st.floats(-5, 5))
@settings(max_examples=15, deadline=None)
def test_a_step_added_to_a_series_is_found(seed, added):
    values = autocorrelated(np.random.default_rng(seed), 1, 60, 0.4)[0]
    columns = series.design(60, 40, 12, 3)
    plain, more = series.fit(values, columns), series.fit(values + added * columns[:, 0], columns)
    assert more.effect == pytest.approx(plain.effect + added, abs=1e-6)
    assert more.high - more.low == pytest.approx(plain.high - plain.low, abs=1e-6)
    assert (plain.p_value > 0.05) == (plain.low <= 0 <= plain.high)


def test_bounds_on_trends_are_those_of_diff_diff_and_widen_with_what_is_allowed():
    from diff_diff import HonestDiD

    values = panel(5, 60, 9)
    starts = np.array([5] * 15 + [6] * 15 + [-1] * 30)
    values[:30] -= 1.5 * (np.arange(9) >= starts[:30, None])
    relative, paths = staggered.studies(values, permute.deals(starts, 600, 1))
    found = honest.sensitivity(relative, paths[0], paths[1:])
    smooth = [bound for bound in found.bounds if bound.restriction == "smoothness"]
    assert all(b.low >= c.low and b.high <= c.high for b, c in itertools.pairwise(smooth))
    own = HonestDiD(method="smoothness", M=found.bend).fit(analytic.callaway_santanna(values, starts).results)
    at_bend = next(bound for bound in smooth if bound.seen == 1)
    assert (at_bend.low, at_bend.high) == pytest.approx((own.ci_lb, own.ci_ub), abs=0.25)
    assert smooth[0].high < 0
    assert found.breakdown is not None
    study = honest.sensitivity(relative, paths[0] + 1.5 * (relative >= 0), paths[1:])
    assert study.breakdown is None


def test_bounds_on_trends_want_two_periods_before_the_last():
    relative, paths = staggered.studies(panel(5, 20, 9), permute.deals(np.array([2] * 4 + [-1] * 16), 100, 1))
    assert honest.sensitivity(relative, paths[0], paths[1:]) is None
