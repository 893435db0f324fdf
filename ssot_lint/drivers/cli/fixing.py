"""`ssot-lint check --fix`: what is repaired, written, and told."""

from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.fix import fixed_files, write
from ssot_lint.fix.diff import diff
from ssot_lint.model import Report
from ssot_lint.render.wording import counted


def difference(report: Report, *, unsafe: bool) -> str:
    """What the fixes of a report would change, as a unified diff."""
    outcome = fixed_files(report, unsafe=unsafe)
    complain(*outcome.refused)
    return diff(outcome.files)


def fix(report: Report, *, unsafe: bool) -> bool:
    """Make the fixes of a report; whether anything was written."""
    outcome = fixed_files(report, unsafe=unsafe)
    done = write(report.root, outcome.files)
    complain(*outcome.refused, *done.refused)
    if done.files:
        number = sum(len(file.findings) for file in done.files)
        complain(f"fixed {counted(number, 'finding')} in {counted(len(done.files), 'file')}")
    return bool(done.files)
