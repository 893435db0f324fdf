"""What stands below the findings: what was found, what was left out, and the score."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from ssot_lint.model import (
    SEVERITIES,
    CategoryScore,
    Finding,
    Place,
    Report,
    Score,
    Severity,
    Undecided,
    category_rank,
)
from ssot_lint.render import explained
from ssot_lint.render.options import RenderOptions, Show
from ssot_lint.render.shown import by_rule, hidden_counts, severity_of, shown_findings
from ssot_lint.render.wording import (
    SEVERITY_STYLES,
    Paint,
    counted,
    leading,
    opening,
    painter,
    percent,
    printable,
)

LABELS = {"real": "Real System", "test": "Test Files"}
UNDECIDED_A_RULE = 10
SHORT = 12  # digits of the id of a commit


def render(report: Report, options: RenderOptions) -> str:
    """The score with what stands behind it, without the findings; explained where that is asked for."""
    paint = painter(options.colour)
    reasons = explained.lines(options.explanation) if options.explanation else []
    parts = [
        [told_since(report)] if report.since else [],
        remarks(report, options, paint),
        score(report, paint),
        services(report),
        gate(report, paint),
        reasons,
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def found(report: Report, options: RenderOptions, paint: Paint) -> list[str]:
    """How many findings are shown, and how many wait behind which option."""
    shown = shown_findings(report, options.show)
    lines = [told_since(report)] if report.since else []
    lines.append(_found(shown, paint) if shown else _none_found(report, options))
    if hidden := hidden_counts(report, options.show):
        words = ", ".join(f"{number} {word}" for word, number in hidden.items())
        lines.append(f"Not shown: {words} ({' '.join(f'--show {word}' for word in hidden)})")
    if fixable := len(report.fixable(unsafe=True)):
        safe = len(report.fixable(unsafe=False))
        unsafe = fixable - safe
        ways = [f"{safe} with --fix"] * bool(safe)
        ways += [f"{unsafe}{' more' * bool(safe)} with --unsafe-fixes"] * bool(unsafe)
        lines.append(f"Fixable: {', '.join(ways)}")
    return lines


def told_since(report: Report) -> str:
    """What has changed since the revision that the report is compared with; "" where there is none."""
    since = report.since
    if since is None:
        return ""
    name = printable(since.name)
    commit = "" if since.commit.startswith(since.name) else f" ({since.commit[:SHORT]})"
    return f"{since.new} new since {name}{commit}, {since.remedied} remedied"


def _found(shown: list[Finding], paint: Paint) -> str:
    files = len({finding.place.path for finding in shown})
    first = by_rule(shown)[0][0].code
    numbers = _listed(tally(shown, paint))
    return f"Found {numbers} in {counted(files, 'file')}. `ssot-lint rules {first}` explains a rule."


def tally(shown: list[Finding], paint: Paint) -> list[str]:
    """How many findings there are of each severity, the worst first; what is suppressed counts aside."""
    severities = Counter(severity_of(finding) for finding in shown if finding.suppressed is None)
    counts = [
        paint(_number(number, severity), SEVERITY_STYLES[severity])
        for severity in SEVERITIES
        if (number := severities[severity])
    ]
    if suppressed := len(shown) - severities.total():
        counts.append(f"{suppressed} suppressed")
    return counts


def _none_found(report: Report, options: RenderOptions) -> str:
    where = printable(options.limit) or counted(report.files.analysed, "file")
    return f"No {'new ' if report.since else ''}findings in {where}."


def remarks(report: Report, options: RenderOptions, paint: Paint) -> list[str]:
    """What was not analysed or not judged, and why: nothing is silent."""
    lines = [paint("incomplete: ", SEVERITY_STYLES["error"]) + printable(line) for line in report.incomplete]
    lines += [paint("note: ", "bold cyan") + printable(note) for note in report.notes]
    if off := len(report.rules_off):
        lines.append(_rules_off(off, report))
    if left := [f"{n} {printable(why)}" for why, n in sorted(report.files.not_analysed.items()) if n]:
        lines.append(f"Not analysed: {', '.join(left)}")
    if report.files.unparsable:
        unparsable = counted(report.files.unparsable, "file")
        lines.append(f"Not compliant: {unparsable} that cannot be parsed or read")
    return lines + _undecided(report.undecided, options.show)


def _rules_off(number: int, report: Report) -> str:
    rules = counted(number, "rule")
    if report.score is None:
        return f"{rules} did not run: not selected, or off"
    if report.policy is None:
        off = f"{rules} that {'needs one is' if number == 1 else 'need one are'} off"
        return f"No compliance.yaml: {off} (`ssot-lint rules` lists them; see Policy in the README)"
    return f"{rules} {'is' if number == 1 else 'are'} off (`ssot-lint rules` says why)"


def _undecided(undecided: Mapping[str, Sequence[Undecided]], show: Set[Show]) -> list[str]:
    if not undecided:
        return []
    total = counted(sum(map(len, undecided.values())), "place")
    if "undecided" not in show:
        return [f"Undecided: {total} (--show undecided)"]
    lines = [f"Undecided: {total} ({', '.join(f'{code}: {len(undecided[code])}' for code in undecided)})"]
    for code, places in undecided.items():
        limit = len(places) if "all" in show else UNDECIDED_A_RULE
        lines += [f"  {_place(item.place)}: {code} {_doubt(item)}" for item in places[:limit]]
        if more := len(places[limit:]):
            lines.append(f"  … and {more} more {code} (--show all)")
    return lines


def _place(place: Place) -> str:
    return f"{leading(place.path)}:{place.span.line}:{place.span.column}"


def _doubt(item: Undecided) -> str:
    return printable(": ".join(filter(None, (item.subject, item.reason))))


def score(report: Report, paint: Paint) -> list[str]:
    """The compliance score, overall and of each scored category."""
    if report.score is None:
        return ["No score: a partial run (--select, --ignore or --category) has none"]
    figures: Score = report.score
    style = "bold green" if report.gate.passed else "bold red"
    lines = [f"{paint('Compliance Score:', 'bold')} {paint(percent(figures.overall), style)}"]
    order = sorted(figures.categories, key=category_rank)
    lines += [_part(label(name), figures.categories[name]) for name in order]
    if figures.unsuppressed != figures.overall:
        lines.append(f"Without suppressions: {percent(figures.unsuppressed)}")
    return lines


def services(report: Report) -> list[str]:
    """The score of each service."""
    parts = report.score.services if report.score else {}
    return [_part(f"Service {printable(name)}", parts[name]) for name in sorted(parts)]


def gate(report: Report, paint: Paint) -> list[str]:
    """The thresholds that are not met."""
    if report.gate.passed:
        return []
    failures = [f"  {opening(line)}" for line in report.gate.failures]
    return [paint("Gate failed:", SEVERITY_STYLES["error"]), *failures]


def _number(number: int, severity: Severity) -> str:
    return f"{number} info" if severity == "info" else counted(number, severity)


def label(category: str) -> str:
    """A category as people call it."""
    words = opening(category).replace("_", " ").replace("-", " ").title()
    return LABELS.get(category, f"{words} Files")


def _part(label: str, part: CategoryScore) -> str:
    files = counted(part.files, "file")
    compliant = "" if part.score is None else " compliant"
    return f"{label}: {percent(part.score)}{compliant} ({files})"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
