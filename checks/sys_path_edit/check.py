"""Changes of where modules are looked for. The specification is README.md, beside this file."""

from collections.abc import Iterator
from typing import Literal

from ssot_lint.api import WRITTEN, File, Finding, Index, Section, Span, check, key

PATH = "sys.path"
CHANGES = frozenset(
    f"{PATH}.{method}"
    for method in (
        *("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"),
        *("__delitem__", "__iadd__", "__imul__", "__setitem__"),
    )
) | {"site.addsitedir"}
NAMES = ("path", "addsitedir")


class SysPath(Section):
    """Whether the search path may be changed."""

    sys_path: Literal["allow", "forbid"] = key(
        "imports.sys_path", "allow", "`forbid` to report every change of `sys.path`"
    )

    def off(self) -> str | None:
        return None if self.sys_path == "forbid" else "imports.sys_path is not set to forbid"


@check(code="SST310", severity="warning", scope="project", section=SysPath)
def sys_path_edit(index: Index, section: SysPath) -> Iterator[Finding]:
    """A change of sys.path, after which a module has another name or is another one."""
    for file, call in index.calls(NAMES):
        target = index.resolve_bound(file, call.scope, call.bound, call.callee)
        if target.kind == "external" and target.external in CHANGES:
            yield _finding(file, index, call.scope, call.span, target.external)
    for file, use in index.uses(NAMES):
        target = index.resolve_bound(file, use.scope, use.bound, use.name)
        if target.kind != "external":
            continue
        if target.external in CHANGES:
            yield _finding(file, index, use.scope, use.span, target.external)
        elif target.external == PATH and use.argument == WRITTEN:
            yield _finding(file, index, use.scope, use.span, PATH)


def _finding(file: File, index: Index, scope: int, span: Span, changed: str) -> Finding:
    return Finding(
        place=index.place(file, span, scope),
        message=f"{changed} changes where modules are looked for; install the package,"
        " or import it by its full name",
        subject=changed,
    )
