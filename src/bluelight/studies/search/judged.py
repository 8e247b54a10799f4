"""Plans simulated replication by replication on the same calls, and what the simulation says of their standards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from bluelight.area import Area
from bluelight.response import Performance, simulate_options
from bluelight.response.standards import limits_of
from bluelight.studies.results import Estimate
from bluelight.studies.search.place import Floats
from bluelight.studies.search.results import StandardKept
from bluelight.studies.search.settings import Search

WARM_UP_DAYS = 7
STEP = 4


@dataclass(eq=False)
class Simulated:
    """Plans in the simulation. Tables are by replication; NaN where a plan was no longer simulated."""

    areas: Sequence[Area]
    search: Search
    workers: int
    told: Callable[[int], None] = lambda done: None
    mean: list[Floats] = field(default_factory=list)  # blocks (replications, plans)
    within: list[Floats] = field(default_factory=list)
    standards: list[Floats] = field(default_factory=list)  # (replications, plans, standards)

    def draw(self, start: int, stop: int, plans: Sequence[int]) -> Floats:
        """The value by the aim of these plans in replications `start` to `stop`; less is better."""
        question = self.search.question
        found = simulate_options(
            {str(i): self.areas[i] for i in plans},
            days=question.days,
            warm_up_days=WARM_UP_DAYS,
            replications=stop - start,
            seed=(question.seed * 1_000_003 + start) % 2**32,
            workers=self.workers,
            brief=True,
        )
        shape = stop - start, len(self.areas)
        mean, within = np.full(shape, np.nan), np.full(shape, np.nan)
        standards = np.full((*shape, len(self.areas[0].standards)), np.nan)
        for i in plans:
            performance = found[str(i)]
            mean[:, i], within[:, i] = self._figures(performance, stop - start)
            table = performance.standards["value"].to_numpy(dtype=float)
            standards[:, i] = table.reshape(stop - start, -1) if len(table) else standards[:, i]
        self.mean.append(mean)
        self.within.append(within)
        self.standards.append(standards)
        self.told(stop)
        value = 1.0 - within if question.aim == "cover" else mean
        return value[:, list(plans)]

    def breaking(self) -> list[int]:
        """The plans that break a standard in the replications so far; today, the first, breaks none."""
        standards = np.concatenate(self.standards)
        rows = [standards_kept(self.areas[0], standards[:, 0], standards[:, i]) for i in range(len(self.areas))]
        return [i for i, kept in enumerate(rows) if i > 0 and not all(row.kept for row in kept)]

    def _figures(self, performance: Performance, replications: int) -> tuple[Floats, Floats]:
        """The weighted mean minutes, and the share within the standard, by replication."""
        service = self.search.question.service
        table = performance.measures
        rows = table[(table["service"] == service) & (table["arrival"] == "first")]
        rows = rows[rows["clock"] == limits_of(self.areas[0], service).main_clock]
        types = rows[rows["grouping"] == "incident_type"]
        usual = rows[rows["grouping"] == "all"].set_index("replication")
        by_type = types["group"].map(lambda name: self.search.weights.get(name, 1.0)).to_numpy(dtype=float)
        frame = pd.DataFrame({"replication": types["replication"], "n": types["n"] * by_type})
        frame["sum"] = frame["n"] * types["mean_min"]
        frame["held"] = frame["n"].where(types["within_share"].notna(), 0.0)
        frame["inside"] = (frame["n"] * types["within_share"]).fillna(0.0)
        total = frame.groupby("replication").sum()
        held = total["held"].where(total["held"] > 0)
        mean = total["sum"] / total["n"] if self.search.weights else usual["mean_min"]
        each = pd.DataFrame({"mean": mean, "within": total["inside"] / held}).reindex(range(replications))
        return each["mean"].to_numpy(dtype=float), each["within"].to_numpy(dtype=float)


def estimate(values: Floats) -> Estimate:
    """A mean with its 95% t interval over replications, those without a value left out."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Estimate(value=0.0, low=0.0, high=0.0)
    half = 0.0
    if len(known) > 1:
        half = float(stats.t.ppf(0.975, len(known) - 1) * known.std(ddof=1) / np.sqrt(len(known)))
    return Estimate(value=float(known.mean()), low=float(known.mean()) - half, high=float(known.mean()) + half)


def standards_kept(area: Area, today: Floats, plan: Floats) -> list[StandardKept]:
    """Each standard under a plan (replications, standards), against today in the same replications.

    One that today meets is kept where the plan meets it on average; one that today misses, or that asks for nothing,
    is kept unless the paired interval lies wholly on the worse side.
    """
    found = []
    for k, row in enumerate(area.standards.to_dict("records")):
        use = ~np.isnan(plan[:, k]) & ~np.isnan(today[:, k])
        if not use.any():
            continue
        before, after, change = (float(today[use, k].mean()), float(plan[use, k].mean()), plan[use, k] - today[use, k])
        differs = estimate(change)
        more_is_better = row["statistic"] == "share_within"
        target = row["share"] if more_is_better else row["minutes"]
        asked = f"{row['service']}, {row['standard'].replace('_', ' ')}"
        if target is None or pd.isna(target):
            met_before, met = False, False
        else:
            met_before = before >= target if more_is_better else before <= target
            met = after >= target if more_is_better else after <= target
        worse = differs.high < 0 if more_is_better else differs.low > 0
        kept = met or (not met_before and not worse)
        found.append(
            StandardKept(
                standard=row["standard"], today=before, plan=after, change=differs, asked=asked, kept=bool(kept)
            )
        )
    return found
