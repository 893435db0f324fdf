"""SARIF 2.1.0, for GitHub code scanning, Azure DevOps and the viewers of editors."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from ssot_lint import __version__
from ssot_lint.model import START, Finding, Place, Report, Severity
from ssot_lint.render.json_value import Value, written
from ssot_lint.render.options import RenderOptions, RulePage
from ssot_lint.render.readme import introduction, shortened, with_titles
from ssot_lint.render.shown import severity_of, shown_findings
from ssot_lint.render.wording import printable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "ssotLintFingerprint/v1"
"""GitHub computes a fingerprint of its own from the line, and warns of any other under that name."""

LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
ROOT = "%SRCROOT%"
LONGEST = 1024  # code points of a description; GitHub refuses a rule with a longer one
LINKED = 10  # related places that a message links to, which is how GitHub shows them


def render(report: Report, options: RenderOptions) -> str:
    """The findings shown, and what there is to read of every rule that ran.

    What is waived is left out unless it is asked for: GitHub would open an alert for it. What is old is
    not: it would close one.
    """
    findings = shown_findings(report, options.show | {"old"})
    pages = _pages(report, findings, options)
    numbers = {page.code: number for number, page in enumerate(pages)}
    run: Value = {
        "tool": {
            "driver": {
                "name": "ssot-lint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(page) for page in pages],
            }
        },
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {ROOT: {"description": _text("the root of the project")}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, numbers) | _state(finding, report) for finding in findings],
    }
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _pages(report: Report, findings: Sequence[Finding], options: RenderOptions) -> list[RulePage]:
    """The pages of the rules that ran; one without text for a rule that has none."""
    off = {rule.code for rule in report.rules_off}
    bare = {each.code: RulePage(each.code, each.name, severity_of(each), each.name, "") for each in findings}
    pages = {page.code: page for page in options.rules() if page.code not in off or page.code in bare}
    return [page for _, page in sorted((bare | pages).items())]


def _rule(page: RulePage) -> Value:
    introduced = introduction(page.readme)
    about = " ".join(introduced.split("\n\n")[0].split()) or page.summary
    command = f"ssot-lint rules {page.code} --examples"
    manual = with_titles(shortened(page.readme, command)) or page.summary
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": _text(_cut(page.summary)),
        "fullDescription": _text(_cut(about)),
        "help": {"text": introduced or page.summary, "markdown": manual},
        "defaultConfiguration": {"level": LEVELS[page.severity]},
    }


def _invocation(report: Report) -> Value:
    incomplete = [{"level": "error", "message": _text(printable(line))} for line in report.incomplete]
    notes = [{"level": "note", "message": _text(printable(line))} for line in report.notes]
    off: list[Value] = [
        {
            "level": "note",
            "message": _text(f"{rule.code} is off: {printable(rule.reason)}"),
            "associatedRule": {"id": rule.code},
        }
        for rule in report.rules_off
    ]
    return {
        "executionSuccessful": not report.incomplete,
        "toolExecutionNotifications": [*incomplete, *notes],
        "toolConfigurationNotifications": off,
    }


def _state(finding: Finding, report: Report) -> dict[str, Value]:
    """Whether it was there before, where there is a baseline, or another revision, to tell it."""
    if report.baseline is None and report.since is None:
        return {}
    return {"baselineState": "unchanged" if finding.baselined or finding.old else "new"}


def _result(finding: Finding, numbers: Mapping[str, int]) -> dict[str, Value]:
    return {
        "ruleId": finding.code,
        "ruleIndex": numbers[finding.code],
        "level": LEVELS[severity_of(finding)],
        "message": _text(_message(finding)),
        "locations": [_location(finding.place)],
        "relatedLocations": [
            {"id": number, **_location(other.place), "message": _text(printable(other.message))}
            for number, other in enumerate(finding.related, 1)
        ],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "suppressions": _suppressions(finding),
    }


def _message(finding: Finding) -> str:
    """The message, the help, and a line of links to the first related places."""
    lines = [_unlinked(printable(finding.message))]
    lines += [f"help: {_unlinked(printable(finding.hint))}"] if finding.hint else []
    links = [f"[{_label(other.message)}]({number})" for number, other in enumerate(finding.related, 1)]
    lines += [f"see: {', '.join(links[:LINKED])}"] if links else []
    return "\n".join(lines)


def _unlinked(text: str) -> str:
    """The text with brackets escaped where a viewer would take them for a link."""
    return _label(text) if "](" in text else text


def _label(text: str) -> str:
    return re.sub(r"[\[\]\\]", r"\\\g<0>", printable(text))


def _location(place: Place) -> dict[str, Value]:
    span = place.span
    region: dict[str, Value] = {"startLine": span.line}
    if span != START:  # else a whole file is meant
        region |= {"startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    physical: Value = {"artifactLocation": {"uri": _uri(place.path), "uriBaseId": ROOT}, "region": region}
    if not place.symbol:
        return {"physicalLocation": physical}
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": printable(place.symbol)}],
    }


def _uri(path: str) -> str:
    """The path as a URI from the root, the bytes of its name percent-encoded."""
    return "".join(
        quote(char, errors="surrogateescape" if "\udc80" <= char <= "\udcff" else "surrogatepass")
        for char in path
    )


def _suppressions(finding: Finding) -> list[Value]:
    """Why it is accepted; an empty list says that it is not."""
    if finding.suppressed is not None:
        reason = printable(finding.suppressed) or "no reason given"
        return [{"kind": "inSource", "justification": reason}]
    return [{"kind": "external", "justification": "in the baseline"}] if finding.baselined else []


def _text(text: str) -> Value:
    return {"text": text}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
