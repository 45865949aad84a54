"""Plans: action plans, trackers, performance tables and risk registers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.values import DatePeriod, Model, Officer, Rag, Reading, Share, Source, Status, Text

PlanKind = Literal["action_plan", "performance", "risk_register"]
Direction = Literal["up", "down", "same"]


class Section(Model):
    """The heading or spanning row above an item."""

    ref: str | None = Field(default=None, description="Its number, where it is a bare number.")
    title: str | None = Field(default=None, description="Its words as printed.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")


class Measure(Model):
    """One indicator with its values."""

    text: str | None = Field(default=None, description="What is measured.")
    baseline: Reading | None = Field(default=None, description="The value before the plan starts.")
    readings: list[Reading] = Field(default_factory=list, description="Measured values.")
    targets: list[Reading] = Field(default_factory=list, description="Values aimed at.")
    status: Status | None = Field(default=None, description="The measure's own rating.")
    direction: Direction | None = Field(default=None, description="Direction of travel, from an arrow or word.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")


class Action(Model):
    """One thing to be done."""

    ref: str | None = Field(default=None, description="Its number as printed.")
    text: str = Field(min_length=1, description="Its words.")
    lead_officers: list[Officer] = Field(default_factory=list, description="Who does it.")
    due: DatePeriod | None = Field(default=None, description="When it is due.")
    status: Status | None = Field(default=None, description="Its rating.")
    progress: list[Text] = Field(default_factory=list, description="What has been done.")
    extra: dict[str, str] = Field(default_factory=dict, description="Cells that no rule maps, by heading.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")


class PlanItem(Model):
    """One recommendation, objective, indicator or risk, however many rows or pages it takes."""

    ref: str | None = Field(default=None, description="Its number as printed.")
    section: Section | None = Field(default=None, description="The heading or spanning row above it.")
    recommendation: Text | None = Field(default=None, description="What is to be achieved or answered.")
    source_ref: str | None = Field(default=None, description="A trailing number of the inspectorate's own.")
    actions: list[Action] = Field(default_factory=list, description="What is to be done.")
    outcomes: list[Text] = Field(default_factory=list, description="What should come of it.")
    measures: list[Measure] = Field(default_factory=list, description="Indicators.")
    progress: list[Text] = Field(default_factory=list, description="What has been done.")
    next_steps: list[Text] = Field(default_factory=list, description="What is to be done next.")
    status: Status | None = Field(default=None, description="Its rating.")
    lead_officers: list[Officer] = Field(default_factory=list, description="Who answers for it.")
    due: DatePeriod | None = Field(default=None, description="When it is due.")
    extra: dict[str, str] = Field(default_factory=dict, description="Cells that no rule maps, by heading.")
    extra_source: dict[str, list[Source]] = Field(
        default_factory=dict, description="Where each entry of extra stands, by heading."
    )
    confidence: Share | None = Field(default=None, description="How far the witnesses for its table agree.")


class LegendEntry(Model):
    """One line of a key to the ratings."""

    label: str | None = Field(default=None, description="The rating as printed.")
    rag: Rag | None = Field(default=None, description="Its colour.")
    meaning: str | None = Field(default=None, description="What the paper says it means.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")


class DeclaredCounts(Model):
    """What the report says the ratings add up to; null where it does not."""

    red: int | None = Field(default=None, ge=0, description="Number rated red.")
    amber: int | None = Field(default=None, ge=0, description="Number rated amber.")
    green: int | None = Field(default=None, ge=0, description="Number rated green.")
    blue: int | None = Field(default=None, ge=0, description="Number rated blue.")


class ActionPlan(Model):
    """One plan, tracker, performance table or risk register."""

    title: str | None = Field(default=None, description="Its title as printed.")
    kind: PlanKind = Field(description="What sort of plan it is.")
    period: DatePeriod | None = Field(default=None, description="The period it covers.")
    legend: list[LegendEntry] = Field(default_factory=list, description="The key to its ratings.")
    declared_counts: DeclaredCounts | None = Field(
        default=None, description="What the report says the ratings add up to."
    )
    responsible: list[Officer] = Field(default_factory=list, description="Who answers for the plan.")
    items: list[PlanItem] = Field(default_factory=list, description="Its items.")
    source: list[Source] = Field(default_factory=list, description="Where its title stands.")
