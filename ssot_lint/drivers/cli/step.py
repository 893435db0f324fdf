"""The summary of a step of GitHub Actions, which has room for what annotations have not."""

import os

from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.model import Report
from ssot_lint.render import RenderOptions, render

VARIABLE = "GITHUB_STEP_SUMMARY"


def tell_step(report: Report, options: RenderOptions) -> None:
    """Append the report as Markdown to the summary of the step, where there is one."""
    path = os.environ.get(VARIABLE)
    if not path:
        return
    try:
        with open(path, "ab") as stream:
            stream.write(render(report, "markdown", options).encode("utf-8", "backslashreplace"))
    except OSError as error:
        complain(f"note: {path}: cannot write the summary of the step: {error.strerror}")
