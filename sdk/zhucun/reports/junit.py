"""JUnit XML: a test case for each rule and for each structural code that was found."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from zhucun.model import Report, Severity
from zhucun.reports.rendering import PLAIN, Data, Rendering, shown
from zhucun.reports.sentences import closing, heeded, omissions, place, title
from zhucun.reports.verdict import FOUND, PASS
from zhucun.words import room


def as_junit(report: Report, how: Rendering = PLAIN) -> str:
    """A rule fails where the command line would: from ``fail_on`` up. One that did not run is skipped, one that
    crashed an error; and where no case tells why the run did not pass, one more does."""
    suite = _Suite(report, how)
    root = ElementTree.Element("testsuites", name="zhucun")
    root.append(suite.element())
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, root[0].attrib[name])
    ElementTree.indent(root)
    # what is shown holds no control character; these two are the rest of what XML cannot hold
    told = ElementTree.tostring(root, encoding="unicode").replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{told}\n'


class _Suite:
    """The one suite of a report. Its texts are printable already."""

    def __init__(self, report: Report, how: Rendering) -> None:
        self.report, self.how = report, how
        self.data = data = shown(report.as_json(how.lang, how.docs))
        self.words = room("report", how.lang)
        self.by_rule: dict[str, list[Any]] = {}
        for finding in data["findings"]:
            self.by_rule.setdefault(finding["rule"], []).append(finding)
        self.left_out = dict(omissions(data))

    def element(self) -> ElementTree.Element:
        suite = ElementTree.Element("testsuite", name=f"zhucun {self.data.get('batchId', '')}".strip())
        self.properties(suite)
        for problem in self.data.get("problems", ()):
            case = self.case(suite, problem["code"], self.words[self.data["verdict"]])
            ElementTree.SubElement(case, "error", message=problem["message"])
        for rule in self.data["rules"]:
            self.rule(suite, rule["id"], rule)
        for code in sorted({*self.by_rule, *self.left_out} - set(self.report.standard.rules)):
            self.rule(suite, code, {"status": "RAN"})
        self.verdict(suite)
        suite.set("tests", str(len(suite.findall("testcase"))))
        for plural, aspect in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(plural, str(len(suite.findall(f"testcase/{aspect}"))))
        return suite

    def case(self, suite: ElementTree.Element, ident: str, name: str) -> ElementTree.Element:
        return ElementTree.SubElement(suite, "testcase", classname="zhucun", name=f"{ident} {name}".strip())

    def properties(self, suite: ElementTree.Element) -> None:
        data = self.data
        values: dict[str, Any] = {k: data[k] for k in ("verdict", "standard", "profile", "profileOutside", "asOf") if k in data}
        values["failOn"] = self.how.fail_on
        for group in ("counts", "counting", "judged", "omitted"):
            values |= {f"{group}.{k}": v for k, v in data.get(group, {}).items()}
        holder = ElementTree.SubElement(suite, "properties")
        for name, value in values.items():
            ElementTree.SubElement(holder, "property", name=name, value=str(value).lower() if isinstance(value, bool) else str(value))

    def fails(self, finding: Data) -> bool:
        return heeded(finding) and Severity(finding["severity"]).rank >= self.how.fail_on.rank

    def rule(self, suite: ElementTree.Element, ident: str, state: Data) -> None:
        case = self.case(suite, ident, title(self.report.standard, ident, self.how.lang))
        found = self.by_rule.get(ident, [])
        serious = [f for f in found if self.fails(f)]
        milder = [f for f in found if not self.fails(f)]
        if state["status"] == "FAILED":
            ElementTree.SubElement(case, "error", message=state.get("reason", ""))
        elif serious:
            failure = ElementTree.SubElement(case, "failure", message=f"{len(serious)} × {serious[0]['message']}")
            failure.text = "\n".join(f"{place(f)}  {f['message']}" for f in serious)
        elif state["status"] != "RAN":
            ElementTree.SubElement(case, "skipped", message=state.get("reason", state["status"]))
        told = [f"{place(f)}  {f['message']}" for f in milder]
        if ident in self.left_out:
            told.append(self.left_out[ident])
        if told:
            ElementTree.SubElement(case, "system-out").text = "\n".join(told)

    def verdict(self, suite: ElementTree.Element) -> None:
        """One case for the verdict itself, where none of the others tells that the run did not pass."""
        code = self.report.exit_code(self.how.fail_on)
        if code == PASS or any(suite.find(f"testcase/{aspect}") is not None for aspect in ("failure", "error")):
            return
        case = self.case(suite, self.words["verdict"], self.words[self.data["verdict"]])
        if code == FOUND:
            ElementTree.SubElement(case, "failure", message=self.words["unlisted"].format(severity=self.words[self.how.fail_on]))
        else:
            ElementTree.SubElement(case, "error", message=closing(self.data))
