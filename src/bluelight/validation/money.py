"""The appraisal against published figures: discount rates and factors, and a real move of offices year by year."""

from __future__ import annotations

import numpy as np

from bluelight.appraisal import load_parameters
from bluelight.validation.check import Checks, near, none_wrong
from bluelight.validation.lines import FIRST, accommodation_move
from bluelight.validation.shipped import table

REVIEW = (
    "https://www.gov.uk/government/publications/green-book-discount-rate-review-2026/"
    "review-of-discounting-in-the-green-book-terms-of-reference"
)
MOVE = "https://ppponline.affinitext.com/public/book?id=3052&toc_id=469509"


def discount_factors() -> Checks:
    """Every published factor, and the other schedules beside the standard one."""
    published = table("discount_factors.csv")
    got = (
        load_parameters().schedules["standard"].factors(int(published["year"].max()) + 1)[published["year"].to_numpy()]
    )
    wrong = int((np.round(got, 4) != published["factor"].to_numpy()).sum())
    return [
        none_wrong(
            "discount factors, years 0 to 500 (DF-TAB)",
            wrong,
            len(published),
            "factors differ",
            published["source"][0],
            "4 decimals",
        ),
        *_rates(),
    ]


def _rates() -> Checks:
    """The standard rate from its parts, and each lower band of the other schedules from the standard one."""
    schedules = load_parameters().schedules
    standard = [band.percent for band in schedules["standard"].current.bands]
    found = [near("standard rate, percent: 0.5 + 1 + 1 x 2 (STPR-1)", 0.5 + 1.0 + 1.0 * 2.0, standard[0], 0, REVIEW)]
    for letter, name, first in (("H", "health", 1.5), ("L", "lower_rate", 3.0)):
        schedule = schedules[name].current
        for number, (band, rate) in enumerate(zip(schedule.bands[1:], standard[1:], strict=True)):
            what = f"{name.replace('_', ' ')} where the standard rate is {rate:g}, percent (STPR-{letter}{number})"
            found.append(near(what, first * rate / standard[0], band.percent, 0.0051, schedule.source.href))
    return found


def move_by_year() -> Checks:
    """The yearly present values of a real appraisal, which used factors of four decimals."""
    move = table("accommodation_move.csv")
    cash = accommodation_move().total.cash_by_year
    years = move["year"].to_numpy()
    factors = np.round(load_parameters().schedules["standard"].factors(int(years.max()) + 1)[years], 4)
    present = -np.array([cash[FIRST + year].p50 for year in years]) * factors
    wrong = int((np.abs(present - move["present_cost"].to_numpy()) > 0.5).sum())
    return [
        none_wrong(
            "accommodation move: present value of each year (DCF-1e)", wrong, len(move), "years differ", MOVE, "0.5"
        )
    ]
