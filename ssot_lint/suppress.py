"""In-source waivers: which findings they waive, and which of them waive nothing."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from ssot_lint.api import Check, WaiverUse
from ssot_lint.model import File, Finding, Waiver

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def apply(
    findings: Sequence[Finding],
    files: Sequence[File],
    checks: Sequence[Check],
    judged_codes: Collection[str],
    today: date,
) -> tuple[tuple[Finding, ...], tuple[WaiverUse, ...]]:
    """The findings with the reason of their waiver stamped on, and what became of every waiver.

    A waiver waives the findings of the rules that it names by code or name, on its lines. Of several
    the narrowest does, so that the others show as unused. Locked rules and those about waivers cannot
    be waived; a malformed or expired waiver waives nothing. `checks` are all rules there are,
    `judged_codes` those that ran to the end: only of these can a waiver be unused.
    """
    codes = {
        word: check.code
        for check in checks
        if not check.locked and check.scope != "waivers"
        for word in (check.code, check.name)
    }
    own = [file for file in files if file.facts.waivers and not file.source.is_stub]
    in_force = {
        file.path: sorted((w for w in file.facts.waivers if _in_force(w, today)), key=_breadth)
        for file in own
    }
    waived: dict[tuple[str, Waiver], set[str]] = {}
    stamped: list[Finding] = []
    for finding in findings:
        path = finding.place.path
        waiver = next((w for w in in_force.get(path, ()) if _covers(w, finding, codes)), None)
        if waiver is not None:
            waived.setdefault((path, waiver), set()).add(finding.code)
            finding = replace(finding, suppressed=waiver.reason)
        stamped.append(finding)

    judged = {word for word, code in codes.items() if code in judged_codes}
    uses = [
        _use(file, waiver, waived.get((file.path, waiver), set()), codes, judged, today)
        for file in own
        for waiver in file.facts.waivers
    ]
    return tuple(stamped), tuple(uses)


def _use(
    file: File,
    waiver: Waiver,
    waived: Collection[str],
    codes: Mapping[str, str],
    judged: Collection[str],
    today: date,
) -> WaiverUse:
    idle = [word for word in waiver.codes if word in judged and codes[word] not in waived]
    return WaiverUse(
        file=file,
        waiver=waiver,
        used=bool(waived),
        expired=_expired(waiver, today),
        unused=tuple(idle) if _in_force(waiver, today) else (),
        unknown=tuple(word for word in waiver.codes if word not in codes),
    )


def _in_force(waiver: Waiver, today: date) -> bool:
    return not waiver.error and _expired(waiver, today) is False


def _expired(waiver: Waiver, today: date) -> bool | None:
    """Whether its last day is past; None where what it gives is no ISO date."""
    if waiver.until is None:
        return False
    try:
        return date.fromisoformat(waiver.until) < today if _ISO_DATE.fullmatch(waiver.until) else None
    except ValueError:
        return None


def _breadth(waiver: Waiver) -> tuple[bool, int, int]:
    return waiver.whole_file, waiver.to_line - waiver.from_line, waiver.line


def _covers(waiver: Waiver, finding: Finding, codes: Mapping[str, str]) -> bool:
    on_it = waiver.whole_file or waiver.from_line <= finding.place.span.line <= waiver.to_line
    return on_it and any(codes.get(word) == finding.code for word in waiver.codes)
