"""Change who governs: a commissioner, a mayor, one employer, up to one service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Move, Risk, Touches, problem
from bluelight.options.governing import GovernanceModel, governance_models
from bluelight.options.prices import Range, move_price
from bluelight.options.stated import Part, StatedMove
from bluelight.options.words import join

_COSTS = ("governance_case_gbp", "governance_transition_gbp")


class Governance(StatedMove):
    """The services come under `model`. It answers no call by itself; what it alone allows is stated with it."""

    title: ClassVar[str] = "Change who governs"
    theme: ClassVar[str] = "governance"
    kind: Literal["governance"] = "governance"
    model: str = Field(description="Id of the model, of those in the dated file of governance models.")

    def _model(self) -> GovernanceModel:
        return governance_models()[self.model]

    def key(self) -> str:
        """The model and whom it is for."""
        return f"{self.model}:{super().key()}"

    def subject(self, area: Area) -> str:
        """What is changed."""
        return f"Change to {self._model().name}"

    def check(self, area: Area) -> list[Problem]:
        """An unknown model, a service that it cannot hold, a year in which it has not begun or has ended."""
        known = governance_models()
        if self.model not in known:
            what = f"there is no governance model {self.model!r}."
            return [problem(what, f"Use one of {', '.join(m for m in known if m != 'collaboration')}.", "model")]
        model, found = self._model(), super().check(area)
        if self.model == "collaboration":
            found.append(problem("collaboration changes nobody who governs.", "Leave the move out.", "model"))
        outside = [s for s in self.services if s not in model.services]
        if outside:
            what = f"{model.name} cannot hold {join(outside)} ({model.legal})."
            found.append(problem(what, f"Use {join(model.services)}.", "services"))
        first, last = model.first_year(), model.last_year()
        if self.year is not None and first is not None and self.year < first:
            what = f"{model.name} begins in {model.begins}, after {self.year}/{(self.year + 1) % 100:02d}."
            found.append(problem(what, f"Give {first} or a later year.", "year"))
        if self.year is not None and last is not None and self.year > last:
            what = f"{model.name} ends in {model.ends}, before {self.year}/{(self.year + 1) % 100:02d}."
            found.append(problem(what, "Use a model that follows it, such as mayor.", "model"))
        return found

    def touches(self, area: Area) -> Touches:
        """It takes who governs each service."""
        return Touches(claims=frozenset(f"who governs {s}" for s in self.services))

    def figures(self, area: Area, part: Part) -> Mapping[str, Range]:
        """Where nobody states the set-up, what others paid for the case and the change, in equal parts."""
        found = super().figures(area, part)
        if part != "set_up" or found or self.model == "one-service":
            return found
        case, transition = (move_price(name) for name in _COSTS)
        both = case.known_with(
            case.low + transition.low, case.mode + transition.mode, case.high + transition.high, transition
        )
        return {service: both * (1 / len(self.services)) for service in self.services}

    def sentence(self, area: Area) -> str:
        """Who comes under what."""
        return f"{join(self.services).capitalize()} come under {self._model().name}."

    def governance(self, area: Area) -> str:
        """All of it depends on governance."""
        return (
            "All of its costs and savings depend on the change of who governs. The other moves of the option are "
            "what plain collaboration would bring as well, but for amounts stated to need the change."
        )

    def without_governance(self) -> Move | None:
        """Nothing is left of it."""
        return None

    def needs_kinds(self) -> frozenset[str]:
        """It is the change itself."""
        return frozenset()

    def not_counted(self, area: Area) -> list[str]:
        """What was not stated, and pay brought into line."""
        said = super().not_counted(area)
        if self.model in ("single-employer", "one-service"):
            said.append("Pay, pensions and terms brought into line under one employer are not counted unless stated.")
        return said

    def unseen(self, area: Area) -> list[str]:
        """Who governs answers no call."""
        return ["Who governs changes no response that the model sees: only the moves made under it can."]

    def risks(self, area: Area) -> list[Risk]:
        """The law as dated, the test it has to meet, and what reviewers found."""
        model = self._model()
        dates = f"; it ends in {model.ends}" if model.ends else ""
        found = [
            Risk(f"The law as read in {model.as_of}: {model.legal}{dates}. {model.note}.", "law", severity=4),
            Risk(
                "An independent review called a case's savings significantly overstated, its transition cost "
                "understated, and most of them achievable under other options (West Mercia, 2017).",
                "saving",
                chance="likely",
                severity=4,
            ),
        ]
        if self.model in ("commissioner", "single-employer"):
            found.append(
                Risk("Where a council does not support the proposal, an independent assessment is required.", "consent")
            )
        return found

    def people(self, area: Area) -> list[str]:
        """Who changes employer."""
        if self.model in ("single-employer", "one-service"):
            return ["Staff change employer; pay, pensions and terms have to be agreed."]
        return ["Members of the authority, and officers who serve it, lose or change their posts; crews keep theirs."]
