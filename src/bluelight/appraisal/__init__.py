"""What sharing is worth: line items, prices, optimism bias, discounting and uncertainty. Knows no area."""

from bluelight.appraisal.engine import appraise
from bluelight.appraisal.items import LineItem
from bluelight.appraisal.life import life_year_value, value_of_life
from bluelight.appraisal.money import Appraisal, CashMoney, LineMoney, OptionMoney, Spread
from bluelight.appraisal.outcomes import OutcomeChange, outcomes
from bluelight.appraisal.parameters import Parameters, load_parameters
from bluelight.appraisal.settings import Settings

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
    "life_year_value",
    "load_parameters",
    "outcomes",
    "value_of_life",
]
