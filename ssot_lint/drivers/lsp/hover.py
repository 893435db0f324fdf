"""What an editor tells of the findings under the cursor: what each is, and what its rule is about."""

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Position, Range

from ssot_lint.drivers.lsp.diagnostics import diagnostic
from ssot_lint.drivers.lsp.places import Units, touches
from ssot_lint.drivers.lsp.snapshot import Snapshot
from ssot_lint.model import Finding
from ssot_lint.registry import load_registry
from ssot_lint.render import printable
from ssot_lint.render.markup import plain
from ssot_lint.render.readme import shortened, with_titles


def hover(snapshot: Snapshot, name: str, where: Position, units: Units) -> Hover | None:
    """The rules of the findings at a position, each once."""
    shown = [(finding, diagnostic(finding, snapshot, units)) for finding in snapshot.findings.get(name, ())]
    near = [(f, each) for f, each in shown if touches(each.range, Range(where, where))]
    if not near:
        return None
    pages = dict.fromkeys(_page(finding) for finding, _ in near)
    text = "\n\n---\n\n".join(page for page in pages if page)
    return Hover(MarkupContent(MarkupKind.Markdown, text), near[0][1].range) if text else None


def _page(finding: Finding) -> str:
    registry = load_registry()
    check = registry.by_code.get(finding.code)
    if check is None:
        return ""
    readme = shortened(registry.readme(check), f"ssot-lint rules {check.code} --examples")
    head = f"**{check.code} {check.name}** · {finding.severity or check.severity}"
    hint = f"\n\n{plain(printable(finding.hint))}" if finding.hint else ""
    return f"{head}{hint}\n\n{with_titles(readme)}"
