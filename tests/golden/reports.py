"""Hand-made reports, and the sources that their findings are in."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ssot_lint.model import (
    CategoryScore,
    FileCounts,
    Finding,
    Gate,
    Place,
    Related,
    Report,
    RuleCount,
    RuleOff,
    Score,
    Severity,
    Span,
    Undecided,
)
from ssot_lint.render import RulePage

SOURCES = {
    "app/core/manager.py": "import os\n\n\nclass Manager:\n    pass\n",
    "app/x.py": "from app.core import Manager\n\n\ndef build(user):\n\tmanager = Manager(user)  # built\n",
    "app/wide.py": "名 = '値'; x = Manager('漢字')\ny = [" + "1, " * 90 + "Manager(2)" + ", 3" * 90 + "]\n",
    "app/multi.py": "x = Manager(\n    1,\n)\n",
}


def bypass(path: str, *span: int, **more: Any) -> Finding:
    made = Finding(
        place=Place(path, Span(*span), "app.x:build"),
        message="app.core.manager:Manager is built around its factory app.core.factory:make",
        subject="app.core.manager:Manager",
        hint="call app.core.factory:make instead",
        related=(Related(Place("app/core/manager.py", Span(4, 7, 4, 14)), "defined here"),),
        severity="error",
        code="SST201",
        name="factory-bypass",
        category="real",
        service="app",
        fingerprint="0123456789abcdef",
    )
    return replace(made, **more)


def unused(line: int, severity: Severity = "warning", **more: Any) -> Finding:
    made = Finding(
        place=Place("app/gone.py", Span(line, 1, line, 9)),
        message="the waiver of SST101 waives nothing; remove it",
        severity=severity,
        code="SST004",
        name="unused-suppression",
        category="real",
        fingerprint=f"{line:016x}",
    )
    return replace(made, **more)


def doubt(path: str, line: int) -> Undecided:
    return Undecided(Place(path, Span(line, 5, line, 9)), "self.Manager", "it may have a factory")


def made_report(root: Path, *findings: Finding, **more: Any) -> Report:
    report = Report(
        policy="compliance.yaml",
        files=FileCounts(1144, {"real": 865, "test": 279}, {"excluded": 12, "notebooks": 1}, 2),
        rules_off=(RuleOff("SST202", "no factory is async"), RuleOff("SST304", "relative imports are fine")),
        findings=tuple(sorted(findings, key=lambda f: (f.place.path, f.place.span, f.code))),
        undecided={
            "SST201": (doubt("app/x.py", 5), doubt("app/x.py", 9), doubt("app/\x1b[2Jy.py", 2)),
            "SST307": (doubt("app/z.py", 1),),
        },
        score=Score(
            overall=100 * 1132 / 1144,
            files=1144,
            compliant=1132,
            unsuppressed=100 * 1131 / 1144,
            categories={
                "real": CategoryScore(100.0, 865, 865, 0),
                "test": CategoryScore(100 * 267 / 279, 279, 267, 31),
            },
            services={
                "shop": CategoryScore(99.9999, 10_000, 9_999, 1),
                "empty": CategoryScore(None, 0, 0, 0),
            },
            rules={"SST503": RuleCount(31, 12), "SST201": RuleCount(2, 1)},
        ),
        gate=Gate(False, ("test: 95.69, 98 required",)),
        notes=("git is not installed: the directory was walked",),
        root=str(root),
    )
    return replace(report, **more)


README = """# A class is built around its factory

Whoever builds the class by hand gets one that lacks
its connections.

Call the factory.

```yaml
factories: {}
```

## A construction is reported

```python title="app/x.py"
x = Manager()  # want "built"
```

## An alias is seen through

```python title="app/y.py"
y = M()  # want "built"
```

## Limits

Containers are not looked into.
"""


def rule_pages() -> tuple[RulePage, ...]:
    """Pages of the rules of these reports, and of one that is off."""
    waiver = "# A waiver waives nothing\n\nTake it away.\n"
    return (
        RulePage("SST004", "unused-suppression", "warning", "A waiver that waives nothing", waiver),
        RulePage("SST201", "factory-bypass", "error", "A class is built elsewhere", README),
        RulePage("SST202", "unawaited-factory", "error", "An async factory is not awaited", "# Await\n"),
    )
