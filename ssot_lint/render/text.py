"""The report as people read it: grouped by rule, the worst first, each with its source line."""

from collections.abc import Callable
from functools import lru_cache, partial

from ssot_lint.model import START, Finding, Place, Related, Report
from ssot_lint.render import compared, summary
from ssot_lint.render.excerpt import Lines, excerpt, lines_of, read_lines
from ssot_lint.render.options import RenderOptions, Stdin
from ssot_lint.render.shown import by_rule, severity_of, shown_findings
from ssot_lint.render.wording import SEVERITY_STYLES, Paint, counted, leading, painter, printable, state

FINDINGS_A_RULE = 10
RELATED_A_FINDING = 3


def render(report: Report, options: RenderOptions) -> str:
    """Findings, then what was left out, then the score."""
    paint = painter(options.colour)
    lines = lru_cache(maxsize=32)(partial(_lines, report.root, options.stdin))
    groups = by_rule(shown_findings(report, options.show))
    parts = [part for group in groups for part in _group(group, lines, options, paint)]
    parts += [
        summary.found(report, options, paint),
        summary.remarks(report, options, paint),
        summary.score(report, paint),
        summary.gate(report, paint),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _lines(root: str, stdin: Stdin | None, path: str) -> list[str]:
    return lines_of(stdin.content) if stdin and stdin.path == path else read_lines(root, path)


def _group(group: list[Finding], lines: Lines, options: RenderOptions, paint: Paint) -> list[list[str]]:
    severity = severity_of(group[0])
    files = len({finding.place.path for finding in group})
    size = f"{counted(len(group), 'finding')} in {counted(files, 'file')}"
    rule = paint(f"{group[0].code} {group[0].name}", SEVERITY_STYLES[severity])
    limit = len(group) if "all" in options.show else FINDINGS_A_RULE
    hints = {finding.hint for finding in group}
    shared = hints.pop() if len(hints) == 1 else ""
    parts = [[f"{rule} · {severity} · {size}", *_help(shared, paint)]]
    parts += [_finding(finding, lines, options, paint, shared) for finding in group[:limit]]
    if more := len(group[limit:]):
        parts.append([paint(f"… and {more} more {group[0].code} (--show all)", "dim")])
    return parts


def _finding(
    finding: Finding, lines: Lines, options: RenderOptions, paint: Paint, shared_hint: str
) -> list[str]:
    gutter = " " * len(str(finding.place.span.line))
    head = f"{_place(finding.place, paint, leading)}: {printable(finding.message)}{state(finding)}"
    notes = _related(finding.related, "all" in options.show, paint)
    notes += _help(finding.hint, paint) if finding.hint != shared_hint else []
    margin = paint(f"{gutter} =", "bold blue")
    both = compared.render(finding.compared, lines, options, paint) if options.beside else []
    return [head, *_excerpt(finding, lines, options, paint), *(f"{margin} {note}" for note in notes), *both]


def _help(hint: str, paint: Paint) -> list[str]:
    return [f"{paint('help', 'bold')}: {printable(hint)}"] if hint else []


def _excerpt(finding: Finding, lines: Lines, options: RenderOptions, paint: Paint) -> list[str]:
    span = finding.place.span
    # A finding about a whole file points at no line; a file may have shrunk since it was analysed.
    source = lines(finding.place.path) if options.source and span != START else []
    if span.line > len(source) or not source[span.line - 1].strip():
        return []
    line, marks = excerpt(source[span.line - 1], span, options.width)
    number = str(span.line)
    indent = len(marks) - len(marks.lstrip())
    blank, carets = marks[:indent], paint(marks[indent:], SEVERITY_STYLES[severity_of(finding)])
    return [
        f"{paint(f'{number} |', 'bold blue')} {line}",
        f"{paint(' ' * len(number) + ' |', 'bold blue')} {blank}{carets}",
    ]


def _related(related: tuple[Related, ...], in_full: bool, paint: Paint) -> list[str]:
    limit = len(related) if in_full else RELATED_A_FINDING
    notes = [f"{printable(other.message)}: {_related_place(other.place, paint)}" for other in related[:limit]]
    if more := len(related[limit:]):
        notes.append(paint(f"… and {counted(more, 'more place')} (--show all)", "dim"))
    return notes


def _place(place: Place, paint: Paint, shown: Callable[[str], str] = printable) -> str:
    return paint(shown(place.path), "bold") + paint(f":{place.span.line}:{place.span.column}", "cyan")


def _related_place(place: Place, paint: Paint) -> str:
    # A whole file is meant, not what stands on its first line.
    return paint(printable(place.path), "bold") if place.span == START else _place(place, paint)
