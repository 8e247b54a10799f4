"""The shipped register: what it must hold, and what must never be in it."""

import importlib.util
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bluelight.register import codelists, load_register
from bluelight.register.load import REGISTER_FOLDER

ROOT = Path(__file__).resolve().parents[2]
REGISTER = load_register()
CLAIMS = [claim for entry in REGISTER.collaborations for claim in entry.claims]


def test_it_holds_what_it_says() -> None:
    assert (len(REGISTER.collaborations), len(REGISTER.organisations), len(REGISTER.pairs)) == (173, 102, 52)
    assert Counter(item.service for item in REGISTER.organisations) == {"police": 43, "fire": 47, "ambulance": 12}
    assert len(REGISTER.collaboration) == 173
    assert len(REGISTER.organisation) == 102
    assert {entry.theme for entry in REGISTER.collaborations} == set(codelists.THEMES)


def test_every_address_can_be_followed() -> None:
    urls = {source.url for entry in REGISTER.collaborations for source in entry.sources}
    urls |= {url for pair in REGISTER.pairs for url in (pair.source_forecast, pair.source_realised)}
    urls |= {claim.source_url for claim in CLAIMS if claim.source_url}
    assert len(urls) > 400
    for url in urls:
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https"), url
        assert "." in (parts.hostname or ""), url


def test_a_claim_has_a_source_only_where_one_is_known() -> None:
    for entry in REGISTER.collaborations:
        for claim in entry.claims:
            if claim.source_url is None:
                continue
            assert claim.source_url in {source.url for source in entry.sources}
            assert len(entry.sources) == 1 or claim.pair is not None


def test_partners_are_linked_by_name_and_service() -> None:
    for entry in REGISTER.collaborations:
        for partner in entry.partners:
            if partner.slug is not None:
                assert REGISTER.organisation[partner.slug].service == partner.service
    linked = [partner for entry in REGISTER.collaborations for partner in entry.partners if partner.slug]
    assert len(linked) == 353
    former = REGISTER.collaboration["dorset-wiltshire-fire-combination"].partners
    assert {partner.slug for partner in former} == {"dorset-and-wiltshire-fire-and-rescue-service"}


def test_forecasts_are_not_results() -> None:
    assert Counter(claim.state for claim in CLAIMS) == {
        "forecast": 183,
        "realised": 137,
        "not_recorded": 95,
        "profiled": 1,
    }
    for claim in CLAIMS:
        words = f"{claim.period} {claim.statement}".lower()
        if claim.state == "realised":
            assert not any(word in words for word in ("grant", "baseline", "contract value"))
        if "baseline" in words:
            assert claim.state == "not_recorded"


def test_pairs_agree_with_the_claims_they_pair() -> None:
    by_pair: dict[str, list[object]] = {}
    for claim in CLAIMS:
        if claim.pair is not None:
            by_pair.setdefault(claim.pair, []).append(claim.amount)
    paired = [pair for pair in REGISTER.pairs if pair.pair is not None]
    assert {pair.pair for pair in paired} == set(by_pair)
    assert len(paired) == len(by_pair) == 41
    for pair in paired:
        assert REGISTER.collaboration[pair.collaboration].theme == pair.theme
        if pair.measure_class != "date":
            assert set(by_pair[str(pair.pair)]) == {pair.forecast_amount, pair.realised_amount}


def test_what_is_only_forecast_again_is_never_realised() -> None:
    for entry in REGISTER.collaborations:
        for claim in entry.claims:
            if claim.pair is not None and claim.pair.endswith("-rf"):
                assert claim.state in ("forecast", "profiled")
    for pair in REGISTER.pairs:
        if pair.pair is not None:
            assert pair.pair.endswith("-rf") == (pair.grade == "REFORECAST")


def test_ratios_are_what_they_say() -> None:
    for pair in REGISTER.pairs:
        if pair.ratio is None:
            assert pair.grade == "NOT COMPARABLE" or pair.measure_class == "date"
        else:
            assert pair.forecast_amount
            assert pair.realised_amount is not None
            assert pair.ratio == pytest.approx(pair.realised_amount / pair.forecast_amount, abs=0.0051)
    assert Counter(pair.grade for pair in REGISTER.pairs) == {
        "OUTTURN": 17,
        "CLAIM": 4,
        "INTERIM": 3,
        "REFORECAST": 17,
        "NOT COMPARABLE": 11,
    }


def test_the_shipped_files_are_what_the_facts_give(reference: Path) -> None:
    spec = importlib.util.spec_from_file_location("build_register", ROOT / "tools" / "build_register.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    for name, content in tool.build(reference / "facts" / "register").items():
        assert (REGISTER_FOLDER / name).read_text(encoding="utf-8") == content, f"rebuild with {tool.__file__}"
