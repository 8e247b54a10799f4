"""What sharing is worth: line items, prices, optimism bias, discounting and uncertainty. Knows no area."""

from bluelight.appraisal.engine import appraise
from bluelight.appraisal.items import LineItem, Settings
from bluelight.appraisal.money import Appraisal, CashMoney, LineMoney, OptionMoney, Spread
from bluelight.appraisal.outcomes import OutcomeChange, outcomes
from bluelight.appraisal.parameters import Parameters, load_parameters

__all__ = [
    "Appraisal",
    "CashMoney",
    "LineItem",
    "LineMoney",
    "OptionMoney",
    "OutcomeChange",
    "Parameters",
    "Settings",
    "Spread",
    "appraise",
    "load_parameters",
    "outcomes",
]
