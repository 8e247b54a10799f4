"""An entry with a claim, somebody of each role, and the files of an evaluation."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.service_contributions.conftest import Somebody, contributor, ours, reviewer

from bluelight.register.model import Claim as ClaimFact
from bluelight.service.evaluations.files import Files
from bluelight.service.register import versions
from bluelight.service.register.models import Claim, Collaboration, Organisation, Partner, Source

__all__ = ["Somebody", "contributor", "ours", "reviewer"]

FOLDER = Path(__file__).resolve().parents[1] / "data" / "evaluation"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def files() -> Files:
    return Files(*((FOLDER / name).read_bytes() for name in ("protocol.toml", "panel.csv", "treatment.csv")))


@pytest.fixture
def entry(ours: Organisation) -> Collaboration:
    """An entry that promises a shorter wait."""
    type(ours).objects.update(governance="PCC", governance_as_of="2020")
    made = Collaboration.objects.create(
        slug="one-room",
        name="One control room",
        theme="control-room",
        region="Wales",
        status="live",
        summary="One room.",
        evidence="not_evaluated",
    )
    Partner.objects.create(collaboration=made, organisation=ours, name=ours.name, service="fire", position=0)
    Source.objects.create(collaboration=made, url="https://example.org/plan", title="The plan", position=0)
    fact = ClaimFact(
        id="one-room/benefit-1",
        side="benefit",
        kind="response-time",
        measure="shorter wait",
        amount=2.0,
        amount_max=None,
        unit="minutes",
        period=None,
        statement="Callers wait two minutes less.",
        state="forecast",
        partner=None,
        source_url="https://example.org/plan",
        as_of="2009",
        pair=None,
    )
    said = {
        name: value or "" for name, value in fact.model_dump().items() if name not in ("id", "amount", "amount_max")
    }
    Claim.objects.create(collaboration=made, key=fact.id, amount=2.0, position=0, **said)
    versions.keep(Collaboration.objects.filter(pk=made.pk))
    return made
