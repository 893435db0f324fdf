"""Hand-made pages: a small project, one whose names and sources are hostile, and a large one."""

import json
from pathlib import Path
from typing import Any

from ssot_lint.graph import Fragments, PathTaken
from ssot_lint.model import (
    CategoryScore,
    DuplicateGroup,
    Facts,
    File,
    FileCounts,
    Finding,
    Fix,
    Gate,
    MovedImport,
    Place,
    Related,
    Report,
    RuleOff,
    Score,
    Severity,
    Source,
    Span,
    Undecided,
)
from ssot_lint.render import RulePage
from ssot_lint.render.html.data import Given
from ssot_lint.render.html.trend import read_trend
from ssot_lint.trend import Point

RULES = {
    "SST102": ("duplicate-function", "error", "A function with the body of another"),
    "SST303": ("fragmented-import", "info", "A definition imported by a path that is not its own"),
    "SST503": ("fake-test", "warning", "A test that asserts nothing"),
}

EVIL = (
    "</script><script>window.broken = 1</script><!-- <img src=x onerror=window.broken=1> {{ 7 * 7 }} "
    "\x1b[31m\x1b]0;title\x07 \u202egnp.exe \u2066x ::error file=a::b \udcff ##[error] "
    "javascript:window.broken=1"
)


def file(path: str, lines: int = 40, category: str = "real", service: str | None = None) -> File:
    return File(Source(path, category, service=service), Facts(lines))


def finding(code: str, path: str, line: int, number: int = 0, **more: Any) -> Finding:
    name, severity, _ = RULES[code]
    given: dict[str, Any] = {
        "place": Place(path, Span(line, 5, line, 10), f"{path.removesuffix('.py').replace('/', '.')}:f"),
        "message": f"f repeats g on line {line + 9}; keep that one",
        "hint": "call the one that stays",
        "code": code,
        "name": name,
        "severity": severity,
        "category": "test" if path.startswith("tests/") else "real",
        "fingerprint": f"{code[3:]}{line:05}{number:08}",
    }
    return Finding(**given | more)


def pages() -> tuple[RulePage, ...]:
    return tuple(
        RulePage(code, name, _as(severity), text, "") for code, (name, severity, text) in RULES.items()
    )


def _as(severity: str) -> Severity:
    return "error" if severity == "error" else "warning" if severity == "warning" else "info"


def report(root: Path, *findings: Finding, **more: Any) -> Report:
    given: dict[str, Any] = {
        "policy": "compliance.yaml",
        "files": FileCounts(6, {"real": 4, "test": 2}, {"excluded": 12}, 0),
        "rules_off": (RuleOff("SST201", "no factories declared"),),
        "findings": tuple(sorted(findings, key=lambda each: (each.place.path, each.place.span, each.code))),
        "undecided": {"SST307": (Undecided(Place("shop/a.py")),)},
        "score": Score(
            overall=50.0,
            files=6,
            compliant=3,
            unsuppressed=33.3,
            categories={"test": CategoryScore(0.0, 2, 0, 2), "real": CategoryScore(75.0, 4, 3, 1)},
            services={"shop": CategoryScore(75.0, 4, 3, 1)},
            rules={},
        ),
        "gate": Gate(False, ("real: 75.00, 90 required",)),
        "notes": ("git is not installed: the directory was walked",),
        "root": str(root),
    }
    return Report(**given | more)


BODY = "def f(items):\n    total = 0\n    for item in items:\n        total += item.price\n    return total\n"
SOURCES = {
    "shop/a.py": BODY,
    "shop/b.py": f"import os\n\n\n{BODY.replace('price', 'cost')}",
    "shop/deep/down/c.py": "from shop import f\n",
    "shop/__init__.py": "from shop.a import f\n",
    "tests/test_a.py": "def test_a():\n    pass\n",
    "tests/test_b.py": "def test_b():\n    pass\n",
}
LINES = {"shop/a.py": 400, "shop/b.py": 300, "shop/deep/down/c.py": 120, "tests/test_a.py": 200}


def _stretch(path: str, line: int, end_line: int) -> Place:
    return Place(path, Span(line, 1, end_line, 17), f"{path.removesuffix('.py').replace('/', '.')}:f")


GROUP = DuplicateGroup(
    code="SST102",
    kind="renamed",
    similarity=1.0,
    canonical=0,
    reason="first by path",
    members=(_stretch("shop/a.py", 1, 5), _stretch("shop/b.py", 4, 8)),
    severity="error",
)
FRAGMENTS = Fragments(
    "shop.a:f",
    Place("shop/a.py", Span(1, 5, 1, 6)),
    (
        PathTaken("shop.a:f", True, False, (Place("shop/__init__.py"),)),
        PathTaken("shop:f", False, True, (Place("shop/deep/down/c.py"), Place("tests/test_a.py"))),
    ),
)
TREND = tuple(
    Point(
        revision=f"v{number}",
        date=f"2026-0{number}-01",
        score={"overall": 40.0 + number, "real": 70.0},
        findings={"SST102": 9 - number},
    )
    for number in range(1, 9)
)


def write(root: Path, sources: dict[str, str]) -> None:
    for path, text in sources.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", errors="surrogateescape")


def small(root: Path, **more: Any) -> Given:
    """Six files with an error, a mild finding, two warnings in tests, and one that is accepted."""
    write(root, SOURCES)
    move = Fix("write from shop.a import f", True, MovedImport(1, 18, "shop.a", "f"))
    given: dict[str, Any] = {
        "report": report(
            root,
            finding(
                "SST102",
                "shop/b.py",
                4,
                related=(Related(Place("shop/a.py", Span(1, 5, 1, 6)), "the one to keep"),),
            ),
            finding("SST303", "shop/deep/down/c.py", 1, message="f is imported from shop", fix=move),
            finding("SST503", "tests/test_a.py", 1, message="test_a asserts nothing"),
            finding("SST503", "tests/test_b.py", 1, message="test_b asserts nothing"),
            finding("SST102", "shop/a.py", 1, suppressed="measured: it is faster"),
        ),
        "files": [
            file(path, LINES.get(path, 10), "test" if path.startswith("tests/") else "real")
            for path in SOURCES
        ],
        "groups": [GROUP],
        "fragments": [FRAGMENTS],
        "rules": pages(),
    }
    return Given(**given | more)


def hostile(root: Path) -> Given:
    """Everything that a page tells of, with a name or a source that means harm."""
    path = f"{EVIL.replace('/', '|')}\n.py"
    write(root, {path: f"def f():  # {EVIL}\n    return '''{EVIL}'''\n"})
    span = Span(1, 5, 1, 90)
    place = Place(path, span, f"{EVIL}:f")
    group = DuplicateGroup(
        "SST102", "renamed", 1.0, 0, EVIL,
        (Place(path, Span(1, 1, 2, 9), EVIL), Place(path, Span(2, 1, 2, 9), EVIL)), "error",
    )  # fmt: skip
    evil = finding(
        "SST102", path, 1, place=place, message=EVIL, hint=EVIL, related=(Related(place, EVIL),),
        fix=Fix(EVIL, False, MovedImport(1, 1, "a", None)),
    )  # fmt: skip
    accepted = finding("SST503", path, 2, suppressed=EVIL)
    none = CategoryScore(0.0, 1, 0, 1)
    made = report(
        root, evil, accepted, policy=EVIL, notes=(EVIL,), incomplete=(EVIL,), gate=Gate(False, (EVIL,)),
        rules_off=(RuleOff("SST201", EVIL),),
        score=Score(0.0, 1, 0, 0.0, {EVIL: none}, {EVIL: none}, {}),
    )  # fmt: skip
    return Given(
        report=made,
        files=[file(path, 2, EVIL, EVIL), file(f"a/{path}", 2, EVIL, EVIL)],
        groups=[group],
        fragments=[Fragments(EVIL, place, (PathTaken(EVIL, False, True, (place,)),))],
        rules=tuple(RulePage(each.code, each.name, each.severity, EVIL, EVIL) for each in pages()),
        trend=hostile_trend(root),
        link="https://example.org/{path}#L{line}",
        limit=EVIL,
    )


def hostile_trend(root: Path) -> tuple[Point, ...]:
    """A trend that was read from a file."""
    evil = EVIL.replace("\udcff", "")
    points = [
        {"revision": evil, "date": "2026-01-01", "score": {evil: 50.0}, "findings": {evil: 3}},
        {"revision": "", "date": "2026-02-01", "score": {evil: None}},
    ]
    path = root / "trend.json"
    path.write_text(json.dumps({"schema": "ssot-lint/trend/1", "points": points}), encoding="utf-8")
    return read_trend(path)


def large(root: Path, number: int = 10_000) -> Given:
    """So many findings in a tenth as many files."""
    paths = [f"pkg{n % 7}/sub{n % 31}/module_{n}.py" for n in range(number // 10)]
    codes = sorted(RULES)
    found = [
        finding(
            codes[n % 3], paths[n % len(paths)], n // len(paths) + 1, n,
            message=f"function_{n} repeats function_{n * 7 % number} in {paths[n * 3 % len(paths)]}",
        )
        for n in range(number)
    ]  # fmt: skip
    return small(
        root,
        report=report(root, *found),
        files=[file(path, 20 + 37 * n % 900) for n, path in enumerate(paths)],
        groups=[],
        fragments=[],
    )
