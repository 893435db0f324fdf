"""The report as tests that failed: JUnit XML, a suite a file."""

from collections.abc import Collection, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from ssot_lint.model import Finding, Report
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import failing, shown_findings
from ssot_lint.render.wording import printable, state


def render(report: Report, options: RenderOptions) -> str:
    """A suite for every file with findings, each of them a test.

    It failed where the finding makes `check` fail, else it is skipped. The suite `ssot-lint` has one
    test, which errs where the analysis is incomplete: a report without any test is taken for a
    mistake by its readers.
    """
    findings = shown_findings(report, options.show)
    fails = {id(finding) for finding in failing(report)}
    failed = sum(id(finding) in fails for finding in findings)
    counts = f'tests="{len(findings) + 1}" failures="{failed}" errors="{int(bool(report.incomplete))}"'
    suites = [_analysis(report)]
    for path, group in groupby(findings, key=lambda finding: finding.place.path):
        suites += _suite(printable(path), list(group), fails)
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="ssot-lint" {counts}>',
            *suites,
            "</testsuites>\n",
        )
    )


def _analysis(report: Report) -> str:
    test = '    <testcase name="the analysis is complete" classname="ssot-lint"'
    lines = [printable(line) for line in report.incomplete]
    errors = [f"      <error message={quoteattr(line)}>{escape(line)}</error>" for line in lines]
    inside = "\n".join((f"{test}>", *errors, "    </testcase>")) if errors else f"{test}/>"
    head = f'  <testsuite name="ssot-lint" tests="1" failures="0" errors="{int(bool(errors))}" skipped="0">'
    return f"{head}\n{inside}\n  </testsuite>"


def _suite(path: str, findings: Sequence[Finding], fails: Collection[int]) -> list[str]:
    failed = sum(id(finding) in fails for finding in findings)
    counts = f'tests="{len(findings)}" failures="{failed}" errors="0" skipped="{len(findings) - failed}"'
    tests = [line for finding in findings for line in _test(path, finding, fails=id(finding) in fails)]
    return [f"  <testsuite name={quoteattr(path)} {counts}>", *tests, "  </testsuite>"]


def _test(path: str, finding: Finding, *, fails: bool) -> list[str]:
    span = finding.place.span
    # The name of a test is what it is known by from one run to the next: no line stands in it.
    name = quoteattr(f"{finding.code} {finding.name} [{finding.fingerprint}]")
    message = printable(finding.message) + state(finding)
    lines = [f"{path}:{span.line}:{span.column}: {finding.code} {message}"]
    lines += [f"help: {printable(finding.hint)}"] if finding.hint else []
    lines += [
        f"{printable(other.message)}: {printable(other.place.path)}:{other.place.span.line}"
        for other in finding.related
    ]
    told = escape("\n".join(lines))
    if fails:
        outcome = f"<failure type={quoteattr(finding.code)} message={quoteattr(message)}>{told}</failure>"
    else:
        outcome = f"<skipped>{told}</skipped>"
    head = f"    <testcase name={name} classname={quoteattr(path)}>"
    return [head, f"      {outcome}", "    </testcase>"]
