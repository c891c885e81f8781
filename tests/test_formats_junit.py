"""JUnit's XML, by the schema of Jenkins, whatever posts hold."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from postlint.diagnostic import Severity
from postlint.reporters.escape import visible
from postlint.text import Source
from test_formats_json import POST, report_of, reports
from test_reporters import UNSEEN, Report, a_diagnostic, printed, runner_commands

XSD = Path(__file__).parent / "data" / "junit-10.xsd"
KINDS = ("failure", "error", "skipped")

try:
    import xmlschema
except ImportError:  # the tests below still look at the structure
    schema = None
else:
    schema = xmlschema.XMLSchema(str(XSD))


def tree(report: Report, **options: Any) -> ElementTree.Element:
    """The report as its readers take it: valid, and with counts that are right."""
    output = printed(report, "junit", **options)
    assert output.isascii()
    assert not UNSEEN.search(output.replace("\n", ""))
    assert runner_commands(output) == []
    if schema is not None:
        schema.validate(output)
    root = ElementTree.fromstring(output)
    assert root.tag == "testsuites"
    for element in (root, *root):
        assert int(element.attrib["tests"]) == len(list(element.iter("testcase"))) > 0
        for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            if name in element.attrib:
                assert int(element.attrib[name]) == len(list(element.iter(kind)))
    names = [(case.attrib["classname"], case.attrib["name"]) for suite in root for case in suite]
    assert len(names) == len(set(names)) or len({suite.attrib["name"] for suite in root}) > 1
    return root


@pytest.mark.skipif(schema is None, reason="xmlschema is not installed")
def test_the_schema_can_say_no() -> None:
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema.validate('<testsuites><testsuite tests="1"/></testsuites>')


def test_a_finding() -> None:
    report = report_of(
        POST, "here", message="'here' <says> \"nothing\" & more.", help="Say where.", severity=Severity.ERROR
    )
    assert printed(report, "junit") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="postlint" tests="1" failures="1" errors="0">\n'
        '  <testsuite name="posts/a.md" tests="1" failures="1" errors="0" skipped="0">\n'
        '    <testcase name="3:6 links/vague-text" classname="posts/a">\n'
        '      <failure type="links/vague-text" message="\'here\' &lt;says&gt; &quot;nothing&quot; &amp; more.">'
        "posts/a.md:3:6: error: 'here' &lt;says&gt; &quot;nothing&quot; &amp; more.\nhelp: Say where.</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )
    tree(report)


def test_nothing_found_is_a_test_that_passes() -> None:
    [suite] = tree(Report(checked=3))
    [case] = suite
    assert (case.attrib["name"], list(case)) == ("no findings", [])


@pytest.mark.parametrize("fail_on", [*Severity, None])
@pytest.mark.parametrize("severity", list(Severity))
def test_only_what_makes_the_run_fail_is_a_failure(severity: Severity, fail_on: Severity | None) -> None:
    [suite] = tree(report_of(POST, "here", severity=severity), fail_on=fail_on)
    fails = fail_on is not None and severity >= fail_on
    assert [outcome.tag for case in suite for outcome in case] == ["failure" if fails else "skipped"]


def test_what_could_not_be_checked_is_an_error() -> None:
    report = report_of(POST, "here", rule="postlint/not-utf-8", severity=Severity.ERROR)._replace(unchecked=1)
    [suite] = tree(report, fail_on=None)
    assert suite.attrib["errors"] == "1"


def test_posts_are_suites_and_findings_have_names_of_their_own() -> None:
    source = Source(POST)
    found = [a_diagnostic(source, "here", path=path, message=str(i)) for i in range(3) for path in ("b.md", "a/c.d.md")]
    root = tree(Report(found))
    assert [suite.attrib["name"] for suite in root] == ["a/c.d.md", "b.md"]
    assert [case.attrib["name"] for case in root[0]] == [
        "3:6 links/vague-text",
        "3:6 links/vague-text #2",
        "3:6 links/vague-text #3",
    ]
    assert {case.attrib["classname"] for case in root[0]} == {"a/c.d"}


@settings(deadline=None)
@given(report=reports())
def test_hostile_text_breaks_nothing(report: Report) -> None:
    root = tree(report)
    messages = sorted(outcome.attrib["message"] for suite in root for case in suite for outcome in case)
    # What XML cannot hold is shown as an escape, as in a terminal.
    shown = (
        visible(found.message).replace("\ufffe", "U+FFFE").replace("\uffff", "U+FFFF") for found in report.diagnostics
    )
    plain = [text for text in shown if not text.lstrip().startswith("::")]
    assert set(plain) <= set(messages)
    assert len(messages) == len(report.diagnostics)
