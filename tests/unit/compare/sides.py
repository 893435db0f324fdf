"""Two trees of files as two revisions, compared in one process and without git."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ssot_lint.compare import Side, compare
from ssot_lint.comparison import Comparison, Judges, Revision
from ssot_lint.options import Options
from ssot_lint.run import run_linked
from tests.drivers.cli import write

Sources = Mapping[str, str]


def side(root: Path, sources: Sources) -> Side:
    """The tree, analysed."""
    write(root, {"pyproject.toml": "", **sources})
    linked = run_linked(Options(start=root, today=date(2026, 6, 15), jobs=1))
    return Side(linked.index, linked.findings, linked.report, linked.plan.policy, linked.texts)


def compared(root: Path, before: Sources, after: Sources, **renamed: str) -> Comparison:
    """What became of the one tree in the other; `renamed` are modules, old name -> new one."""
    return held(
        side(root / "before", before), side(root / "after", after),
        {f"{old}.py": f"{new}.py" for old, new in renamed.items()},
    )  # fmt: skip


def held(before: Side, after: Side, renamed: Mapping[str, str]) -> Comparison:
    """Two sides, compared."""
    base, head = Revision("v1", "0" * 40), Revision("work tree", None)
    policy = Judges("head", None, False)
    return compare(before, after, base=base, head=head, policy=policy, renamed=renamed)


def told(comparison: Comparison, word: str) -> list[str]:
    """The findings that were remedied, say, each as `CODE path:line`."""
    return [
        f"{finding.code} {finding.place.path}:{finding.place.span.line}"
        for rule in comparison.rules
        for finding in getattr(rule, word)
    ]
