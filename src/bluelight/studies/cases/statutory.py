"""The statutory tests: each governance model beside economy, efficiency, effectiveness and public safety."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.options.governing import GovernanceModel, governance_models
from bluelight.options.words import join, pounds
from bluelight.studies.cases.framework import models_of
from bluelight.studies.cases.registers import amount_of
from bluelight.studies.cases.shape import StatutoryView
from bluelight.studies.headline import RESPONDERS, slower
from bluelight.studies.model import Study
from bluelight.studies.results import SERVICES, OptionResult

_LONGER = 1.0  # minutes that a zone waits longer before it is counted
UNSEEN = "not looked at"
NOBODY = f"{UNSEEN}: no option of this study has it"


def statutory_views(study: Study, options: Sequence[OptionResult]) -> list[StatutoryView]:
    """Every model of the dated file, with what the options that come under it were found to do."""
    found = {option.id: option for option in options}
    views = []
    for name, model in governance_models().items():
        under = [found[option.id] for option in study.options[1:] if name in models_of(option)]
        views += [_view(model, option) for option in under] or [_view(model, None)]
    return views


def _view(model: GovernanceModel, option: OptionResult | None) -> StatutoryView:
    return StatutoryView(
        model=model.id,
        name=model.name,
        legal=model.legal,
        begins=model.begins,
        ends=model.ends,
        option=None if option is None else option.id,
        economy=NOBODY if option is None else _economy(option),
        efficiency=UNSEEN if option is None else _efficiency(option),
        effectiveness=UNSEEN if option is None else _effectiveness(option),
        public_safety=UNSEEN if option is None else _safety(option),
    )


def _economy(option: OptionResult) -> str:
    """What it takes: one-off cash and cash each year."""
    once, yearly = option.money.one_off.p50, option.money.yearly_cash.p50
    first = f"{pounds(abs(once))} {'to find' if once < 0 else 'comes in'} once" if round(once) else "nothing once"
    then = (
        f"{pounds(abs(yearly))} {'saved' if yearly > 0 else 'more'} a year once settled"
        if round(yearly)
        else "as much a year as today"
    )
    return f"{first}; {then}"


def _efficiency(option: OptionResult) -> str:
    """What is gained for what is paid, and how much of it governance alone adds."""
    said = (
        f"present value {pounds(option.money.npsv.p50)}, better than now in {option.money.chance_positive:.0%} of draws"
    )
    steps = option.money.appraised.increments if option.money.appraised is not None else []
    if len(steps) > 1:
        said += f"; over collaboration alone {pounds(steps[1].npsv.p50)}"
        said += f" ({pounds(steps[1].npsv.p10)} to {pounds(steps[1].npsv.p90)})"
    return said


def _effectiveness(option: OptionResult) -> str:
    """Response of the services that the model can be relied on for; the others are named."""
    said, off = [], []
    for service in SERVICES:
        response = option.response[service]
        change = response.change.mean_min if response.change is not None else None
        if response.in_headline and change is not None:
            said.append(f"{RESPONDERS[service]} {slower(change)}")
        elif change is not None:
            off.append(RESPONDERS[service])
    if off:
        said.append(f"nothing is claimed for {join(off)}, for which the model is not relied on")
    return "; ".join(said) or "no response that can be vouched for"


def _safety(option: OptionResult) -> str:
    """Who waits longer, and what the moves themselves warn of."""
    trusted = [service for service in SERVICES if option.response[service].in_headline]
    worse = sum(
        any(_longer(zone.change_min.get(s), zone.change_low_min.get(s)) for s in trusted) for zone in option.zones
    )
    lives = "; ".join(
        f"{value.label}: {amount_of(value)}" for value in option.money.societal if value.quantity is not None
    )
    waits = f"{worse} zones wait over a minute longer" if worse else "no zone waits over a minute longer"
    if not trusted:
        waits = "not known: the model is relied on for no service"
    return f"{waits}; {lives}" if lives else waits


def _longer(change: float | None, low: float | None) -> bool:
    return change is not None and change >= _LONGER and (low is None or low > 0)
