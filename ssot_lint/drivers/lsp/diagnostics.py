"""Findings as an editor shows them."""

import re
from collections.abc import Sequence

from lsprotocol.types import (
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    Location,
    Position,
    Range,
)

from ssot_lint.drivers.lsp.places import Units, range_of, uri_of
from ssot_lint.drivers.lsp.snapshot import Snapshot
from ssot_lint.model import Finding, Place, Severity
from ssot_lint.render import printable

SOURCE = "ssot-lint"
BROKEN = "SST000"

SEVERITIES: dict[Severity, DiagnosticSeverity] = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "info": DiagnosticSeverity.Information,
}

_PROBLEM = re.compile(r".*?:(?P<line>\d+):(?P<column>\d+): (?P<text>.*)", re.S)


def diagnostic(finding: Finding, snapshot: Snapshot, units: Units) -> Diagnostic:
    """A finding in its file, with the other places that it points at."""
    return Diagnostic(
        range=location(finding.place, snapshot, units).range,
        message=printable(finding.message),
        severity=SEVERITIES[finding.severity or "error"],
        code=finding.code,
        source=SOURCE,
        related_information=[
            DiagnosticRelatedInformation(location(each.place, snapshot, units), printable(each.message))
            for each in finding.related
        ],
    )


def location(place: Place, snapshot: Snapshot, units: Units) -> Location:
    """A place as it is in the texts of a snapshot."""
    lines = snapshot.lines(place.path)
    return Location(uri_of(snapshot.path(place.path)), range_of(place.span, lines, units))


def broken_policy(problems: Sequence[str]) -> Diagnostic:
    """All that is wrong with a policy, where the first of it is."""
    first = _PROBLEM.fullmatch(problems[0])
    line, column = (int(first["line"]), int(first["column"])) if first else (1, 1)
    texts = [match["text"] if (match := _PROBLEM.fullmatch(each)) else each for each in problems]
    where = Position(line - 1, column - 1)
    return Diagnostic(
        range=Range(where, where),
        message="\n".join(map(printable, texts)),
        severity=DiagnosticSeverity.Error,
        code=BROKEN,
        source=SOURCE,
    )
