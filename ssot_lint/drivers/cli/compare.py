"""`ssot-lint compare`: the proof of what a change did."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.terminal import terminal_options
from ssot_lint.errors import EmptyScanError

if TYPE_CHECKING:
    from ssot_lint.compare import Side
    from ssot_lint.comparison import Comparison, PolicyOf, Revision
    from ssot_lint.discover import Project
    from ssot_lint.options import Options

WORK_TREE = "work tree"


@click.command("compare")
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--policy-of",
    type=click.Choice(("head", "base")),
    default="head",
    show_default=True,
    help="Whose policy both revisions are judged by.",
)
@common.run_options("text", "json", "markdown", "html")
def command(
    base: str,
    head: str | None,
    policy_of: "PolicyOf",
    output_format: str,
    output: Path | None,
    exit_zero: bool,
    run: common.Run,
) -> None:
    """Prove what a change did: hold the commit BASE against HEAD, by default the work tree.

    Scores, findings remedied, remaining and new, duplicates merged, import paths, contracts and redirects,
    and the public API, which needs `pip install 'ssot-lint[api]'`; HTML needs `ssot-lint[html]`. Commits are
    read from git without a checkout. The exit code is 1 if anything is new or broken, 2 for a mistake in
    usage or policy, 3 when an analysis is incomplete.
    """
    if output_format == "html":
        from ssot_lint.render.html.shell import require_templates

        require_templates("; text, json and markdown do without")
    with opened(output) as write:
        comparison = _compared(base, head, policy_of, run)
        write(_rendered(comparison, output_format, to_file=output is not None))
    if output_format != "text" or output is not None:
        common.tell_incomplete(comparison)
    common.leave(comparison, failed=comparison.is_worse and not exit_zero)


def _compared(base: str, head: str | None, policy_of: "PolicyOf", asked: common.Run) -> "Comparison":
    from ssot_lint.compare import compare
    from ssot_lint.comparison import Judges, Revision
    from ssot_lint.discover import find_project
    from ssot_lint.discover.commits import renamed_paths, resolve

    with common.options_for(asked) as options:
        project = find_project(options.start, options.config)
        root = project.root
        then = Revision(base, resolve(root, base))
        now = Revision(head, resolve(root, head)) if head is not None else Revision(WORK_TREE, None)
        assert then.commit is not None, "it was resolved"
        if options.config is not None and policy_of == "head":
            policy_of = "file"
        whose = {"base": then.commit, "head": now.commit, "file": None}[policy_of]
        options = replace(options, policy_revision=whose)
        before, after = _analysed(options, then), _analysed(options, now)
        differs = None if policy_of == "file" else not _has_one_policy(project, options.config, then, now)
        judges = Judges(policy_of, after.report.policy, differs)
        renamed = renamed_paths(root, then.commit, now.commit)
        return compare(before, after, base=then, head=now, policy=judges, renamed=renamed)


def _analysed(options: "Options", revision: "Revision") -> "Side":
    from ssot_lint.compare import Side
    from ssot_lint.run import run_linked

    try:
        linked = run_linked(replace(options, revision=revision.commit))
    except EmptyScanError as error:
        raise EmptyScanError(f"{revision.name}: {error}") from None
    return Side(linked.index, linked.findings, linked.report, linked.plan.policy, linked.texts)


def _has_one_policy(project: "Project", config: Path | None, *revisions: "Revision") -> bool:
    """Whether the policies of two revisions say the same."""
    from ssot_lint.run import is_same_policy, project_at

    one, other = (project_at(project, revision.commit, config) for revision in revisions)
    return is_same_policy(one, other)


def _rendered(comparison: "Comparison", output_format: str, *, to_file: bool) -> str:
    if output_format == "json":
        from ssot_lint.render.comparison.json_comparison import render as render_json

        return render_json(comparison)
    if output_format == "markdown":
        from ssot_lint.render.comparison.markdown import render as render_markdown

        return render_markdown(comparison)
    if output_format == "html":
        from ssot_lint.render.comparison.page import render as render_html

        return render_html(comparison)
    from ssot_lint.render import RenderOptions
    from ssot_lint.render.comparison.text import render as render_text

    return render_text(comparison, RenderOptions() if to_file else terminal_options())
