"""One line a finding, as pylint writes it."""

from ssot_lint.model import Report
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import shown_findings
from ssot_lint.render.wording import leading, printable, state


def render(report: Report, options: RenderOptions) -> str:
    """`path:line: [CODE(name), symbol] message` for every finding shown, and nothing else."""
    return "".join(
        f"{leading(finding.place.path)}:{finding.place.span.line}: "
        f"[{finding.code}({finding.name}), {printable(finding.place.symbol.partition(':')[2])}] "
        f"{printable(finding.message)}{state(finding)}\n"
        for finding in shown_findings(report, options.show)
    )
