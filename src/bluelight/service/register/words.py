"""How the register's facts are said on a page: exactly as recorded, never rounded, "not recorded" where nothing is."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from bluelight.register import codelists

if TYPE_CHECKING:
    from bluelight.service.register.models import Claim

NOT_RECORDED = "not recorded"
_DATE = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))?$")


def date(text: str) -> str:
    """A date as near as the source says: "2016-05" is "May 2016"; "2016" and words stay as they are."""
    found = _DATE.match(text)
    if not found or not 1 <= int(found[2]) <= 12:
        return text
    day = f"{int(found[3])} " if found[3] else ""
    return f"{day}{calendar.month_name[int(found[2])]} {found[1]}"


def pounds(amount: float) -> str:
    """Money as recorded: "£127,205", "£4.423 million"; only exact millions and billions are shortened."""
    size = abs(amount)
    sign = "−" if amount < 0 else ""
    for unit, name in ((1e9, "billion"), (1e6, "million")):
        if size >= unit and round(size / unit, 3) * unit == size:
            return f"{sign}£{_plain(size / unit)} {name}"
    return f"{sign}£{_plain(size)}"


def quantity(amount: float, unit: str) -> str:
    """A figure with its unit: pounds, a percentage, a count of something."""
    if unit == "GBP":
        return pounds(amount)
    if unit.startswith("%"):
        return f"{_plain(amount)}{unit}"
    return f"{_plain(amount)} {unit}".strip()


def amount(low: float | None, high: float | None, unit: str) -> str:
    """A claim's figure, with its range where it has one; "not recorded" without one."""
    if low is None and high is None:
        return NOT_RECORDED
    if low is None or high is None or low == high:
        return quantity(low if low is not None else high or 0.0, unit)
    if unit == "GBP":
        return f"{pounds(low)} to {pounds(high)}"
    return f"{_plain(low)} to {quantity(high, unit)}"


def figure(claim: Claim) -> str:
    """A claim's amount or range with its unit, its date where it claims one, or "not recorded"."""
    if claim.unit == "date" and claim.amount is None and claim.period:
        return claim.period
    return amount(claim.amount, claim.amount_max, claim.unit)


def estimate(middle: float, low: float | None, high: float | None, unit: str) -> str:
    """An estimate with its 95% interval, to three digits that count."""
    said = quantity(_rounded(middle), unit)
    if low is None or high is None:
        return f"{said}, no interval: too few units"
    return f"{said} (95% interval {amount(_rounded(low), _rounded(high), unit)})"


def _rounded(number: float) -> float:
    return float(f"{number:.3g}")


def _plain(number: float) -> str:
    return f"{number:,.3f}".rstrip("0").rstrip(".").replace("-", "−")


_CODELISTS = {
    "theme": codelists.THEMES,
    "service": codelists.SERVICES,
    "region": codelists.REGIONS,
    "status": codelists.STATUSES,
    "state": codelists.CLAIM_STATES,
    "side": codelists.CLAIM_SIDES,
    "kind": codelists.CLAIM_KINDS,
    "evidence": codelists.EVIDENCE,
    "emmie": codelists.EMMIE,
    "grade": codelists.PAIR_GRADES,
    "measure_class": codelists.MEASURE_CLASSES,
    "verdict": codelists.VERDICTS,
    "evaluator": codelists.EVALUATORS,
    "protocol": codelists.PROTOCOLS,
    # The kinds of benefit, and costs as one kind more.
    "claimed": {**codelists.CLAIM_KINDS, "cost": "Costs"},
    "governance": {
        "PCC": "police and crime commissioner",
        "PFCC": "police, fire and crime commissioner",
        "metropolitan": "metropolitan fire authority",
        "trust": "NHS trust",
    },
    "outcome": {"recorded": "Both recorded"},
    "code": {
        "ons_police_force_area": "Police force area code (ONS)",
        "ons_fire_and_rescue_authority": "Fire and rescue authority code (ONS)",
        "nhs_ods": "Organisation code (NHS)",
    },
}


def values(codelist: str) -> dict[str, str]:
    """The codes of a list and their words, in the list's order."""
    return _CODELISTS[codelist]


def named(codelist: str, code: str) -> str:
    """A code in words."""
    return values(codelist).get(code, code)
