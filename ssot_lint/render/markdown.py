"""The report as a comment on a pull request, or as the summary of a CI step."""

from collections.abc import Iterator

from ssot_lint.model import CategoryScore, Finding, Report, category_rank
from ssot_lint.render import explained, summary
from ssot_lint.render.markup import code, plain
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import by_rule, hidden_counts, severity_of, shown_findings
from ssot_lint.render.wording import counted, painter, percent, printable, state

LONGEST = 60_000
"""Bytes of findings; GitHub refuses a comment of more than 65,536 characters."""


def render(report: Report, options: RenderOptions) -> str:
    """Score and gate on the first line, then what stands behind them, then the findings by rule."""
    findings = shown_findings(report, options.show)
    parts = [[_first(report, findings)], _failures(report), _table(report), _remarks(report, options)]
    return _joined([*parts, list(_listed(findings))])


def render_score(report: Report, options: RenderOptions) -> str:
    """The score without the findings; explained where that is asked for."""
    reasons = explained.markdown(options.explanation) if options.explanation else []
    return _joined([[_first(report)], _failures(report), _table(report), _remarks(report, options), reasons])


def _joined(parts: list[list[str]]) -> str:
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _first(report: Report, findings: list[Finding] | None = None) -> str:
    figure = f"Compliance score: {percent(report.score.overall)}" if report.score else "No score"
    gate = "gate passed" if report.gate.passed else "gate failed"
    return f"**{figure}, {gate}**" + ("" if findings is None else f" · {_found(findings)}")


def _found(findings: list[Finding]) -> str:
    if not findings:
        return "no findings"
    numbers = summary.tally(findings, painter(False))
    files = len({finding.place.path for finding in findings})
    return f"{', '.join(numbers)} in {counted(files, 'file')}"


def _failures(report: Report) -> list[str]:
    return [f"- {plain(printable(line))}" for line in report.gate.failures]


def _table(report: Report) -> list[str]:
    if report.score is None:
        return ["A partial run (--select, --ignore or --category) has no score."]
    score = report.score
    order = sorted(score.categories, key=category_rank)
    rows = [_row(plain(summary.label(name)), score.categories[name]) for name in order]
    rows += [
        _row(f"Service {plain(printable(name))}", score.services[name]) for name in sorted(score.services)
    ]
    if score.unsuppressed != score.overall:
        rows.append(f"| Without suppressions | {percent(score.unsuppressed)} | {score.files} | |")
    return ["| | score | files | compliant |", "|---|---:|---:|---:|", *rows]


def _row(name: str, part: CategoryScore) -> str:
    return f"| {name} | {percent(part.score)} | {part.files} | {part.compliant} |"


def _remarks(report: Report, options: RenderOptions) -> list[str]:
    lines = [f"- incomplete: {plain(printable(line))}" for line in report.incomplete]
    lines += [f"- {plain(summary.told_since(report))}"] if report.since else []
    lines += [f"- note: {plain(printable(line))}" for line in report.notes]
    if report.files.unparsable:
        lines.append(f"- {counted(report.files.unparsable, 'file')} cannot be parsed or read")
    hidden = hidden_counts(report, options.show)
    if hidden and options.explanation is None:
        lines.append(f"- not shown: {', '.join(f'{number} {word}' for word, number in hidden.items())}")
    return lines


def _listed(findings: list[Finding]) -> Iterator[str]:
    """A heading and a list for each rule; what a comment has no room for is counted."""
    room, told = LONGEST, 0
    for group in by_rule(findings):
        lines = list(_group(group))
        head, items = "\n".join(lines[: -len(group)]), lines[-len(group) :]
        room -= len(head.encode())
        for number, item in enumerate(items):
            room -= len(item.encode()) + 1
            if room < 0:
                yield f"\n… and {counted(len(findings) - told, 'more finding')}"
                return
            if not number:
                yield f"{head}" if not told else f"\n{head}"
            yield item
            told += 1


def _group(group: list[Finding]) -> Iterator[str]:
    first = group[0]
    hints = {finding.hint for finding in group}
    shared = hints.pop() if len(hints) == 1 else ""
    yield f"#### {first.code} {first.name} · {severity_of(first)} · {counted(len(group), 'finding')}"
    yield ""
    if shared:
        yield f"{plain(printable(shared))}"
        yield ""
    for finding in group:
        yield _item(finding, "" if finding.hint == shared else finding.hint)


def _item(finding: Finding, hint: str) -> str:
    span = finding.place.span
    place = code(f"{printable(finding.place.path)}:{span.line}:{span.column}")
    told = plain(printable(finding.message) + state(finding))
    return f"- {place} {told}" + (f" ({plain(printable(hint))})" if hint else "")
