"""Why the score is what it is, as text, Markdown and JSON."""

from ssot_lint.model import Explanation, FileCost, RuleCost
from ssot_lint.render.json_value import Value
from ssot_lint.render.markup import code
from ssot_lint.render.wording import counted, floored, leading, printable

MOST_FILES = 20


def lines(explanation: Explanation) -> list[str]:
    """The rules, then the first files, for people."""
    if not explanation.rules and not explanation.unread:
        return ["Every file is compliant"]
    shown = [_points(explanation)]
    if explanation.rules:
        shown += ["", "What would raise it, the most first:", *map(_rule, explanation.rules)]
    if explanation.files:
        shown += ["", "Files, the fewest findings first:", *map(_file, explanation.files[:MOST_FILES])]
    if more := len(explanation.files[MOST_FILES:]):
        shown.append(f"  … and {counted(more, 'more file')} (--format json lists all)")
    if explanation.unread:
        shown += ["", f"Cannot be parsed or read: {counted(explanation.unread, 'file')}"]
    return shown


def markdown(explanation: Explanation) -> list[str]:
    """The same as Markdown, in tables."""
    if not explanation.rules and not explanation.unread:
        return ["Every file is compliant."]
    shown = [f"{_points(explanation)}.", ""]
    if explanation.rules:
        shown += ["| rule | findings | files | compliant without it | overall |", "|---|---:|---:|---:|---:|"]
        shown += [
            f"| {rule.code} {rule.name} | {rule.findings} | {rule.files} | {rule.freed} "
            f"| {_gain(rule, 'overall')} |"
            for rule in explanation.rules
        ]
    if explanation.files:
        shown += ["", "Files, the fewest findings first:", ""]
        shown += [
            f"- {code(printable(file.path))}: {_costs(file)}" for file in explanation.files[:MOST_FILES]
        ]
    if more := len(explanation.files[MOST_FILES:]):
        shown.append(f"- … and {counted(more, 'more file')}")
    if explanation.unread:
        shown += ["", f"Cannot be parsed or read: {counted(explanation.unread, 'file')}."]
    return shown


def value(explanation: Explanation) -> Value:
    """The same for machines: all files."""
    return {
        "points": _floored(explanation.points),
        "rules": [
            {
                "code": rule.code,
                "name": rule.name,
                "findings": rule.findings,
                "files": rule.files,
                "freed": rule.freed,
                "gain": _floored(rule.gain),
            }
            for rule in explanation.rules
        ],
        "files": [
            {"path": file.path, "category": file.category, "rules": {**file.rules}}
            for file in explanation.files
        ],
        "unread": explanation.unread,
    }


def _points(explanation: Explanation) -> str:
    parts = [
        f"{floored(points, 2)} of {printable(name)}" for name, points in explanation.points.items() if points
    ]
    return f"A file is worth so many points: {', '.join(parts)}"


def _rule(rule: RuleCost) -> str:
    costs = f"  {rule.code} {rule.name}: {counted(rule.findings, 'finding')} in {counted(rule.files, 'file')}"
    if not rule.freed:
        return f"{costs}; without it alone no file becomes compliant"
    gains = ", ".join(f"{printable(part)} {_gain(rule, part)}" for part in rule.gain)
    return f"{costs}; without it {counted(rule.freed, 'more file')} compliant: {gains}"


def _gain(rule: RuleCost, part: str) -> str:
    return f"+{floored(rule.gain[part], 2)}"


def _file(file: FileCost) -> str:
    return f"  {leading(file.path)}: {_costs(file)}"


def _costs(file: FileCost) -> str:
    rules = ", ".join(code if number == 1 else f"{number} {code}" for code, number in file.rules.items())
    return f"{counted(file.findings, 'finding')} ({rules})"


def _floored(points: dict[str, float]) -> dict[str, Value]:
    return {name: float(floored(value, 2)) for name, value in points.items()}
