import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.appraisal import load_parameters
from bluelight.appraisal.parameters import PARAMETER_FOLDER
from bluelight.errors import BluelightError, InputError


@pytest.mark.parametrize("schedule", ["standard", "health", "lower_rate"])
def test_discount_factors_start_at_one_and_fall(schedule: str) -> None:
    factors = load_parameters().schedules[schedule].factors(400)
    assert factors[0] == 1.0
    assert (np.diff(factors) < 0).all()
    assert (factors > 0).all()


def test_every_value_says_where_it_was_read_and_how_sure_it_is() -> None:
    parameters = load_parameters()
    for value in (
        *(schedule.current for schedule in parameters.schedules.values()),
        parameters.optimism_bias,
        parameters.gdp_deflator,
        *parameters.response_outcomes.relations,
        *parameters.unit_values.values,
        parameters.distribution,
    ):
        assert value.source.title
        assert value.source.href.startswith(("http://", "https://"))
        assert value.confidence in ("primary", "secondary")
        assert value.as_of


def test_a_recommendation_is_not_a_schedule() -> None:
    rates = load_parameters().discount_rates
    assert all("not adopted" in proposal.status for proposal in rates.proposals)
    assert set(load_parameters().schedules) == {"standard", "health", "lower_rate"}


def test_a_financial_year_takes_the_calendar_year_in_which_it_starts() -> None:
    deflator = load_parameters().gdp_deflator
    assert deflator.at("2019/20") == deflator.at("2019") == 81.1085
    assert deflator.at("1999/00") == deflator.at("1999")
    assert deflator.factor("2010/11", "2024/25") == pytest.approx(100 / 69.1217)


@given(st.integers(1990, 2024), st.integers(1990, 2024), st.integers(1990, 2024))
def test_price_factors_chain(a: int, b: int, c: int) -> None:
    deflator = load_parameters().gdp_deflator
    assert deflator.factor(str(a), str(b)) * deflator.factor(str(b), str(c)) == pytest.approx(
        deflator.factor(str(a), str(c))
    )


@pytest.mark.parametrize("year", ["undated", "2024/26", "24/25", "", "1989", "2031/32", "2024-25"])
def test_an_unknown_price_year_is_refused(year: str) -> None:
    with pytest.raises(BluelightError, match="price year"):
        load_parameters().gdp_deflator.at(year)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PARAMETER_FOLDER, tmp_path / "parameters"))


def test_a_folder_of_parameters_can_be_read(pack: Path) -> None:
    assert load_parameters(pack) == load_parameters()


def test_every_problem_of_every_file_is_reported_at_once(pack: Path) -> None:
    (pack / "gdp_deflator.toml").unlink()
    (pack / "optimism_bias.toml").write_text("id = ", encoding="utf-8")
    rates = (pack / "discount_rates.toml").read_text(encoding="utf-8")
    rates = rates.replace("percent = 3.50", "percent = -3.50").replace(
        "from_year = 31, to_year = 75, percent = 1.29", ""
    )
    (pack / "discount_rates.toml").write_text(rates, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_parameters(pack)
    message = str(raised.value)
    assert "gdp_deflator.toml: is missing" in message
    assert "optimism_bias.toml: is not valid TOML" in message
    assert "schedules.0.versions.0.bands.0.percent" in message
    assert "schedules.1.versions.0.bands.1" in message


def test_a_gap_between_bands_is_refused(pack: Path) -> None:
    rates = (pack / "discount_rates.toml").read_text(encoding="utf-8")
    (pack / "discount_rates.toml").write_text(rates.replace("from_year = 76", "from_year = 80"), encoding="utf-8")
    with pytest.raises(InputError, match="should start at year 76"):
        load_parameters(pack)


def test_a_newer_version_in_force_replaces_an_older_one(pack: Path) -> None:
    rates = (pack / "discount_rates.toml").read_text(encoding="utf-8")
    older = """
[[schedules.versions]]
as_of = "1997"
status = "superseded"
confidence = "secondary"
source = { title = "t", publisher = "p", href = "https://example.org" }
bands = [{ from_year = 0, percent = 6.0 }]
"""
    cut = rates.index("# Proposed and not adopted")
    (pack / "discount_rates.toml").write_text(rates[:cut] + older + rates[cut:], encoding="utf-8")
    changed = load_parameters(pack).schedules["lower_rate"]
    assert len(changed.versions) == 2
    assert changed.current == load_parameters().schedules["lower_rate"].current


def test_a_relation_that_names_no_value_is_refused(pack: Path) -> None:
    values = (pack / "unit_values.toml").read_text(encoding="utf-8")
    (pack / "unit_values.toml").write_text(values.replace('"fatality_prevented"', '"other"'), encoding="utf-8")
    with pytest.raises(InputError, match="names the unknown value fatality_prevented"):
        load_parameters(pack)
