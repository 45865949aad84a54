"""A check as JUnit XML, which CI services show: a suite for each paper, a case for each field and fact."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from ingest.evaluate.check import Check, PaperCheck
from ingest.evaluate.difference import NOTHING, Difference
from ingest.evaluate.floors import ALL_FIELDS

# Characters that no XML may hold, escaped or not; papers hold some.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_bytes(check: Check) -> bytes:
    """The check as JUnit XML in UTF-8; the same bytes for the same check."""
    root = ET.Element("testsuites", name="council-plans check")
    for name in check.absent:
        suite = ET.SubElement(root, "testsuite", name=_clean(name))
        _fail(_case(suite, name, "paper"), "it is recorded, but not among the papers")
    for paper in check.papers:
        _add_paper(ET.SubElement(root, "testsuite", name=_clean(paper.name)), paper)
    for element in (*root, root):
        for tag in ("failure", "skipped"):
            element.set("failures" if tag == "failure" else tag, str(len(element.findall(f".//{tag}"))))
        element.set("tests", str(len(element.findall(".//testcase"))))
        element.set("errors", "0")
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_paper(suite: ET.Element, paper: PaperCheck) -> None:
    falls = {str(fall): fall.field for fall in paper.falls}
    facts = {f"fact {fact.id}: {fact.message}" for fact in paper.new_failures}
    whole = [problem for problem in paper.problems if problem not in falls and problem not in facts]
    differences = [*paper.differences, *paper.misses] if paper.score else paper.differences
    case = _case(suite, paper.name, "paper")
    if whole:
        _fail(case, "; ".join(whole), [] if paper.score else paper.differences)
    for field in (*sorted(paper.score.fields("folded")), ALL_FIELDS) if paper.score else ():
        case = _case(suite, paper.name, field)
        below = [problem for problem, name in falls.items() if name == field]
        if below:
            wanted = differences if field == ALL_FIELDS else [one for one in differences if one.field == field]
            _fail(case, "; ".join(below), wanted)
    known = {fact.id for fact in paper.facts if not fact.holds} - {fact.id for fact in paper.new_failures}
    for fact in paper.facts:
        case = _case(suite, paper.name, f"fact {fact.id}")
        if fact.id in known:
            ET.SubElement(case, "skipped", message=_clean(f"known not to hold: {fact.message}"))
        elif not fact.holds:
            _fail(case, fact.message)


def _case(suite: ET.Element, paper: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=_clean(paper), name=_clean(name))


def _fail(case: ET.Element, message: str, differences: list[Difference] | None = None) -> None:
    failure = ET.SubElement(case, "failure", message=_clean(message), type="regression")
    lines = (
        f"{one.within} {one.field}: was {one.was or NOTHING}, is {one.now or NOTHING} ({one.verdict}) {one.place}"
        for one in differences or []
    )
    failure.text = _clean("\n".join(line.strip() for line in lines)) or None


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
