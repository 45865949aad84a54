"""The contract: pydantic models of one council paper's JSON (see README, "The output")."""

from schemas.diagnostics import CATALOGUE, Diagnostic, Severity
from schemas.paper import SCHEMA_VERSION, CommitteePaper, SourceFile
from schemas.plan import Action, ActionPlan, DeclaredCounts, LegendEntry, Measure, PlanItem, Section
from schemas.report import Committee, Council, Recommendation, ReportHeader
from schemas.values import DatePeriod, Officer, Reading, Source, Status, Text

__all__ = [
    "CATALOGUE",
    "SCHEMA_VERSION",
    "Action",
    "ActionPlan",
    "Committee",
    "CommitteePaper",
    "Council",
    "DatePeriod",
    "DeclaredCounts",
    "Diagnostic",
    "LegendEntry",
    "Measure",
    "Officer",
    "PlanItem",
    "Reading",
    "Recommendation",
    "ReportHeader",
    "Section",
    "Severity",
    "Source",
    "SourceFile",
    "Status",
    "Text",
]
