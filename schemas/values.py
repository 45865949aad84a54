"""The leaves of the contract: printed words, what they mean, and where they stand."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Rag = Literal["red", "amber", "green", "blue", "grey"]
State = Literal["not_started", "on_track", "at_risk", "off_track", "completed", "ongoing"]
Basis = Literal["text", "fill", "both"]
Precision = Literal["day", "month", "quarter", "year", "season"]
Unit = Literal["percent", "count", "days", "GBP"]
BBox = tuple[float, float, float, float]
Share = Annotated[float, Field(ge=0, le=1)]


class Model(BaseModel):
    """Base of every model: unknown keys are refused, values are not coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=False)


class Source(Model):
    """One place in the paper: a box on a page, or a line where the reader has no geometry."""

    page: int | None = Field(default=None, ge=1, description="Page number, counted from 1; null without geometry.")
    bbox: BBox | None = Field(
        default=None,
        description="[x0, top, x1, bottom] in points from the top left corner of the page as displayed.",
    )
    line: int | None = Field(default=None, ge=1, description="Line or paragraph number where there is no geometry.")


class Text(Model):
    """Words of the paper in reading order, cleaned of bullets and line breaks."""

    text: str = Field(min_length=1, description="The words as printed.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")
    confidence: Share | None = Field(
        default=None, description="How sure the reader is, 0 to 1; null when not measured."
    )


class DatePeriod(Model):
    """A date or span of dates as printed, with its canonical ends (both inclusive)."""

    raw: str | None = Field(default=None, description="The words as printed.")
    start: dt.date | None = Field(default=None, description="First day; null for a deadline.")
    end: dt.date | None = Field(default=None, description="Last day; null for an open start.")
    precision: Precision | None = Field(default=None, description="The finest unit the words name.")
    ongoing: bool = Field(default=False, description="True where the words say it goes on without an end.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")

    @model_validator(mode="after")
    def _in_order(self) -> DatePeriod:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"period ends ({self.end}) before it starts ({self.start})")
        return self


class Status(Model):
    """A rating: the colour and, where words say so, the state of the work."""

    raw: str | None = Field(default=None, description="The status words as printed; null for a bare colour.")
    rag: Rag | None = Field(default=None, description="The rating colour.")
    state: State | None = Field(default=None, description="The state of the work, from words only.")
    basis: Basis | None = Field(default=None, description="Whether words, the cell's fill or both told the rating.")
    source: list[Source] = Field(default_factory=list, description="Where the words or the fill stand.")


class Officer(Model):
    """A person, post or body named in the paper."""

    raw: str | None = Field(default=None, description="The words as printed.")
    name: str | None = Field(default=None, description="The person's name.")
    role: str | None = Field(default=None, description="The post as printed.")
    role_normalised: str | None = Field(default=None, description="The post with its short forms written out.")
    organisation: str | None = Field(default=None, description="The body, team or employer as printed.")
    phone: str | None = Field(default=None, description="Telephone number as printed.")
    email: str | None = Field(default=None, description="E-mail address as printed.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")


class Reading(Model):
    """One value of a measure: what a cell shows under a heading."""

    label: str | None = Field(default=None, description="The column heading or period as printed.")
    raw: str | None = Field(default=None, description="The cell's words as printed.")
    value: float | None = Field(default=None, description="The leading number; null where the words hold none.")
    unit: Unit | None = Field(default=None, description="What the number counts.")
    period: DatePeriod | None = Field(default=None, description="The period the heading names.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")
