"""The report for reviewdog: its Diagnostic Format, rdjson."""

from functools import lru_cache, partial

from ssot_lint.model import START, Finding, Place, Report
from ssot_lint.render.excerpt import Lines, read_lines
from ssot_lint.render.json_value import Value, written
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import shown_findings, weight
from ssot_lint.render.wording import printable, state


def render(report: Report, options: RenderOptions) -> str:
    """A diagnostic for every finding shown."""
    lines = lru_cache(maxsize=32)(partial(read_lines, report.root))
    findings = shown_findings(report, options.show)
    return written(
        {"source": {"name": "ssot-lint"}, "diagnostics": [_diagnostic(each, lines) for each in findings]}
    )


def _diagnostic(finding: Finding, lines: Lines) -> Value:
    hint = f"\nhelp: {printable(finding.hint)}" if finding.hint else ""
    return {
        "message": f"{printable(finding.message)}{state(finding)}{hint}",
        "location": _location(finding.place, lines),
        "severity": weight(finding).upper(),
        "code": {"value": finding.code},
        "related_locations": [
            {"message": printable(other.message), "location": _location(other.place, lines)}
            for other in finding.related
        ],
    }


def _location(place: Place, lines: Lines) -> Value:
    span = place.span
    inside: dict[str, Value] = {"start": _position(place.path, span.line, span.column, lines)}
    if span != START:
        inside["end"] = _position(place.path, span.end_line, span.end_column, lines)
    return {"path": printable(place.path), "range": inside}


def _position(path: str, line: int, column: int, lines: Lines) -> Value:
    """Line and column from 1, the column in bytes of UTF-8; left out where the line cannot be read."""
    source = lines(path)
    if column == 1:
        return {"line": line, "column": 1}
    if line > len(source):
        return {"line": line}
    return {"line": line, "column": len(source[line - 1][: column - 1].encode("utf-8", "replace")) + 1}
