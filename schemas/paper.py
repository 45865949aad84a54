"""The whole of one paper's JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.diagnostics import Diagnostic
from schemas.plan import ActionPlan
from schemas.report import Recommendation, ReportHeader
from schemas.values import Model

SCHEMA_VERSION = "1.0"
TextLayer = Literal["digital", "ocr", "mixed", "converted"]


class SourceFile(Model):
    """The file that was read."""

    name: str = Field(description="File name without folders.")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Digest of its bytes.")
    media_type: str = Field(description="Format, told from the bytes.")
    page_count: int | None = Field(default=None, ge=0, description="Number of pages; null without pages.")
    producer: str | None = Field(default=None, description="The program that wrote it, as it says.")
    text_layer: TextLayer = Field(description="Where the words come from.")


class CommitteePaper(Model):
    """One council paper."""

    schema_version: Literal["1.0"] = Field(default="1.0", description="Version of this contract.")
    source_file: SourceFile = Field(description="The file that was read.")
    report: ReportHeader = Field(default_factory=ReportHeader, description="The front matter.")
    decision_recommendations: list[Recommendation] = Field(
        default_factory=list, description="What the committee is asked to do."
    )
    inspection_recommendations: list[Recommendation] = Field(
        default_factory=list, description="What an inspectorate told the council, outside a plan table."
    )
    plans: list[ActionPlan] = Field(default_factory=list, description="The plans in the paper.")
    diagnostics: list[Diagnostic] = Field(default_factory=list, description="What the reader should know.")
