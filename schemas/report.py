"""Front matter and recommendations."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from schemas.values import Model, Officer, Source, Status, Text

Access = Literal["public", "part_exempt", "exempt"]
Purpose = Literal["decision", "information", "consideration"]
Verb = Literal["note", "approve", "agree", "comment", "recommend", "delegate", "other"]


class Council(Model):
    """The council whose paper it is."""

    name: str | None = Field(default=None, description="Official name.")
    gss_code: str | None = Field(default=None, description="Code of the Government Statistical Service.")
    raw: str | None = Field(default=None, description="The printed words that name it; null where only a domain tells.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")


class Committee(Model):
    """The body that meets."""

    name: str | None = Field(default=None, description="The committee's name.")
    raw: str | None = Field(default=None, description="The words as printed.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")


class Recommendation(Model):
    """What a committee is asked to do, or what an inspectorate told the council to do."""

    ref: str | None = Field(
        default=None, description="Number or letter as printed, without the closing dot or bracket."
    )
    stem: str | None = Field(default=None, description='The words the list hangs on, such as "That Cabinet:".')
    text: str = Field(min_length=1, description="The words of the recommendation.")
    verb: Verb | None = Field(default=None, description="What is asked for; decision recommendations only.")
    made_by: str | None = Field(default=None, description="The inspectorate or reviewer that made it.")
    response: list[Text] = Field(default_factory=list, description="The paper's answers to it, in turn.")
    status: Status | None = Field(default=None, description="Its rating, where one is printed beside it.")
    source: list[Source] = Field(default_factory=list, description="Where the words stand.")


class ReportHeader(Model):
    """The front matter of the report."""

    council: Council | None = Field(default=None, description="The council whose paper it is.")
    committee: Committee | None = Field(default=None, description="The body that meets.")
    meeting_date: dt.date | None = Field(default=None, description="Day of the meeting.")
    title: Text | None = Field(default=None, description="Title of the report.")
    reference: str | None = Field(default=None, description="The report's number.")
    report_of: list[Officer] = Field(default_factory=list, description="Who presents it.")
    authors: list[Officer] = Field(default_factory=list, description="Who is labelled its author.")
    contacts: list[Officer] = Field(default_factory=list, description="Whom to ask, with contact details.")
    access: Access | None = Field(default=None, description="Whether the public may see it.")
    purpose: Purpose | None = Field(default=None, description="What the committee is to do with it.")
    key_decision: bool | None = Field(default=None, description="Whether it is a key decision; null where not said.")
    wards: list[str] = Field(default_factory=list, description="Wards or divisions affected, as printed.")
    background_papers: list[Text] = Field(default_factory=list, description="Background papers listed.")
    appendices: list[Text] = Field(default_factory=list, description="Appendices listed.")
