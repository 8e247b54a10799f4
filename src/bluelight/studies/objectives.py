"""What the organisations want to achieve, as a study states it, so that options are set beside it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from bluelight.studies.sections import Section

Factor = Literal["strategic_fit", "value", "suppliers", "affordability", "achievability"]
MeasuredBy = Literal[
    "present_value",
    "cash_each_year",
    "one_off",
    "peak_funding",
    "chance_it_saves",
    "response_police",
    "response_fire",
    "response_ambulance",
]


class Objective(Section):
    """One `[[case.objectives]]`: what is to be achieved, how it is measured, and by which factor options are judged."""

    text: str = Field(min_length=1, description="What is to be achieved, in a sentence.")
    measure: str = Field(min_length=1, description="How it will be told whether it was achieved, in words.")
    factor: Factor = Field(
        "strategic_fit",
        description="The critical success factor that it is of: strategic_fit, value, suppliers, affordability or "
        "achievability.",
    )
    source: str = Field("", description="The plan that says so; left out, the study alone does.")
    figure: MeasuredBy | None = Field(
        None,
        description="The figure of this study that measures it: present_value, cash_each_year, one_off or peak_funding "
        "in pounds, chance_it_saves from 0 to 1, or response_police, response_fire or response_ambulance, the change "
        "of the mean in minutes. Left out, people judge it.",
    )
    at_least: float | None = Field(
        None, description="The least that the figure must be; a figure needs this or at_most."
    )
    at_most: float | None = Field(None, description="The most that the figure may be.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        targets = [self.at_least is not None, self.at_most is not None]
        if self.figure is None and any(targets):
            raise ValueError("it has a target and no figure: name the figure that measures it")
        if self.figure is not None and sum(targets) != 1:
            raise ValueError("its figure needs one target: give at_least or at_most")
        return self


class CaseSection(Section):
    """The section `[case]`."""

    objectives: tuple[Objective, ...] = Field((), description="What is to be achieved, each a [[case.objectives]].")
