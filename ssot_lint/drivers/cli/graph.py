"""`ssot-lint graph`: who imports whom, to look at rather than to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.errors import UsageError

if TYPE_CHECKING:
    from ssot_lint.graph import ImportGraph, Level, Picture
    from ssot_lint.run import Linked


@click.command("graph")
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@click.option(
    "--level",
    type=click.Choice(("module", "package", "service")),
    default="module",
    show_default=True,
    help="What a node of the picture is. The JSON is of single imports at every level.",
)
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    metavar="N",
    help="With --level package: the first N segments of each name; by default, the package a module is in.",
)
@click.option("--around", metavar="MODULE", help="Only that node, what imports it and what it imports.")
@click.option(
    "--fragmentation",
    metavar="SYMBOL",
    help="Only the imports that bring in what SYMBOL (package.module:Name) is, by whatever path.",
)
@click.option("--external", is_flag=True, help="Draw other distributions and the standard library too.")
@common.run_options("dot", "mermaid", "svg", "json", may_fail=False)
def command(
    paths: tuple[str, ...],
    level: "Level",
    depth: int | None,
    around: str | None,
    fragmentation: str | None,
    external: bool,
    output_format: str,
    output: Path | None,
    run: common.Run,
) -> None:
    """Draw the import graph; forbidden imports and cycles are red.

    PATHS limit what is drawn, never what is analysed. SVG needs `pip install 'ssot-lint[graph]'`. The exit
    code is 2 for a mistake in usage or policy, 3 when the analysis is incomplete.
    """
    asked = _Asked(level, depth, around, fragmentation, external)
    _refuse(asked)
    if output_format == "svg":
        from ssot_lint.render.graph import require_layout

        require_layout()
    with opened(output) as write:
        linked = _linked(run, paths)
        write(_rendered(linked, asked, output_format))
    _tell(linked, red_matters=output_format != "json")
    common.leave(linked.report, failed=False)


@dataclass(frozen=True)
class _Asked:
    """Which part of the graph is wanted, and at which level."""

    level: "Level"
    depth: int | None
    around: str | None
    fragmentation: str | None
    external: bool


def _refuse(asked: _Asked) -> None:
    """UsageError for options that make no sense together."""
    if asked.depth is not None and asked.level != "package":
        raise UsageError("--depth cuts the names of packages; give --level package too")
    if asked.fragmentation is not None and asked.around is not None:
        raise UsageError("--around and --fragmentation are two pictures; give one of them")
    if asked.fragmentation is not None and asked.level != "module":
        raise UsageError("--fragmentation is of modules; leave --level out")


def _linked(asked: common.Run, paths: tuple[str, ...]) -> "Linked":
    from ssot_lint.graph import RULES
    from ssot_lint.run import run_linked

    with common.options_for(asked, select=tuple(RULES), paths=paths or None) as options:
        return run_linked(options)


def _rendered(linked: "Linked", asked: _Asked, output_format: str) -> str:
    from ssot_lint.graph import build_graph
    from ssot_lint.plan import within
    from ssot_lint.render.graph import PICTURES, render_json

    graph = build_graph(
        linked.index,
        linked.findings,
        external=asked.external,
        wanted=lambda path: within(path, linked.plan.limits),
    )
    graph, picture = _chosen(linked, graph, asked)
    if output_format == "json":
        return render_json(graph)
    if output_format == "mermaid":
        _warn_of_mermaid(picture)
    return PICTURES[output_format](picture)


def _chosen(linked: "Linked", graph: "ImportGraph", asked: _Asked) -> tuple["ImportGraph", "Picture"]:
    """The part of the graph that is wanted, and the picture of it."""
    from ssot_lint.graph import around, draw, fragmentation, node_names

    if asked.fragmentation is not None:
        return fragmentation(linked.index, graph, asked.fragmentation)
    nodes = node_names(graph.modules, asked.level, asked.depth)
    if asked.level == "service" and not any(module.service for module in graph.modules):
        raise UsageError("no module is in a service; declare services in the policy")
    if asked.around is None:
        return graph, draw(graph, nodes)
    _refuse_unknown(asked.around, asked.level, nodes.values())
    part = around(graph, asked.around, nodes)
    return part, draw(part, nodes, {asked.around: "centre"})


def _refuse_unknown(name: str, level: str, names: Iterable[str]) -> None:
    from ssot_lint.index.patterns import nearest

    known = sorted(set(names))
    if name not in known:
        near = nearest(name, known)
        hint = f"; did you mean {near!r}?" if near else ""
        raise UsageError(f"no {level} in the graph is called {name!r}{hint}")


def _warn_of_mermaid(picture: "Picture") -> None:
    from ssot_lint.render.graph import MERMAID_ARROWS

    if len(picture.arrows) > MERMAID_ARROWS:
        complain(
            f"note: Mermaid refuses {len(picture.arrows)} arrows where its maxEdges is {MERMAID_ARROWS},"
            " the default; --level package, --around MODULE or a path draws less"
        )


def _tell(linked: "Linked", *, red_matters: bool) -> None:
    """What the graph lacks, on stderr."""
    from ssot_lint.graph import RULES

    report = linked.report
    off = [rule for rule in report.rules_off if red_matters and rule.code in RULES]
    complain(*(f"note: nothing is red for {rule.code}, which is off: {rule.reason}" for rule in off))
    common.tell_incomplete(report)
    complain(*(f"note: {note}" for note in report.notes))
    if report.files.unparsable:
        files = "1 file" if report.files.unparsable == 1 else f"{report.files.unparsable} files"
        complain(f"note: the imports of {files} that cannot be parsed or read are not in the graph")
