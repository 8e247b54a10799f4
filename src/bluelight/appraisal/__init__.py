"""What sharing is worth: line items, prices, optimism bias, discounting and uncertainty. Knows no area."""

from bluelight.appraisal.compare import Ranking, ranking
from bluelight.appraisal.engine import appraise
from bluelight.appraisal.items import LineItem
from bluelight.appraisal.life import life_year_value, value_of_life
from bluelight.appraisal.lives import ValuedOutcome, value_outcomes
from bluelight.appraisal.money import Appraisal, CashMoney, LineMoney, OptionMoney, Spread
from bluelight.appraisal.outcomes import OutcomeChange, outcomes
from bluelight.appraisal.parameters import Parameters, load_parameters
from bluelight.appraisal.settings import Settings
from bluelight.appraisal.switching import Switch, switching_values
from bluelight.appraisal.tornado import Swing, tornado

__all__ = [
    "Appraisal",
    "CashMoney",
    "LineItem",
    "LineMoney",
    "OptionMoney",
    "OutcomeChange",
    "Parameters",
    "Ranking",
    "Settings",
    "Spread",
    "Swing",
    "Switch",
    "ValuedOutcome",
    "appraise",
    "life_year_value",
    "load_parameters",
    "outcomes",
    "ranking",
    "switching_values",
    "tornado",
    "value_of_life",
    "value_outcomes",
]
