"""`ssot-lint check --fix`: what is repaired, written, and told."""

from collections.abc import Sequence

from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.fix import FixedFile, fixed_files, write
from ssot_lint.fix.diff import diff
from ssot_lint.model import Report
from ssot_lint.render.wording import counted


def difference(report: Report, others: Sequence[FixedFile], *, unsafe: bool) -> str:
    """What the fixes of a report would change, and what is changed beside, as a unified diff."""
    outcome = fixed_files(report, unsafe=unsafe)
    complain(*outcome.refused)
    return diff([*others, *outcome.files])


def fix(report: Report, *, unsafe: bool) -> bool:
    """Make the fixes of a report; whether anything was written."""
    outcome = fixed_files(report, unsafe=unsafe)
    complain(*outcome.refused)
    return write_all(report, outcome.files)


def write_all(report: Report, files: Sequence[FixedFile]) -> bool:
    """Write files of the project that were analysed, and tell of it; whether anything was written."""
    done = write(report.root, files)
    complain(*done.refused)
    if done.files:
        number = sum(len(file.findings) for file in done.files)
        complain(f"fixed {counted(number, 'finding')} in {counted(len(done.files), 'file')}")
    return bool(done.files)
